import {
  deeds,
  fields,
  type Look,
  longest,
  longestStride,
  type Mark,
  type Question,
  type Said,
  type Say,
  type Setup,
  type SpeechRequest,
  setup,
  start,
  type TransformerState,
} from '@gibbs/journeys/transformer';
import type { HeadPlace } from '@gibbs/nn/tasks';
import { batch, computed, signal } from '@preact/signals';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/transformer.js';

/** At a fork there are two; the one that holds the model at the step shown will answer. */
const workers = new Set<Worker>();
const post = (request: SpeechRequest) => {
  for (const worker of workers) worker.postMessage(request);
};

export const scholar = new WorkedRun<TransformerState, Setup, never, Mark, Look, Question>({
  start,
  fields,
  longest,
  until: ({ steps }) => steps,
  end: text.end,
  own: ({ corpus }) => corpus,
  failed: text.failed,
  spawn: () => {
    const worker = new Worker(new URL('./transformerWorker.ts', import.meta.url), {
      type: 'module',
    });
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => hear(data, worker));
    workers.add(worker);
    return worker;
  },
  setup,
  deeds,
  lens: ({ prompt, temperature, silent }) => ({ prompt, temperature, silent }),
  stop: ({ tick, marks }, { steps }) =>
    tick < steps ? null : text.done(marks.findLast(({ held }) => held !== null)?.held ?? 0),
});

// Some eight pictures a second: what is left of the time is the training's.
scholar.look.subscribe((look) => {
  const steps = (look?.stepsPerSecond ?? 0) / 8;
  scholar.stride.value = Math.max(1, Math.min(longestStride, Math.round(steps)));
});

// While it runs it is looked at now and then; where it stops, exactly there.
scholar.playing.subscribe((playing) => {
  if (!playing && scholar.look.peek() !== null) queueMicrotask(() => scholar.view({}));
});

/** Runs to the end of the training, and no further by itself. */
export const run = {
  playing: scholar.playing,
  waiting: scholar.waiting,
  play: (): void => {
    const { step, steps } = scholar.state.value;
    if (!scholar.playing.value && step >= steps) announce(text.end);
    else scholar.play();
  },
  stepOn: (): void => {
    const { step, steps } = scholar.state.value;
    if (step >= steps) {
      scholar.playing.value = false;
      return;
    }
    scholar.stepOn();
    if (!scholar.playing.value) scholar.view({});
  },
  seek: scholar.seek,
  reset: scholar.reset,
  branch: scholar.branch,
};

/** Another training: it runs at once. */
export function train(part: Partial<TransformerState>): void {
  batch(() => {
    speech.value = silence;
    conversation.value = [];
  });
  scholar.begin(part);
  scholar.play();
}

/** Nats per token, step by step; the first step's loss stands at the start too. */
export const losses = computed<number[]>(() => {
  const marks = scholar.marks.value;
  let last = marks[1]?.loss ?? marks[0]?.held ?? 0;
  return marks.map(({ loss }) => {
    last = loss ?? last;
    return last;
  });
});

/** The same on the text held back, where it was last judged. */
export const held = computed<number[]>(() => {
  let last = scholar.marks.value[0]?.held ?? 0;
  return scholar.marks.value.map((mark) => {
    last = mark.held ?? last;
    return last;
  });
});

/** The head shown in full, where the model has it. */
export const shownHead = computed<HeadPlace>(() => {
  const [layer, head] = scholar.state.value.head;
  const layers = scholar.look.value?.layers ?? [];
  return [Math.min(layer, Math.max(0, layers.length - 1)), head];
});

/** The token whose looks are shown. */
export const shownRow = computed<number>(() => {
  const count = scholar.look.value?.tokens.length ?? 0;
  return Math.max(0, count - 1 - scholar.state.value.row);
});

/** Takes a head away, or gives it back. */
export function toggle([layer, head]: HeadPlace): void {
  const { silent } = scholar.state.value;
  const without = silent.filter(([l, h]) => l !== layer || h !== head);
  const back = without.length < silent.length;
  const all = [...without, [layer, head] as const];
  const next = back ? without : all.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  scholar.view({ silent: next });
  announce(back ? text.heads.given(layer, head) : text.heads.taken(layer, head));
}

export const isSilent = ([layer, head]: HeadPlace): boolean =>
  scholar.state.value.silent.some(([l, h]) => l === layer && h === head);

/** What the model is saying, or has said last. */
interface Speech {
  id: number;
  kind: Say['kind'];
  said: string;
  ending: Said['ending'] | 'none';
}
const silence: Speech = { id: 0, kind: 'goOn', said: '', ending: 'none' };

export const speech = signal<Speech>(silence);
/** What was said in the conversation, by turns. */
export const conversation = signal<readonly { who: 'you' | 'model'; line: string }[]>([]);
export const speaking = computed(() => speech.value.ending === null);

/** Lets the model go on with the text that is written. */
export function goOn(): void {
  const { prompt } = scholar.state.value;
  speak('goOn', prompt);
}

/** Says a line to the model. */
export function tell(line: string): void {
  if (line.trim() === '') return;
  conversation.value = [...conversation.value, { who: 'you', line }, { who: 'model', line: '' }];
  speak('chat', line);
}

let utterances = 0;
/** Who answers now: the first to do so, where two hold the same model. */
let speaker: Worker | null = null;

function speak(kind: Say['kind'], said: string): void {
  // The weights must stand still while it speaks.
  scholar.playing.value = false;
  const now = scholar.state.value;
  const { temperature, step: tick } = now;
  utterances += 1;
  const id = utterances;
  speaker = null;
  speech.value = { id, kind, said: '', ending: null };
  post({ type: 'say', id, kind, setup: setup(now), tick, text: said, temperature, seed: id });
}

export function hush(): void {
  post({ type: 'hush' });
}

function hear({ type, id, piece, ending }: Said, from: Worker): void {
  const now = speech.value;
  if (type !== 'said' || id !== now.id) return;
  speaker ??= from;
  if (speaker !== from) return;
  batch(() => {
    speech.value = { ...now, said: now.said + piece, ending };
    if (now.kind === 'chat') {
      const before = conversation.value.slice(0, -1);
      conversation.value = [...before, { who: 'model', line: now.said + piece }];
    }
  });
  if (ending !== null) announce(text.speech.ended(now.said + piece));
}
