import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { text } from '../text/en/frame.js';
import { announce } from './announce.js';

/** A line of a run that was left at a fork, beside the one that goes on. */
export interface Branching {
  /** The step at which the other line was left; null where there is none. */
  left: ReadonlySignal<number | null>;
  /** The first step at which the two differ; null where they are the same so far. */
  differs: ReadonlySignal<number | null>;
  /** The last step that both have come to. */
  both: ReadonlySignal<number>;
  /** Whether all of the state is compared, to the last bit, or what the charts show of it. */
  exact: boolean;
  /** Leaves the present line as it is, and goes on with a copy of it. */
  here: () => void;
  /** Goes on with the other line, and leaves this one. */
  swap: () => void;
  drop: () => void;
}

interface Plan<State, Item> {
  state: Signal<State>;
  /** What the run has passed, one for each step. */
  series: ReadonlySignal<readonly Item[]>;
  step: () => number;
  /** Takes a state that was kept. */
  take: (state: State, series: readonly Item[]) => void;
}

interface Branch<Item> extends Branching {
  /** A curve of the line that was left, for a chart to show beside the present one. */
  curve: (
    pick: (item: Item) => number,
    name: string,
  ) => { values: number[]; name: string; differs: number | null } | null;
}

/** Forks of a run that a page computes by itself: the line that is left is kept as far as it has come. */
export function branching<State, Item>({
  state,
  series,
  step,
  take,
}: Plan<State, Item>): Branch<Item> {
  const kept = signal<{ state: State; series: readonly Item[]; step: number } | null>(null);
  const present = () => ({ state: state.peek(), series: series.peek(), step: step() });
  const differs = computed(() => {
    const other = kept.value?.series ?? [];
    const at = series.value.findIndex(
      (item, i) => i < other.length && JSON.stringify(item) !== JSON.stringify(other[i]),
    );
    return at < 0 ? null : at;
  });
  return {
    differs,
    exact: false,
    curve: (pick, name) =>
      kept.value && {
        values: kept.value.series.map(pick),
        name: text.branch.other(name),
        differs: differs.value,
      },
    left: computed(() => kept.value?.step ?? null),
    both: computed(() => Math.min(series.value.length, kept.value?.series.length ?? 0) - 1),
    here() {
      kept.value = present();
      announce(text.branch.left(step()));
    },
    swap() {
      const back = kept.peek();
      if (back === null) return;
      batch(() => {
        kept.value = present();
        take(back.state, back.series);
      });
    },
    drop() {
      kept.value = null;
    },
  };
}
