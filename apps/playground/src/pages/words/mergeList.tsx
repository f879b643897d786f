import type { VNode } from 'preact';
import { grouped } from '../../frame/numbers.js';
import { text } from '../../text/en/words.js';
import { cut, learned, state } from './model.js';

const around = 5;

/** The learned merges around the present one; each can be cut out and put back. */
export function MergeList(): VNode {
  const { step, gone } = state.value;
  const all = learned.value;
  const first = Math.max(0, Math.min(step - 1 - around, all.length - 2 * around - 1));
  const rows = all
    .slice(first, first + 2 * around + 1)
    .map((merge, i) => ({ ...merge, rank: first + i }));
  return (
    <section class="merges" aria-labelledby="merges-title">
      <h2 id="merges-title">{text.merges.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-label={text.merges.caption}>
        <table>
          <caption class="visually-hidden">{text.merges.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.merges.rank}</th>
              <th scope="col">{text.merges.pair}</th>
              <th scope="col">{text.merges.result}</th>
              <th scope="col">{text.merges.count}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ rank, left, right, result, count }) => {
              const out = gone.includes(rank);
              const [shownLeft, shownRight] = [text.shown(left), text.shown(right)];
              return (
                <tr
                  key={rank}
                  class={`${rank < step ? 'used' : 'unused'}${out ? ' out' : ''}`}
                  aria-current={rank === step - 1 ? 'true' : undefined}
                >
                  <th scope="row">{rank + 1}</th>
                  <td>
                    <code>{shownLeft}</code> + <code>{shownRight}</code>
                  </td>
                  <td>
                    <code>{text.shown(result)}</code>
                  </td>
                  <td class="number">{grouped(count)}×</td>
                  <td>
                    <button
                      type="button"
                      class="quiet"
                      aria-label={
                        out
                          ? text.merges.restore(shownLeft, shownRight)
                          : text.merges.cut(shownLeft, shownRight)
                      }
                      onClick={() => cut(rank)}
                    >
                      {out ? text.merges.restoreShort : text.merges.cutShort}
                    </button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
