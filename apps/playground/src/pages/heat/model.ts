import { batch, computed, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import type { Opened } from '../../frame/link.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/heat.js';
import { type Deed, type Frame, grids, type Reply, type Request } from './protocol.js';
import { fields, type HeatState, longest, start } from './state.js';

export const state = signal<HeatState>(start);
export const frame = signal<Frame | null>(null);
/** Entropy of mixing over each grid, tick by tick, as far as the history has been walked. */
export const marks = signal<readonly (readonly number[])[]>([grids.map(() => 0)]);
export const playing = signal(false);
export const notice = signal<string | null>(null);
/** What the check of a link that carries a digest found. */
export const proof = signal<{ good: boolean; sentence: string } | null>(null);
export const broken = signal(false);

const gridIndex = computed(() => (grids as readonly number[]).indexOf(state.value.grid));
export const mixing = computed(() => marks.value.map((each) => each[gridIndex.value] as number));
export const mixingNow = computed(() => mixing.value[state.value.step] ?? 0);
/** Whether the gas runs backwards at the step shown. */
export const backwards = computed(
  () =>
    state.value.deeds.filter(({ kind, at }) => kind === 'reverse' && at < state.value.step).length %
      2 ===
    1,
);

let worker: Worker | null = null;
let run = 0;
let edition = 0;
let waiting = false;

function post(request: Request): void {
  worker?.postMessage(request);
}

/** Sends the worker to the step shown. */
function goTo(): void {
  const { particles, seed, deeds, step } = state.value;
  waiting = true;
  post({ type: 'goTo', run, edition, setup: { particles, seed }, deeds, tick: step });
}

function receive({ data }: MessageEvent<Reply>): void {
  if (data.run !== run) return;
  if (data.type === 'digest') {
    answerDigest?.(data.tick === state.value.step ? data.digest : null);
    return;
  }
  if (data.edition !== edition) return;
  batch(() => {
    frame.value = data;
    const next = [...marks.value];
    for (const { tick, mixing } of data.marks) next[tick] = mixing;
    marks.value = next;
  });
  if (!data.arrived) return;
  if (playing.value && data.tick > 0 && data.home === state.value.particles) {
    playing.value = false;
    announce(text.home);
  }
  waiting = false;
  for (const resolve of arrivals.splice(0)) resolve();
}

const arrivals: (() => void)[] = [];
let answerDigest: ((digest: string | null) => void) | null = null;

function arrival(): Promise<void> {
  return waiting ? new Promise((resolve) => arrivals.push(resolve)) : Promise.resolve();
}

/** The digest of the state shown, or null where the browser has none to give. */
async function digest(): Promise<string | null> {
  await arrival();
  const answered = new Promise<string | null>((resolve) => {
    answerDigest = resolve;
  });
  post({ type: 'digest', run });
  return answered;
}

/** Another gas: other disks, another seed. */
export function begin(part: Partial<HeatState>): void {
  batch(() => {
    state.value = { ...state.value, deeds: [], step: 0, ...part };
    marks.value = [grids.map(() => 0)];
    playing.value = false;
    proof.value = null;
    run += 1;
  });
  goTo();
}

export function setGrid(grid: number): void {
  state.value = { ...state.value, grid };
}

/** Takes the gas by the hand at the step shown; what was after it is forgotten. */
export function act(kind: Deed['kind']): void {
  const { deeds, step } = state.value;
  const kept = deeds.filter(({ at }) => at <= step);
  const last = kept.at(-1);
  // Turning round twice at once is not turning round.
  const undone = kind === 'reverse' && last?.kind === 'reverse' && last.at === step;
  batch(() => {
    state.value = {
      ...state.value,
      deeds: undone ? kept.slice(0, -1) : [...kept, { at: step, kind }],
    };
    marks.value = marks.value.slice(0, step + 1);
    proof.value = null;
  });
  edition += 1;
  goTo();
  announce(text.did[kind]);
  if (!playing.value) play();
}

export function seek(step: number): void {
  playing.value = false;
  show(Math.max(0, Math.min(step, marks.value.length - 1)));
}

function show(step: number): void {
  if (step === state.value.step) return;
  state.value = { ...state.value, step };
  goTo();
}

/** One tick on; while the worker is still on its way, none. */
export function stepOn(): void {
  if (waiting) return;
  if (state.value.step >= longest) {
    playing.value = false;
    announce(text.end);
    return;
  }
  show(state.value.step + 1);
}

export function play(): void {
  playing.value = !playing.value;
}

export function reset(): void {
  begin(start);
}

/** Starts the worker, opens the link in the address and from then on keeps the address up to date. */
export async function connect(): Promise<void> {
  try {
    worker = new Worker(new URL('./gasWorker.ts', import.meta.url), { type: 'module' });
  } catch {
    broken.value = true;
    return;
  }
  worker.addEventListener('message', receive);
  worker.addEventListener('error', () => {
    broken.value = true;
    playing.value = false;
    waiting = false;
    for (const resolve of arrivals.splice(0)) resolve();
  });
  // A running gas writes its address when it comes to rest: sixty times a second is no address.
  await keepAddress({ fields, start, open, state: () => (playing.value ? null : state.value) });
}

async function open(opened: Opened<HeatState>): Promise<void> {
  begin(opened.state);
  notice.value = opened.repairs.length > 0 ? frameText.link.repaired(opened.repairs) : null;
  await arrival();
  if (opened.digest === null || broken.value) return;
  const here = await digest();
  if (here === null) return;
  const good = here === opened.digest;
  proof.value = {
    good,
    sentence: good ? frameText.link.identical(here) : frameText.link.differs(opened.digest, here),
  };
}

/** The address of the page as it now stands, with the digest that proves it. */
export async function shareLink(): Promise<string> {
  return addressOf(state.value, { fields, start }, (await digest()) ?? undefined);
}
