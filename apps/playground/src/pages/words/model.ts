import { type Opened, staysAtHome, writeLink } from '@gibbs/journeys';
import {
  assemble,
  fields,
  type Learned,
  operated,
  type Piece,
  readingBits,
  start,
  type WordsState,
} from '@gibbs/journeys/words';
import { batch, computed, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { branching } from '../../frame/branch.js';
import { proving } from '../../frame/proving.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/words.js';
import type { Reply, Request } from './protocol.js';

export const state = signal<WordsState>(start);
export const learned = signal<readonly Learned[]>([]);
export const pieces = signal<readonly Piece[]>([]);
export const same = signal(true);
export const characters = signal(0);
/** The piece shown as a tree. */
export const chosen = signal<number | null>(null);
export const playing = signal(false);
export const notice = signal<string | null>(null);
export const broken = signal(false);
export const training = signal(true);

export const tokens = computed(() =>
  pieces.value.flatMap((piece, index) => assemble(piece, index, state.value.step)),
);

export const bytes = computed(() =>
  pieces.value.reduce((sum, piece) => sum + piece.bytes.length, 0),
);

/** How many tokens the text is, for each number of merges in use. */
export const counts = computed(() => {
  const falls = new Array<number>(learned.value.length + 1).fill(0);
  for (const { merges } of pieces.value) {
    for (const { rank } of merges) falls[rank + 1] = (falls[rank + 1] ?? 0) + 1;
  }
  let left = bytes.value;
  return falls.map((fall) => {
    left -= fall;
    return left;
  });
});

let worker: Worker | null = null;
let run = 0;
const arrivals: (() => void)[] = [];

const post = (request: Request) => worker?.postMessage(request);

function receive({ data }: MessageEvent<Reply>): void {
  if (data.run !== run) return;
  if (data.type === 'trained') {
    show(data);
    const { step } = state.value;
    if (step > data.learned.length) state.value = { ...state.value, step: data.learned.length };
    explain();
  } else if (data.type === 'explained') {
    if (data.text !== state.value.text) return;
    explained(data);
    arrive();
  } else {
    training.value = false;
    notice.value = text.failed(data.reason);
    arrive();
  }
}

/** Takes a tokenizer that has been trained. */
export function show(trained: { learned: readonly Learned[]; characters: number }): void {
  batch(() => {
    learned.value = trained.learned;
    characters.value = trained.characters;
    training.value = false;
  });
}

/** Takes the text in pieces. */
export function explained(text: { pieces: readonly Piece[]; same: boolean }): void {
  batch(() => {
    pieces.value = text.pieces;
    same.value = text.same;
    if (chosen.value === null || chosen.value >= text.pieces.length) chosen.value = longest();
  });
}

/** The piece with the most merges: the first to be looked at. */
function longest(): number {
  const sizes = pieces.peek().map(({ merges }) => merges.length);
  const called = pieces.peek().findIndex((piece) => piece.text === ' Keyvan');
  return called >= 0 ? called : sizes.indexOf(Math.max(...sizes));
}

function arrive(): void {
  for (const resolve of arrivals.splice(0)) resolve();
}

function explain(): void {
  const { text: written, gone } = state.value;
  post({ type: 'explain', run, text: written, gone });
}

function train(): void {
  run += 1;
  training.value = true;
  post({ type: 'train', run, corpus: state.value.corpus });
}

export function write(written: string): void {
  state.value = { ...state.value, text: written };
  chosen.value = null;
  explain();
}

export function learnFrom(corpus: string): void {
  state.value = { ...state.value, corpus, gone: [] };
  train();
}

/** Cuts a merge out, or puts it back. */
export function cut(rank: number): void {
  const { gone } = state.value;
  const back = gone.includes(rank);
  state.value = {
    ...state.value,
    gone: back ? gone.filter((each) => each !== rank) : [...gone, rank].sort((a, b) => a - b),
  };
  const { left, right } = learned.value[rank] as Learned;
  announce(back ? text.merges.back(left, right) : text.merges.gone(left, right));
  explain();
}

export function seek(step: number): void {
  playing.value = false;
  state.value = { ...state.value, step: Math.max(0, Math.min(step, learned.value.length)) };
}

export function stepOn(): void {
  const { step } = state.value;
  if (step >= learned.value.length) playing.value = false;
  else state.value = { ...state.value, step: step + 1 };
}

export function play(): void {
  // At the end there is nothing left to play: it begins at the bytes again.
  if (!playing.value && state.value.step >= learned.value.length) {
    state.value = { ...state.value, step: 0 };
  }
  playing.value = !playing.value;
}

export function reset(): void {
  batch(() => {
    playing.value = false;
    chosen.value = null;
    state.value = { ...start, step: 0 };
  });
  train();
}

export const branch = branching({
  state,
  series: counts,
  step: () => state.value.step,
  take(kept) {
    const other = kept.corpus !== state.value.corpus;
    state.value = kept;
    if (other) train();
    else explain();
  },
});

/** Starts the worker, opens the link in the address and from then on keeps the address up to date. */
export async function connect(): Promise<void> {
  try {
    worker = new Worker(new URL('./wordsWorker.ts', import.meta.url), { type: 'module' });
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
    ...{ fields, start, open },
    digest: linkDigest,
    state: () => (playing.value ? null : state.value),
    now: () => state.value,
  });
}

async function open(opened: Opened<WordsState>): Promise<void> {
  const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
  batch(() => {
    playing.value = false;
    chosen.value = null;
    state.value = opened.state;
    notice.value = opened.repairs.length > 0 ? frameText.link.repaired(opened.repairs) : null;
  });
  train();
  if (broken.value) arrive();
  await arrived;
  await check(opened.digest);
}

const { proof, digest, check } = proving(state, () =>
  pieces.value.length === 0
    ? null
    : readingBits(learned.value, state.value.gone, state.value.step, pieces.value),
);

export { proof };

/** The digest of a link; none where the link would not hold all that it is made of. */
const linkDigest = async () => (staysAtHome(state.value.corpus) ? null : digest());

/** The address of the page as it now stands, with the digest that proves it. */
export async function shareLink(): Promise<string> {
  return addressOf(state.value, { fields, start }, (await linkDigest()) ?? undefined);
}

/** The address of the duel, to be fought with this tokenizer. */
export async function duelLink(): Promise<string> {
  const { step: merges, gone, corpus } = state.value;
  const tokenizer = { merges, gone, corpus };
  const written = { ...operated, merges: fields.step };
  return `../names/#${await writeLink(tokenizer, written, { ...start, merges: start.step })}`;
}
