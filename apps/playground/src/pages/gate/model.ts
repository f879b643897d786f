import type { Opened } from '@gibbs/journeys';
import {
  type Frame,
  fields,
  type GateState,
  type GoTo,
  longest,
  seeds,
  start,
} from '@gibbs/journeys/gate';
import { batch, computed, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { branching } from '../../frame/branch.js';
import { count } from '../../frame/cost.js';
import { locked, unlocked } from '../../frame/lesson.js';
import { proving } from '../../frame/proving.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/gate.js';

export const state = signal<GateState>(start);
export const frame = signal<Frame | null>(null);
export const playing = signal(false);
export const notice = signal<string | null>(null);
export const broken = signal(false);

/** The last tick that has been trained. */
export const reached = computed(() =>
  Math.max(state.value.step, (frame.value?.solved.length ?? 1) - 1),
);
export const solvedNow = computed(() => frame.value?.solved[frame.value.tick] ?? null);

const arrivals: (() => void)[] = [];
let worker: Worker | null = null;
let run = 0;
let waiting = false;

function goTo(): void {
  const { width, activation, learningRate, step, seed } = state.value;
  waiting = true;
  const request: GoTo = { run, setup: { width, activation, learningRate }, tick: step, seed };
  worker?.postMessage(request);
}

function receive({ data }: MessageEvent<Frame>): void {
  if (data.run !== run) return;
  frame.value = data;
  count(data.cost);
  if (data.tick === state.value.step) arrive();
}

function arrive(): void {
  waiting = false;
  for (const resolve of arrivals.splice(0)) resolve();
}

/** Resolves once the frame of the step shown is here, or there is no worker left to send it. */
function arrival(): Promise<void> {
  return waiting && !broken.value
    ? new Promise((resolve) => arrivals.push(resolve))
    : Promise.resolve();
}

/** Other networks: all 256 begin anew, and train as far as the timeline stands. */
export function begin(part: Partial<GateState>): void {
  beginAnew(unlocked(part));
}

function beginAnew(part: Partial<GateState>): void {
  batch(() => {
    state.value = { ...state.value, ...part };
    playing.value = false;
    run += 1;
  });
  goTo();
}

export function choose(seed: number): void {
  if (locked('seed')) return;
  state.value = { ...state.value, seed: (seed + seeds) % seeds };
  goTo();
}

export function seek(step: number): void {
  playing.value = false;
  show(Math.max(0, Math.min(step, reached.value)));
}

function show(step: number): void {
  state.value = { ...state.value, step };
  goTo();
}

/** One tick on; while the worker is still at the last one, none. */
export function stepOn(): void {
  if (waiting) return;
  if (state.value.step < longest) {
    show(state.value.step + 1);
    return;
  }
  playing.value = false;
  announce(text.end(solvedNow.value ?? 0));
}

export function play(): void {
  playing.value = !playing.value;
}

export function reset(): void {
  begin({ ...start, step: 0 });
}

export const branch = branching({
  state,
  series: computed(() => frame.value?.solved ?? []),
  step: () => state.value.step,
  take: begin,
});

/** Starts the worker, opens the link in the address and from then on keeps the address up to date. */
export async function connect(): Promise<void> {
  try {
    worker = new Worker(new URL('./multiverseWorker.ts', import.meta.url), { type: 'module' });
  } catch {
    broken.value = true;
    return;
  }
  worker.addEventListener('message', receive);
  worker.addEventListener('error', () => {
    broken.value = true;
    playing.value = false;
    arrive();
  });
  await keepAddress({
    ...{ fields, start, open, digest },
    state: () => (playing.value ? null : state.value),
    now: () => state.value,
  });
}

async function open(opened: Opened<GateState>): Promise<void> {
  beginAnew(opened.state);
  notice.value = opened.repairs.length > 0 ? frameText.link.repaired(opened.repairs) : null;
  await arrival();
  await check(opened.digest);
}

const { proof, digest, check } = proving(state, () => frame.value?.bits ?? null);

export { proof };

/** The address of the page as it now stands, with the digest that proves it. */
export async function shareLink(): Promise<string> {
  await arrival();
  return addressOf(state.value, { fields, start }, (await digest()) ?? undefined);
}
