import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { announce } from './announce.js';
import type { Checked } from './checkWorker.js';
import { short } from './numbers.js';

const rows = signal<readonly Checked['row'][]>([]);
const total = signal(0);
const state = signal<'idle' | 'busy' | 'done' | 'failed'>('idle');

/** Computes the reference table of physics in a worker of its own, row by row. */
function check(): void {
  const worker = new Worker(new URL('./checkWorker.ts', import.meta.url), { type: 'module' });
  rows.value = [];
  state.value = 'busy';
  worker.addEventListener('message', ({ data }: MessageEvent<Checked>) => {
    rows.value = [...rows.value, data.row];
    total.value = data.total;
    if (rows.value.length < data.total) return;
    worker.terminate();
    state.value = 'done';
    announce(text.badge.done(held(), data.total));
  });
  worker.addEventListener('error', () => {
    worker.terminate();
    state.value = 'failed';
  });
  worker.postMessage('go');
}

const held = () => rows.value.filter(({ holds }) => holds).length;

/** Whether the physics holds on the reader's own machine: a button, its progress, the badge, and every row. */
export function Badge(): VNode {
  const all = state.value === 'done';
  const good = all && held() === total.value;
  return (
    <section class="badge card" aria-labelledby="badge-title">
      <h2 id="badge-title">{text.badge.title}</h2>
      <p>{text.badge.what}</p>
      <button type="button" disabled={state.value === 'busy'} onClick={check}>
        {text.badge.check}
      </button>
      {state.value === 'busy' && (
        <progress max={total.value || 1} value={rows.value.length} aria-label={text.badge.title} />
      )}
      <p role="status" class={all ? `proof ${good ? 'good' : 'bad'}` : undefined}>
        {all && `${good ? '✓' : '✗'} ${text.badge.done(held(), total.value)}`}
        {state.value === 'failed' && text.badge.failed}
      </p>
      {rows.value.length > 0 && (
        <details class="data">
          <summary>{text.badge.rows}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
          <section class="scroll" tabIndex={0} aria-label={text.badge.rows}>
            <table>
              <thead>
                <tr>
                  {text.badge.columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.value.map(({ id, quantity, value, expected, deviation, unit, holds }) => (
                  <tr key={id}>
                    <th scope="row">{quantity}</th>
                    <td>{short(value)}</td>
                    <td>{short(expected)}</td>
                    <td>
                      {Number.isFinite(deviation)
                        ? `${short(deviation)} ${text.badge.units[unit]}`
                        : text.badge.bound}
                    </td>
                    <td>{holds ? '✓' : '✗'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </section>
  );
}
