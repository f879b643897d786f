import {
  type Deed,
  deeds,
  fields,
  grids,
  type HeatState,
  type Look,
  longest,
  type Mark,
  type Setup,
  setup,
  start,
} from '@gibbs/journeys/heat';
import { computed } from '@preact/signals';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/heat.js';

export const gas = new WorkedRun<HeatState, Setup, Deed, Mark, Look>({
  start,
  fields,
  longest,
  end: text.end,
  spawn: () => new Worker(new URL('./gasWorker.ts', import.meta.url), { type: 'module' }),
  setup,
  deeds,
  stop: ({ tick, look }, { particles }) => (tick > 0 && look.home === particles ? text.home : null),
});

const gridIndex = computed(() => (grids as readonly number[]).indexOf(gas.state.value.grid));

/** Entropy of mixing over the grid chosen. */
export const mixingOf = computed(() => {
  const grid = gridIndex.value;
  return (mark: Mark) => mark.mixing[grid] as number;
});
/** The same tick by tick, as far as the history has been walked. */
export const mixing = computed(() => {
  const marks = gas.marks.value;
  return marks.length === 0 ? [0] : marks.map(mixingOf.value);
});
export const mixingNow = computed(() => mixing.value[gas.state.value.step] ?? 0);
/** Whether the gas runs backwards at the step shown. */
export const backwards = computed(() => {
  const { deeds, step } = gas.state.value;
  return deeds.filter(({ kind, at }) => kind === 'reverse' && at < step).length % 2 === 1;
});

/** Takes the gas by the hand at the step shown; what was after it is forgotten. */
export function act(kind: Deed['kind']): void {
  const { deeds, step } = gas.state.value;
  const kept = deeds.filter(({ at }) => at <= step);
  const last = kept.at(-1);
  // Turning round twice at once is not turning round.
  const undone = kind === 'reverse' && last?.kind === 'reverse' && last.at === step;
  gas.fork({ deeds: undone ? kept.slice(0, -1) : [...kept, { at: step, kind }] });
  announce(text.did[kind]);
  if (!gas.playing.value) gas.play();
}
