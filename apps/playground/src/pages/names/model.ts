import {
  deeds,
  fields,
  type Look,
  longest,
  type Mark,
  type NamesState,
  nameFrom,
  type Question,
  type Setup,
  setup,
  start,
} from '@gibbs/journeys/names';
import type { Both, HeadScore } from '@gibbs/nn/tasks';
import { computed, signal } from '@preact/signals';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/names.js';

export const duel = new WorkedRun<NamesState, Setup, never, Mark, Look, Question>({
  start,
  fields,
  longest,
  until: ({ steps }) => steps,
  end: text.end,
  own: ({ corpus }) => corpus,
  failed: text.failed,
  spawn: () => new Worker(new URL('./namesWorker.ts', import.meta.url), { type: 'module' }),
  setup,
  deeds,
  lens: ({ name, openings, clauses, wording, silent }) => ({
    ...{ name, openings, clauses, wording, silent },
  }),
  stop: ({ tick, marks }, { steps }) => {
    if (tick < steps) return null;
    const scores = marks.at(-1)?.scores;
    return scores ? text.done(scores.attention.unseen, scores.mlp.unseen) : text.end;
  },
});
// Two steps from one picture to the next: the sentence and the curves still flow, and a pause is heard at once.
duel.stride.value = 2;

/** Runs to the end of the training, and no further by itself. */
export const run = {
  playing: duel.playing,
  waiting: duel.waiting,
  play: (): void => {
    const { step, steps } = duel.state.value;
    if (!duel.playing.value && step >= steps) announce(text.end);
    else duel.play();
  },
  stepOn: (): void => {
    const { step, steps } = duel.state.value;
    if (step < steps) duel.stepOn();
    else duel.playing.value = false;
  },
  seek: duel.seek,
  reset: duel.reset,
  branch: duel.branch,
};

/** Another training: it runs at once. */
export function train(part: Partial<NamesState>): void {
  duel.begin(part);
  duel.play();
}

/** What was written where a name belongs and is none, or null. */
export const misspelled = signal<string | null>(null);

/** Asks both for a name. */
export function askFor(written: string): void {
  const name = nameFrom(written);
  misspelled.value = name === null ? written : null;
  if (name !== null && name !== duel.state.value.name) duel.view({ name });
}

/** Trains both again with the name that is asked for kept out. */
export function keepOut(): void {
  train({ without: duel.state.value.name });
}

type Who = keyof Both<unknown>;

/** The last value that was measured up to each step; what is measured only now and then stays until the next time. */
function carried(of: (mark: Mark) => number | undefined, first: number): number[] {
  let last = first;
  return duel.marks.value.map((mark) => {
    last = of(mark) ?? last;
    return last;
  });
}

/** Unseen names right in percent, step by step. */
export const unseen: Record<Who, { readonly value: number[] }> = {
  attention: computed(() => carried(({ scores }) => percentOf(scores?.attention.unseen), 0)),
  mlp: computed(() => carried(({ scores }) => percentOf(scores?.mlp.unseen), 0)),
};

/** The same for attention on the line that was left at a fork. */
export function unseenBeside(): ReturnType<typeof duel.otherCurve> {
  let last = 0;
  return duel.otherCurve(({ scores }) => {
    last = percentOf(scores?.attention.unseen) ?? last;
    return last;
  }, text.accuracy.name);
}

/** Nats per token, step by step; the first step's loss stands at the start too. */
export const losses: Record<Who, { readonly value: number[] }> = {
  attention: computed(() => carried(({ losses: both }) => both?.attention, firstLoss('attention'))),
  mlp: computed(() => carried(({ losses: both }) => both?.mlp, firstLoss('mlp'))),
};

const percentOf = (share: number | undefined) => (share === undefined ? undefined : 100 * share);
const firstLoss = (who: Who) => duel.marks.value[1]?.losses?.[who] ?? 0;

/** The scores at the step shown or before it. */
export const scoresNow = computed(() => {
  const { step } = duel.state.value;
  return duel.marks.value.slice(0, step + 1).findLast(({ scores }) => scores !== null)?.scores;
});

/** The head that looks most at what is to be said next. */
export const bestHead = computed<HeadScore | undefined>(
  () => duel.look.value?.heads.toSorted((a, b) => b.target - a.target)[0],
);

/** The head whose look is shown, and for which token of the answer. */
export const shownHead = signal<number | null>(null);
export const shownToken = signal(0);

/** Where the shown head looks while attention says the shown token: a share for each token before it. */
export const looking = computed<readonly number[]>(() => {
  const head = shownHead.value ?? bestHead.value?.head ?? 0;
  const shares = duel.look.value?.looks[head] ?? [];
  return shares[Math.min(shownToken.value, shares.length - 1)] ?? [];
});

/** What was measured here, by the settings that were run to their end on this page. */
export const measured = signal<ReadonlyMap<string, Both<number>>>(new Map());

/** The settings as a key, so that a switch knows its own result again. */
export function keyOf(state: Partial<NamesState>): string {
  const { names, position, embeddings, values, memory, steps } = { ...start, ...state };
  const { merges, gone, corpus } = { ...start, ...state };
  return [names, position, embeddings, values, memory, steps, merges, gone, corpus].join();
}

duel.marks.subscribe((marks) => {
  const { steps } = duel.state.peek();
  const scores = marks[steps]?.scores;
  if (!scores) return;
  const pair = { attention: scores.attention.unseen, mlp: scores.mlp.unseen };
  measured.value = new Map(measured.peek()).set(keyOf(duel.state.peek()), pair);
});
