import type { Look } from '@gibbs/journeys/next';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { short } from '../../frame/numbers.js';
import { Pixels } from '../../frame/pixels.js';
import { text } from '../../text/en/next.js';
import { choose, study, walkRows } from './model.js';

/** The embedding table: a row for each token, one of them looked at closely. */
export function EmbeddingRows(): VNode | null {
  const look = study.look.value;
  return look && <Table {...look} />;
}

function Table({ rows, chosen }: Pick<Look, 'rows' | 'chosen'>): VNode {
  const at = Math.max(0, rows.tokens.indexOf(chosen.text));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The list scrolls, the page does not.
    const [box, row] = [list.current?.parentElement, list.current?.children[at]];
    if (box && row instanceof HTMLElement) {
      box.scrollTop = row.offsetTop - box.offsetTop - box.clientHeight / 2;
    }
  }, [at]);
  return (
    <section class="embedding card" aria-labelledby="rows-title">
      <h2 id="rows-title">{text.rows.title}</h2>
      <p class="hint" id="rows-hint">
        {text.rows.hint}
      </p>
      <div class="columns">
        <div class="table-of-rows long">
          <div
            ref={list}
            role="listbox"
            tabIndex={0}
            aria-label={text.rows.list}
            aria-describedby="rows-hint"
            aria-activedescendant={`row-${at}`}
            onKeyDown={(event) => {
              const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
              if (by === undefined) return;
              event.preventDefault();
              walkRows(by);
            }}
          >
            {rows.tokens.map((token, i) => (
              // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
              <div
                role="option"
                key={token}
                id={`row-${i}`}
                aria-selected={token === chosen.text}
                onClick={() => choose(token)}
              >
                {text.shown(token)}
              </div>
            ))}
          </div>
          <Pixels
            values={rows.picture}
            size={rows.channels}
            rows={rows.tokens.length}
            sentence={text.rows.sentence(rows.tokens.length, rows.channels)}
          />
        </div>
        <div class="side">
          <section aria-labelledby="chosen-title">
            <h3 id="chosen-title">{text.rows.chosen(chosen.text)}</h3>
            <p>{text.rows.near}</p>
            <table class="books">
              <tbody>
                {chosen.neighbours.map(({ text: token, cosine }) => (
                  <tr key={token}>
                    <th scope="row">
                      <button type="button" class="quiet" onClick={() => choose(token)}>
                        {text.shown(token)}
                      </button>
                    </th>
                    <td>{short(cosine)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <details>
              <summary>{text.rows.numbers}</summary>
              <p class="number">{chosen.numbers.map((each) => short(each)).join(', ')}</p>
            </details>
          </section>
        </div>
      </div>
    </section>
  );
}
