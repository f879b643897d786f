import { limits, type Row } from '@gibbs/journeys/lookup';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { asColour, css, isColour } from '../../frame/colour.js';
import { exact, percent, short } from '../../frame/numbers.js';
import { Swatch } from '../../frame/swatch.js';
import { text } from '../../text/en/lookup.js';
import { addRow, answer, removeRow, setCell, state } from './model.js';
import { rowColours } from './view.js';

const editing = signal(false);
/** The row whose share is being explained. */
const asked = signal<number | null>(null);

/** The table as it stands: every row with its closeness, its share and, on request, the reason. */
export function RowsTable(): VNode {
  const { rows } = state.value;
  const { closeness, weights } = answer.value;
  return (
    <section class="rows card" aria-labelledby="rows-title">
      <div class="head">
        <h2 id="rows-title">{text.table.title}</h2>
        <button
          type="button"
          aria-pressed={editing.value}
          onClick={() => {
            editing.value = !editing.value;
          }}
        >
          {editing.value ? text.table.editDone : text.table.edit}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-label={text.table.caption}>
        <table>
          <caption class="visually-hidden">{text.table.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.table.row}</th>
              <th scope="col">{text.table.key}</th>
              <th scope="col" class="number">
                {text.table.closeness}
              </th>
              <th scope="col">{text.table.share}</th>
              <th scope="col">{text.table.value}</th>
              {editing.value && <td />}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={`${index}:${row.label}`}>
                <th scope="row" dir="auto">
                  {row.label}
                </th>
                <Cells row={row} index={index} part="key" />
                <td class="number">{short(closeness[index] as number)}</td>
                <Share row={row} index={index} share={weights[index] as number} />
                <Cells row={row} index={index} part="value" />
                {editing.value && (
                  <td>
                    <button
                      type="button"
                      class="quiet"
                      disabled={rows.length === 1}
                      aria-label={text.table.remove(row.label)}
                      onClick={() => removeRow(index)}
                    >
                      ×
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {editing.value && (
        <button type="button" disabled={rows.length >= limits.rows} onClick={addRow}>
          {text.table.add}
        </button>
      )}
      <div role="status">{asked.value !== null && <Why index={asked.value} />}</div>
    </section>
  );
}

function Cells({ row, index, part }: { row: Row; index: number; part: 'key' | 'value' }): VNode {
  const numbers = row[part];
  const rgb = part === 'value' ? asColour(numbers, index) : isColour(numbers) ? numbers : null;
  return (
    <td>
      <span class="cells">
        {rgb && <Swatch rgb={rgb} />}
        {numbers.map((value, place) =>
          editing.value ? (
            <input
              key={place}
              type="number"
              step="any"
              value={value}
              min={-limits.magnitude}
              max={limits.magnitude}
              aria-label={text.table.cell(row.label, part, place)}
              onChange={({ currentTarget: input }) => {
                if (input.validity.valid && Number.isFinite(input.valueAsNumber)) {
                  setCell(index, part, place, input.valueAsNumber);
                } else input.value = String(value);
              }}
            />
          ) : (
            <span key={place} class="number">
              {short(value)}
            </span>
          ),
        )}
      </span>
    </td>
  );
}

function Share({ row, index, share }: { row: Row; index: number; share: number }): VNode {
  return (
    <td>
      <button
        type="button"
        class="share"
        aria-expanded={asked.value === index}
        aria-label={`${percent(share)}. ${text.table.why(row.label)}`}
        title={text.table.why(row.label)}
        onClick={() => {
          asked.value = asked.value === index ? null : index;
        }}
      >
        <svg class="bar" aria-hidden="true">
          <rect
            width={`${share * 100}%`}
            height="100%"
            fill={css(rowColours.value[index] ?? [0, 0, 0])}
          />
        </svg>
        <span class="number">{percent(share)}</span>
      </button>
    </td>
  );
}

function Why({ index }: { index: number }): VNode | null {
  const { rows, mode, temperature } = state.value;
  const { closeness, weights, gradients } = answer.value;
  const row = rows[index];
  if (row === undefined) return null;
  const share = exact(weights[index] as number);
  const near = short(closeness[index] as number);
  const list = (numbers: readonly number[] | undefined) =>
    `(${(numbers ?? []).map(short).join(', ')})`;
  return (
    <div class="why">
      <h3>{text.why.title(row.label, percent(weights[index] as number))}</h3>
      <p>{text.why.closeness(near)}</p>
      <p>
        {mode === 'hard'
          ? text.why.hard(weights[index] === 1)
          : text.why.soft(near, short(temperature), share)}
      </p>
      <p>{text.why.slopes(list(gradients.keys[index]), list(gradients.values[index]))}</p>
    </div>
  );
}
