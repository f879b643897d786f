import {
  cold,
  type Deed,
  deeds,
  type EnginesState,
  fields,
  type Hand,
  type Lap,
  type Look,
  lapsOf,
  longest,
  type Mark,
  type Setup,
  setup,
  start,
} from '@gibbs/journeys/engines';
import { computed } from '@preact/signals';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/engines.js';

export const engine = new WorkedRun<EnginesState, Setup, Deed, Mark, Look>({
  start,
  fields,
  longest,
  end: text.end,
  spawn: () => new Worker(new URL('./engineWorker.ts', import.meta.url), { type: 'module' }),
  setup,
  deeds,
});

export const now = computed<Mark | undefined>(
  () => engine.marks.value[engine.state.value.step] ?? engine.marks.value.at(-1),
);
export const laps = computed<Lap[]>(() =>
  lapsOf(engine.marks.value, Math.min(engine.state.value.step, engine.last)),
);
/** Whether the cylinder is driven by hand at the step shown. */
export const byHand = computed(() =>
  engine.state.value.deeds.some(({ at }) => at <= engine.state.value.step),
);

/** 1 − T_c/T_h for an engine, T_c/(T_h − T_c) for a refrigerator. */
export const limit = computed(() => {
  const { hot, reverse } = engine.state.value;
  return reverse ? cold / (hot - cold) : 1 - cold / hot;
});

/** Work per heat from the hot side, or heat from the cold side per work, over some rounds. */
export function performance(rounds: readonly Lap[], reverse: boolean): number | null {
  const sum = (pick: (lap: Lap) => number) => rounds.reduce((total, lap) => total + pick(lap), 0);
  const [work, heat] = [sum(({ work }) => work), sum(({ heatHot }) => heatHot)];
  const value = reverse ? sum(({ heatCold }) => heatCold) / -work : work / heat;
  return rounds.length > 0 && Number.isFinite(value) ? value : null;
}

/** The rounds that count: not the first, in which the gas only finds its rhythm. */
export const counted = computed(() => laps.value.filter(({ lap }) => lap > 0));

/** Takes the piston or the sides by the hand at the step shown; what was after it is forgotten. */
export function act(kind: Hand): void {
  const { deeds, step } = engine.state.value;
  engine.fork({ deeds: [...deeds.filter(({ at }) => at <= step), { at: step, kind }] });
  announce(text.did[kind]);
  if (!engine.playing.value) engine.play();
}

export function turnRound(): void {
  const { reverse } = engine.state.value;
  engine.begin({ reverse: !reverse, deeds: [] });
  announce(text.turned(!reverse));
  engine.play();
}

/** Heat, work and energy since the start, and what should come to nothing or more. */
export const books = computed(() => {
  const { hot } = engine.state.value;
  const first = engine.marks.value[0];
  const mark = now.value;
  const gained = mark && first ? mark.energy - first.energy : 0;
  const { heatHot = 0, heatCold = 0, work = 0 } = mark ?? {};
  const off = heatHot + heatCold - work - gained;
  return { heatHot, heatCold, work, gained, off, made: -heatHot / hot - heatCold / cold };
});
