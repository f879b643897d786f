import type { VNode } from 'preact';
import { percent, short } from '../../frame/numbers.js';
import { ShareBar } from '../../frame/shareBar.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/names.js';
import { bestHead, duel, looking, shownHead, shownToken } from './model.js';

/** The sentence as both read it, token by token: what attention looks at above, what the MLP weighs below. */
export function Sentence(): VNode {
  const look = duel.look.value;
  if (look === null) return <p class="hint">{text.sentence.waiting}</p>;
  const { context, mention, name, places, answers } = look;
  const shares = looking.value;
  const said =
    answers?.attention.tokens.slice(0, Math.max(0, shares.length - context.length)) ?? [];
  const tokens = [...context, ...said];
  const most = places.reduce((a, b) => Math.max(a, b), 0) || 1;
  const isName = (at: number) => at >= mention && at < mention + name.length;
  return (
    <figure class="sentence">
      <figcaption>
        <h2>{text.sentence.title}</h2>
        <p id="pieces">{text.sentence.pieces(look.question.name, name.map(shown))}</p>
      </figcaption>
      <ol class="read" dir="ltr">
        {tokens.map((token, at) => (
          <li
            key={`${at}:${token}`}
            class={isName(at) ? 'name' : at >= context.length ? 'said' : undefined}
          >
            <ShareBar share={shares[at] ?? 0} />
            <bdi>{shown(token)}</bdi>
            <ShareBar share={(places[at] ?? 0) / most} down />
          </li>
        ))}
        <li class="blank">
          <ShareBar share={0} />
          <span>{text.sentence.blank}</span>
          <ShareBar share={0} down />
        </li>
      </ol>
      <p class="legend">
        <span class="attention">▲ {text.sentence.attention}</span>{' '}
        <span class="mlp">▼ {text.sentence.places}</span>
      </p>
      <Saying />
      <p id="looking">{summary(tokens)}</p>
      <details class="data">
        <summary>{frameText.dataTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
        <section class="scroll" tabIndex={0} aria-label={text.sentence.title}>
          <table>
            <thead>
              <tr>
                {text.sentence.table.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tokens.map((token, at) => (
                <tr key={`${at}:${token}`} aria-current={isName(at) ? 'true' : undefined}>
                  <th scope="row">
                    <bdi>{shown(token)}</bdi>
                  </th>
                  <td>{percent(shares[at] ?? 0)}</td>
                  <td>{places[at] === undefined ? '–' : short(places[at])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

/** Which head is shown, and for which piece of the answer. */
function Saying(): VNode | null {
  const look = duel.look.value;
  const said = look?.answers?.attention.tokens ?? [];
  if (look === null || said.length === 0) return null;
  const token = Math.min(shownToken.value, said.length - 1);
  const head = shownHead.value ?? bestHead.value?.head;
  return (
    <div class="saying">
      <fieldset>
        <legend>{text.sentence.saying}</legend>
        {said.map((piece, at) => (
          <button
            type="button"
            key={`${at}:${piece}`}
            aria-pressed={at === token}
            onClick={() => {
              shownToken.value = at;
            }}
          >
            <bdi>{shown(piece)}</bdi>
          </button>
        ))}
      </fieldset>
      <fieldset>
        <legend>{text.sentence.head}</legend>
        {look.heads.map(({ head: each, target }) => (
          <button
            type="button"
            key={each}
            aria-pressed={each === head}
            onClick={() => {
              shownHead.value = each;
            }}
          >
            {text.sentence.headShown(each, target)}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function summary(tokens: readonly string[]): string {
  const look = duel.look.value;
  const said = look?.answers?.attention.tokens ?? [];
  if (look === null || said.length === 0) return text.sentence.nothing;
  const at = Math.min(shownToken.value, said.length - 1);
  const shares = looking.value;
  const head = shownHead.value ?? bestHead.value?.head ?? 0;
  const top = placeOfMost(shares);
  const onTarget = top === look.mention + at && tokens[top] === said[at];
  const heaviest = placeOfMost(look.places);
  const least = look.places.reduce((a, b) => Math.min(a, b), Infinity);
  const sentences = [
    text.sentence.looks(
      shown(said[at] ?? ''),
      head,
      shown(tokens[top] ?? ''),
      shares[top] ?? 0,
      onTarget,
    ),
    text.sentence.weighs(shown(tokens[heaviest] ?? ''), (look.places[heaviest] ?? 0) / least),
    ...(look.question.silent === head ? [text.sentence.silentHead] : []),
  ];
  return sentences.join(' ');
}

function placeOfMost(values: readonly number[]): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), 0));
}

/** A token as it can be shown: its space marked, what steers text replaced. */
function shown(token: string): string {
  return text.sentence.shown(token.trim() === '' ? token.replaceAll(' ', '␣') : token.trim());
}
