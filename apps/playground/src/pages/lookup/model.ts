import type { Opened } from '@gibbs/journeys';
import {
  fields,
  fitParts,
  type LookupState,
  letter,
  lookupBits,
  questionOf,
  type Row,
  type Stop,
  start,
  stepFrom,
  targetOf,
} from '@gibbs/journeys/lookup';
import { type LookupAnswer, lookup } from '@gibbs/nn/tasks';
import { batch, computed, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { branching } from '../../frame/branch.js';
import { unlocked } from '../../frame/lesson.js';
import { proving } from '../../frame/proving.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/lookup.js';

/** What a link would carry. Everything else on the page is computed from it. */
export const state = signal<LookupState>(start);

/** The table and how it is asked, as the lookup takes it. */
export const question = computed(() => questionOf(state.value));

/** The queries of a training, one for each step taken so far; `path[0]` is where it starts. */
export const path = signal<readonly (readonly number[])[]>([start.query]);

export const query = computed(() => path.value[state.value.step] as readonly number[]);

const training = computed(() => ({ ...question.value, target: targetOf(state.value) }));

export const answer = computed<LookupAnswer>(() => lookup(query.value, training.value));

/** The largest part of the query's gradient. */
export const steepest = computed(() =>
  answer.value.gradients.query.reduce((most, each) => Math.max(most, Math.abs(each)), 0),
);

/** The loss at each step of the path. */
export const losses = computed(() => path.value.map((each) => lookup(each, training.value).loss));

export const playing = signal(false);
/** Why the last training stopped, where it did. */
export const stopped = signal<Stop | null>(null);
/** Whether the worker that paints the map could not run. */
export const mapFailed = signal(false);

export const notice = signal<string | null>(null);

/** Changes the question; the path begins anew at the query now shown. */
export function change(part: Partial<LookupState>): void {
  batch(() => {
    const next = fitParts({ ...state.value, query: query.value, step: 0, ...unlocked(part) }).state;
    playing.value = false;
    stopped.value = null;
    state.value = next;
    path.value = [next.query];
  });
}

export function setQuery(index: number, value: number): void {
  change({ query: query.value.map((old, i) => (i === index ? value : old)) });
}

export function setCell(row: number, part: 'key' | 'value', index: number, value: number): void {
  change({
    rows: state.value.rows.map((each, i) =>
      i === row
        ? { ...each, [part]: each[part].map((old, j) => (j === index ? value : old)) }
        : each,
    ),
  });
}

/** Adds a copy of the last row under a new name, to be edited. */
export function addRow(): void {
  const { rows } = state.value;
  const last = rows.at(-1) as Row;
  change({ rows: [...rows, { ...last, label: letter(rows.length) }] });
}

export function removeRow(index: number): void {
  const { rows, want } = state.value;
  change({
    rows: rows.filter((_, i) => i !== index),
    want: Math.min(want > index ? want - 1 : want, rows.length - 2),
  });
}

/** One step of training beyond the step shown; what lay after it is forgotten. */
export function stepOn(): void {
  const { step } = state.value;
  if (step + 1 < path.value.length) {
    state.value = { ...state.value, step: step + 1 };
    return;
  }
  const next = stepFrom(query.value, step, state.value);
  if (typeof next === 'string') {
    stop(next);
    return;
  }
  batch(() => {
    path.value = [...path.value, next];
    state.value = { ...state.value, step: step + 1 };
  });
}

function stop(why: Stop): void {
  playing.value = false;
  stopped.value = why;
  announce(text.stopped[why]);
}

export function seek(step: number): void {
  playing.value = false;
  state.value = { ...state.value, step: Math.max(0, Math.min(step, path.value.length - 1)) };
}

export function play(): void {
  stopped.value = null;
  playing.value = !playing.value;
}

export function reset(): void {
  batch(() => {
    playing.value = false;
    stopped.value = null;
    state.value = start;
    path.value = [start.query];
  });
}

export const branch = branching({
  state,
  series: computed(() =>
    path.value.map((each) => ({ query: each, loss: lookup(each, training.value).loss })),
  ),
  step: () => state.value.step,
  take: (kept, series) =>
    batch(() => {
      playing.value = false;
      stopped.value = null;
      state.value = kept;
      path.value = series.map((each) => each.query);
    }),
});

/** Opens the link in the address, and from then on keeps the address up to date. */
export function connectAddress(): Promise<void> {
  return keepAddress({ ...{ fields, start, open, digest }, state: () => state.value });
}

async function open(opened: Opened<LookupState>): Promise<void> {
  const fitted = fitParts(opened.state);
  const steps = fitted.state.step;
  batch(() => {
    playing.value = false;
    state.value = { ...fitted.state, step: 0 };
    path.value = [fitted.state.query];
    for (let step = 0; step < steps; step++) stepOn();
    stopped.value = null;
  });
  const repairs = [...opened.repairs, ...fitted.repairs];
  notice.value = repairs.length > 0 ? frameText.link.repaired(repairs) : null;
  await check(opened.digest);
}

const { proof, digest, check } = proving(state, () => lookupBits(query.value, state.value));

export { proof };

/** The address of the page as it now stands, with the digest that proves it. */
export async function shareLink(): Promise<string> {
  return addressOf(state.value, { fields, start }, (await digest()) ?? undefined);
}
