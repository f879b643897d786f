import {
  type Answer,
  type Damage,
  type Deed,
  type DigitsState,
  deeds,
  type Errand,
  fields,
  type Layer,
  type Lens,
  type Look,
  longest,
  type Mark,
  type Setup,
  setup,
  start,
} from '@gibbs/journeys/digits';
import { computed, signal } from '@preact/signals';
import { addressOf } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/digits.js';

let worker: Worker | null = null;
/** The files that the worker was asked to read, and those that it took. */
let asked: readonly File[] = [];
let own: readonly File[] = [];

function spawn(beside: boolean): Worker {
  const made = new Worker(new URL('./digitsWorker.ts', import.meta.url), { type: 'module' });
  // The line that was left at a fork gets no errands but the files it learns from.
  if (beside) {
    if (pupil.state.value.data === 'file') made.postMessage({ type: 'files', files: own });
    return made;
  }
  worker = made;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.type === 'drawn') pupil.view({ pad: data.pad, flip: false });
    else if (data.type === 'files') {
      own = asked;
      files.value = { good: true, sentence: text.files.taken(data.learned, data.judged) };
      pupil.begin({ data: 'file', deeds: [] });
    } else if (data.type === 'refused') {
      files.value = { good: false, sentence: text.files.refused(data.reason) };
    }
  });
  return worker;
}

export const pupil = new WorkedRun<DigitsState, Setup, Deed, Mark, Look, Lens>({
  start,
  fields,
  longest,
  end: text.end,
  spawn,
  setup,
  deeds,
  lens: ({ pad, digit, flip }) => ({ pad, digit, flip }),
  stop: ({ look }) => (look.step === look.steps ? text.over(look.steps) : null),
});

/** What came of the reader's files. */
export const files = signal<{ good: boolean; sentence: string } | null>(null);

export const losses = computed(() => pupil.marks.value.map(({ loss }) => loss));
export const accuracies = computed(() => pupil.marks.value.map(({ accuracy }) => accuracy));
export const now = computed<Mark | undefined>(
  () => pupil.marks.value[pupil.state.value.step] ?? pupil.marks.value.at(-1),
);
export const reading = computed(() => pupil.look.value?.reading ?? null);

/** Plays; the search for the least change would hold every picture up. */
export function play(): void {
  if (pupil.state.value.flip) pupil.view({ flip: false });
  pupil.play();
}

const errand = (what: Errand) => worker?.postMessage(what);

/** Does something to the network in the tick after the one shown; what was after it is forgotten. */
function act(deed: Deed): void {
  const { deeds, step } = pupil.state.value;
  if (step >= longest) {
    announce(text.end);
    return;
  }
  pupil.fork({ deeds: [...deeds.filter(({ at }) => at < step), deed], flip: false });
  if (!pupil.playing.value) pupil.stepOn();
}

export function damage(layer: Layer, kind: Damage): void {
  act({ at: pupil.state.value.step, kind, layer });
  announce(text.damage.did(kind, layer));
}

/** Teaches the drawing as the digit that it is said to be, with all that were taught before. */
export function teach(): void {
  const { step, label, pad } = pupil.state.value;
  if (pad === '') {
    announce(text.teach.nothing);
    return;
  }
  act({ at: step, kind: 'teach', label, pad });
  announce(text.teach.did(label));
}

export function flip(): void {
  pupil.playing.value = false;
  pupil.view({ flip: !pupil.state.value.flip });
}

let drawings = 0;

/** Has the page draw a digit, another one every time. */
export function drawOne(): void {
  drawings += 1;
  errand({ type: 'draw', seed: drawings });
}

export function readFilesOf(list: FileList | null | undefined): void {
  const chosen = Array.from(list ?? []);
  if (chosen.length === 0) return;
  files.value = { good: true, sentence: text.files.reading };
  asked = chosen;
  errand({ type: 'files', files: chosen });
}

/** The address of the page as it stands; it proves nothing about files that stay at home. */
export async function shareLink(): Promise<string> {
  const state = pupil.state.value;
  return state.data === 'file' ? addressOf(state, { fields, start }) : pupil.shareLink();
}
