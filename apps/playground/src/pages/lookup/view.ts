import { type LookupOptions, lookup } from '@gibbs/nn/tasks';
import { computed, signal } from '@preact/signals';
import { asColour, type Rgb } from '../../frame/colour.js';
import { answer, query, question, state } from './model.js';

/** The colour each row is drawn in: its value, where that is a colour. */
export const rowColours = computed<readonly Rgb[]>(() =>
  state.value.rows.map(({ value }, index) => asColour(value, index)),
);

/** The table with colours for values: looking up in it mixes the colours as the answer is mixed. */
export const colourTable = computed<LookupOptions>(() => ({
  ...question.value,
  values: rowColours.value,
}));

export const answerColour = computed<Rgb>(
  () => lookup(query.value, colourTable.value).result as unknown as Rgb,
);

/** The row with the largest share. */
export const leader = computed(() => {
  const { weights } = answer.value;
  return weights.indexOf(Math.max(...weights));
});

const chosen = signal({ x: 0, y: 2 });

/** Which two numbers of a query the map spreads out. Keys of one number leave the height unused. */
export const axes = computed(() => {
  const last = (state.value.rows[0]?.key.length ?? 1) - 1;
  return { x: Math.min(chosen.value.x, last), y: Math.min(chosen.value.y, last) };
});

export function chooseAxis(axis: 'x' | 'y', to: number): void {
  const other = axis === 'x' ? 'y' : 'x';
  const { [axis]: old, [other]: taken } = axes.value;
  chosen.value = { ...axes.value, [axis]: to, [other]: taken === to ? old : taken };
}

/** The stretch the sliders of the query run over: 0 to 1 where all keys lie in it, else a little more than theirs. */
export const reach = computed(() => {
  const all = [...state.value.rows.flatMap(({ key }) => key), ...state.value.query];
  const low = Math.min(...all);
  const high = Math.max(...all);
  if (low >= 0 && high <= 1) return { from: 0, to: 1 };
  const margin = (high - low || 1) / 10;
  return { from: low - margin, to: high + margin };
});

/** The stretch the map shows: a little more, so that no key lies on its edge. */
export const span = computed(() => {
  const { from, to } = reach.value;
  const margin = (to - from) / 16;
  return { from: from - margin, to: to + margin };
});
