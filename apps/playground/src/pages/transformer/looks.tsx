import type { HeadPlace } from '@gibbs/nn/tasks';
import type { VNode } from 'preact';
import { percent } from '../../frame/numbers.js';
import { Pixels } from '../../frame/pixels.js';
import { ShareBar } from '../../frame/shareBar.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/transformer.js';
import { isSilent, scholar, shownHead, shownRow, toggle } from './model.js';

/** The text token by token, with the share that the shown head gives each while the shown token looks. */
export function Looks(): VNode | null {
  const look = scholar.look.value;
  if (look === null) return null;
  const { tokens } = look;
  const [layer, head] = shownHead.value;
  const from = shownRow.value;
  const shares = rowOf(look.layers[layer]?.[head], from, tokens.length);
  const top = placeOfMost(shares);
  return (
    <figure class="looks">
      <figcaption>
        <h2>{text.looks.title}</h2>
        <p id="looking">
          {text.looks.sentence(
            [layer, head],
            text.shown(tokens[from] ?? ''),
            text.shown(tokens[top] ?? ''),
            shares[top] ?? 0,
            isSilent([layer, head]),
          )}
        </p>
      </figcaption>
      <ol class="read" dir="auto">
        {tokens.map((token, at) => (
          <li key={`${at}:${token}`} class={at > from ? 'later' : undefined}>
            <ShareBar share={shares[at] ?? 0} />
            <button
              type="button"
              aria-pressed={at === from}
              aria-label={text.looks.choose(text.shown(token))}
              onClick={() => scholar.view({ row: tokens.length - 1 - at })}
            >
              <bdi>{text.shown(token)}</bdi>
            </button>
          </li>
        ))}
      </ol>
      <p class="hint">{text.looks.legend}</p>
      <details class="data">
        <summary>{text.heads.full([layer, head])}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
        <section class="scroll" tabIndex={0} aria-label={text.heads.full([layer, head])}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.looks.table}</th>
                {tokens.map((token, at) => (
                  <th key={`${at}:${token}`} scope="col">
                    <bdi>{text.shown(token)}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tokens.map((token, at) => (
                <tr key={`${at}:${token}`} aria-current={at === from ? 'true' : undefined}>
                  <th scope="row">
                    <bdi>{text.shown(token)}</bdi>
                  </th>
                  {rowOf(look.layers[layer]?.[head], at, tokens.length).map((share, of) => (
                    <td key={of}>{of > at ? '' : percent(share)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

/** A map for every head; each can be shown in full, and taken away. */
export function Heads(): VNode | null {
  const look = scholar.look.value;
  if (look === null) return null;
  const { silent } = scholar.state.value;
  return (
    <section class="heads card" aria-labelledby="heads-title">
      <h2 id="heads-title">{text.heads.title}</h2>
      <p>{text.heads.hint}</p>
      {look.layers.map((heads, layer) => (
        <div class="block" key={layer}>
          <h3>{text.heads.block(layer)}</h3>
          <div class="maps">
            {heads.map((shares, head) => (
              <Head key={head} shares={shares} place={[layer, head]} />
            ))}
          </div>
        </div>
      ))}
      <p id="ablated">
        {look.silenced === null
          ? text.heads.none
          : text.heads.effect(silent.length, look.silenced.without, look.silenced.whole)}{' '}
        {silent.length > 0 && (
          <button type="button" class="quiet" onClick={() => scholar.view({ silent: [] })}>
            {text.heads.all}
          </button>
        )}
      </p>
      <Summary />
    </section>
  );
}

function Head({ shares, place }: { shares: Float32Array; place: HeadPlace }): VNode {
  const tokens = scholar.look.value?.tokens ?? [];
  const [layer, head] = place;
  const isShown = String(shownHead.value) === String(place);
  const gone = isSilent(place);
  const last = rowOf(shares, tokens.length - 1, tokens.length);
  const top = placeOfMost(last);
  const sentence = text.heads.map(
    place,
    text.shown(tokens.at(-1) ?? ''),
    text.shown(tokens[top] ?? ''),
    last[top] ?? 0,
  );
  return (
    <div class={`head ${gone ? 'gone' : ''}`}>
      <button
        type="button"
        class="map-button"
        aria-pressed={isShown}
        aria-label={text.heads.show(layer, head)}
        onClick={() => scholar.view({ head: place })}
      />
      <Pixels values={shades(shares)} size={tokens.length} sentence={sentence} />
      <button
        type="button"
        class="take"
        aria-label={gone ? text.heads.giveHead(layer, head) : text.heads.takeHead(layer, head)}
        onClick={() => toggle(place)}
      >
        {gone ? text.heads.give : text.heads.take}
      </button>
    </div>
  );
}

/** Where the last token looks in each head: the maps as a table. */
function Summary(): VNode | null {
  const look = scholar.look.value;
  if (look === null) return null;
  const { tokens, layers } = look;
  return (
    <details class="data">
      <summary>{frameText.dataTable}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-label={text.heads.table}>
        <table>
          <caption>{text.heads.table}</caption>
          <thead>
            <tr>
              {text.heads.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {layers.flatMap((heads, layer) =>
              heads.map((shares, head) => {
                const last = rowOf(shares, tokens.length - 1, tokens.length);
                const top = placeOfMost(last);
                return (
                  <tr key={`${layer}.${head}`}>
                    <th scope="row">{`${layer + 1}.${head + 1}`}</th>
                    <td>
                      <bdi>{text.shown(tokens[top] ?? '')}</bdi>
                    </td>
                    <td>{percent(last[top] ?? 0)}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </section>
    </details>
  );
}

const known = new WeakMap<Float32Array, Uint8Array>();

/** Shares as shades: their roots, so that small shares can be seen. */
function shades(shares: Float32Array): Uint8Array {
  let bytes = known.get(shares);
  if (!bytes) {
    bytes = Uint8Array.from(shares, (share) => 255 * Math.sqrt(share));
    known.set(shares, bytes);
  }
  return bytes;
}

function rowOf(shares: Float32Array | undefined, at: number, size: number): number[] {
  return Array.from(shares?.subarray(at * size, (at + 1) * size) ?? []);
}

function placeOfMost(values: readonly number[]): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), 0));
}
