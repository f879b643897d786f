import { side } from '@gibbs/journeys/digits';
import type { VNode } from 'preact';
import { Explain } from '../../frame/explain.js';
import { locked } from '../../frame/lesson.js';
import { percent } from '../../frame/numbers.js';
import { Pixels } from '../../frame/pixels.js';
import { text } from '../../text/en/digits.js';
import { flip, pupil, reading, teach } from './model.js';
import { whyDigit } from './why.js';

const digits = Array.from({ length: 10 }, (_, digit) => digit);

/** What the network reads in the drawing, and how sure it is of each digit. */
export function Answer(): VNode {
  const found = reading.value;
  const { label } = pupil.state.value;
  return (
    <section class="answers" aria-labelledby="answer-title">
      <h2 id="answer-title">{text.answer.title}</h2>
      <p id="answer">
        {found
          ? text.answer.sentence(found.answer, found.probabilities[found.answer] as number)
          : text.answer.nothing}
      </p>
      {found && (
        <p>
          <Explain id="why" of={whyDigit}>
            {text.why.title(found.digit, found.probabilities[found.digit] as number)}
          </Explain>
        </p>
      )}
      <ol class="bars" aria-label={text.answer.bars}>
        {digits.map((digit) => {
          const share = found?.probabilities[digit] ?? 0;
          return (
            <li key={digit}>
              <button
                type="button"
                aria-pressed={found?.digit === digit}
                onClick={() => pupil.view({ digit })}
              >
                <b>{digit}</b>
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="whole" width="100" height="8" />
                  <rect class="reached" width={(100 * share).toFixed(2)} height="8" />
                </svg>
                <span class="number">{found ? percent(share) : '–'}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <div class="lesson">
        <label>
          {text.teach.label}{' '}
          <select
            value={label}
            onChange={(event) => pupil.view({ label: Number(event.currentTarget.value) })}
          >
            {digits.map((digit) => (
              <option key={digit} value={digit}>
                {digit}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="primary" disabled={locked('deeds')} onClick={teach}>
          {text.teach.button}
        </button>
        <button type="button" aria-pressed={pupil.state.value.flip} onClick={flip}>
          {text.flip.button}
        </button>
      </div>
      <Taught />
    </section>
  );
}

/** What has been taught up to the step shown. */
function Taught(): VNode | null {
  const { deeds, step } = pupil.state.value;
  const labels = deeds.flatMap((each) =>
    each.kind === 'teach' && each.at < step ? [each.label] : [],
  );
  return labels.length === 0 ? null : <p class="hint">{text.teach.taught(labels)}</p>;
}

/** The drawing three times: as it is seen, with what pulls at the answer, and with the least change that flips it. */
export function Views(): VNode | null {
  const found = reading.value;
  if (!found) return null;
  const { seen, pull, digit, flip } = found;
  return (
    <div class="views">
      <figure>
        <div class="plane small ink">
          <Pixels values={seen} size={side} sentence={text.views.seenSentence} />
        </div>
        <figcaption>{text.views.seen}</figcaption>
      </figure>
      <figure>
        <div class="plane small signed">
          <Pixels values={pull} size={side} sentence={text.views.pullSentence(digit)} />
        </div>
        <figcaption>{text.views.pull(digit)}</figcaption>
      </figure>
      {flip !== 'not asked' && (
        <figure>
          <div class="plane small ink">
            {flip && (
              <>
                <Pixels values={flip.image} size={side} sentence={text.flip.sentence(flip)} />
                <Changes before={seen} after={flip.image} />
              </>
            )}
          </div>
          <figcaption id="flip">{flip ? text.flip.sentence(flip) : text.flip.none}</figcaption>
        </figure>
      )}
    </div>
  );
}

/** A frame around every pixel that was changed: inked, or wiped. */
function Changes({ before, after }: { before: Uint8Array; after: Uint8Array }): VNode {
  const changed = [...after.keys()].filter((i) => after[i] !== before[i]);
  return (
    <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
      {changed.map((i) => (
        <rect
          key={i}
          class={(after[i] as number) > (before[i] as number) ? 'inked' : 'wiped'}
          x={(i % side) + 0.1}
          y={Math.floor(i / side) + 0.1}
          width="0.8"
          height="0.8"
        />
      ))}
    </svg>
  );
}
