import type { VNode } from 'preact';
import { Explain } from '../../frame/explain.js';
import { percent } from '../../frame/numbers.js';
import { Pixels } from '../../frame/pixels.js';
import { text } from '../../text/en/next.js';
import { append, choose, study } from './model.js';
import { whyFirst } from './why.js';

/** Hidden neurons in a row of their picture. */
const across = 16;

/** From the last tokens over their rows and the hidden neurons to the next token, with what the reader asked for. */
export function Way(): VNode {
  const look = study.look.value;
  const { context } = study.state.value;
  return (
    <section class="way" aria-labelledby="way-title">
      <h2 id="way-title">{text.way.title}</h2>
      {look && (
        <div class="stations">
          <div class="station">
            <p class="hint">{text.way.read(context)}</p>
            <div class="table-of-rows">
              <ol>
                {look.read.tokens.map((token, i) => (
                  <li key={i}>
                    <button
                      type="button"
                      aria-label={text.way.choose(token)}
                      aria-pressed={look.chosen.text === token}
                      onClick={() => choose(token)}
                    >
                      {text.shown(token)}
                    </button>
                  </li>
                ))}
              </ol>
              <Pixels
                values={look.read.picture}
                size={look.read.channels}
                rows={look.read.tokens.length}
                sentence={text.way.rowsSentence(look.read.tokens, look.read.channels)}
              />
            </div>
            <p class="hint">{text.way.rows}</p>
          </div>
          <p class="arrow" aria-hidden="true">
            →
          </p>
          <div class="station">
            <p class="hint">{text.way.side(look.read.picture.length)}</p>
            <div class="hidden-layer">
              <Pixels
                values={look.hidden}
                size={across}
                rows={look.hidden.length / across}
                sentence={text.way.hiddenSentence(look.hidden.length)}
              />
            </div>
            <p class="hint">{text.way.hidden(look.hidden.length)}</p>
          </div>
        </div>
      )}
    </section>
  );
}

/** The likeliest next tokens, beside what counted pairs say of the same. */
export function Next(): VNode {
  const look = study.look.value;
  const first = look?.next[0];
  return (
    <section class="guesses" aria-labelledby="next-title">
      <h2 id="next-title">{text.next.title}</h2>
      <p id="next">{first ? text.next.sentence(first.text, first.probability) : '…'}</p>
      {first && (
        <p>
          <Explain of={whyFirst}>{text.why.title(first.text, first.probability)}</Explain>
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{text.next.columns.token}</th>
            <th scope="col" class="model">
              {text.next.columns.model}
            </th>
            <th scope="col" class="pairs">
              {text.next.columns.pairs}
            </th>
          </tr>
        </thead>
        <tbody>
          {look?.next.map(({ text: token, probability, counted }) => (
            <tr key={token}>
              <th scope="row">
                <button type="button" onClick={() => append(token)}>
                  {text.shown(token)}
                </button>
              </th>
              <td>
                <Bar kind="model" share={probability} />
              </td>
              <td>
                <Bar kind="pairs" share={counted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{text.next.what}</p>
    </section>
  );
}

function Bar({ kind, share }: { kind: 'model' | 'pairs'; share: number }): VNode {
  return (
    <span class={`share-of ${kind}`}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" width="100" height="8" />
        <rect class="reached" width={(100 * share).toFixed(2)} height="8" />
      </svg>
      <span class="number">{percent(share)}</span>
    </span>
  );
}
