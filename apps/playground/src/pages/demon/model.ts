import {
  type Deed,
  type DemonState,
  deeds,
  fields,
  type Look,
  longest,
  type Mark,
  type Rule,
  rules,
  type Setup,
  setup,
  start,
} from '@gibbs/journeys/demon';
import { computed } from '@preact/signals';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/demon.js';

/** The tick at which the molecule at the door has just been answered: it is shown once more before time goes on. */
let answered = -1;

export const demon = new WorkedRun<DemonState, Setup, Deed, Mark, Look>({
  start,
  fields,
  longest,
  end: text.end,
  spawn: () => new Worker(new URL('./demonWorker.ts', import.meta.url), { type: 'module' }),
  setup,
  deeds,
  stop: ({ look, tick }, { memory, erases }) => {
    const echo = tick === answered;
    answered = -1;
    if (look.rule === 'hand' && look.waiting && !echo) return text.waits(look.waiting);
    const blind = look.tape.length >= memory && look.rule !== 'nobody';
    return blind && !erases && !wasBlind(tick) ? text.blind : null;
  },
});

/** Whether the demon was blind at the tick before: it is said once, when it happens. */
function wasBlind(tick: number): boolean {
  const [before, now] = [demon.marks.value[tick - 1], demon.marks.value[tick]];
  return before?.looks === now?.looks;
}

export const now = computed<Mark | undefined>(
  () => demon.marks.value[demon.state.value.step] ?? demon.marks.value.at(-1),
);

/** Who minds the door from the step shown on. */
export const rule = computed<Rule>(() => {
  const { deeds, step } = demon.state.value;
  const last = deeds.findLast(({ at, kind }) => at <= step && rules.some((each) => each === kind));
  return (last?.kind as Rule | undefined) ?? 'speed';
});

/** The deepest that the total has fallen below where it had been, up to the step shown. */
export const deepestFall = computed(() => {
  let [highest, deepest] = [0, 0];
  for (const mark of demon.marks.value.slice(0, demon.state.value.step + 1)) {
    if (mark === undefined) continue;
    highest = Math.max(highest, mark.total);
    deepest = Math.max(deepest, highest - mark.total);
  }
  return deepest;
});

/** Puts another demon at the door from the step shown on; what was after it is forgotten. */
export function choose(kind: Rule): void {
  const { step } = demon.state.value;
  const kept = demon.state.value.deeds.filter(
    ({ at, kind: each }) => at < step || (at === step && !rules.some((one) => one === each)),
  );
  demon.stride.value = kind === 'hand' ? 1 : demon.stride.value;
  demon.fork({ deeds: [...kept, { at: step, kind }] });
  announce(text.chosen[kind]);
}

export function erase(): void {
  const { deeds, step } = demon.state.value;
  answered = step;
  demon.fork({ deeds: [...deeds.filter(({ at }) => at <= step), { at: step, kind: 'erase' }] });
  announce(text.erased);
  if (!demon.playing.value) demon.play();
}

/** Opens the door for the molecule that waits, or keeps it shut, and lets time go on to the next. */
export function answer(open: boolean): void {
  const { deeds, step } = demon.state.value;
  if (rule.value !== 'hand') {
    choose('hand');
    demon.playing.value = true;
    return;
  }
  if (demon.look.value?.waiting) {
    answered = step;
    const kept = deeds.filter(({ at, kind }) => at < step || (at === step && kind !== 'open'));
    demon.fork({ deeds: open ? [...kept, { at: step, kind: 'open' }] : kept });
  }
  demon.playing.value = true;
}
