import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { count } from './cost.js';
import type { Frame, Reply, Request } from './journeyWorker.js';

/** Longer than any step or any start takes, also on a slow machine, milliseconds. */
const patience = 45_000;

/** One line of a run, walked by a worker of its own: where it is sent, and what it has passed. */
export class Walker<Setup, Deed, Mark extends { tick: number }, Look, Lens = undefined> {
  readonly look: Signal<Look | null> = signal(null);
  /** One per tick, as far as the line has been walked. */
  readonly marks: Signal<readonly Mark[]> = signal([]);
  /** For each tick a print of the whole state: where two lines differ, these do. */
  readonly prints: Signal<readonly number[]> = signal([]);
  /** Whether the worker could not be started, or died. */
  readonly broken: Signal<boolean> = signal(false);
  /** What is done at each tick that was sent for, once it is reached. */
  onArrival: (frame: Frame<Mark, Look>) => void = () => {};

  /** What is done where a run could not begin. */
  onFailure: (reason: string) => void = () => {};

  readonly #spawn: () => Worker;
  #worker: Worker | null = null;
  #died: () => void = () => {};
  #run = 0;
  #edition = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;
  readonly #arrivals: (() => void)[] = [];
  readonly #answers: ((digest: string | null) => void)[] = [];
  /** The tick it was last sent to. */
  #tick = 0;

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
  }

  /** Whether the worker has answered at all. */
  lived = false;

  /** Whether it is on its way. */
  readonly waiting: Signal<boolean> = signal(false);

  start(): void {
    const died = () => {
      this.stop();
      this.broken.value = true;
      this.waiting.value = false;
      for (const answer of this.#answers.splice(0)) answer(null);
      this.#arrive();
    };
    try {
      this.#worker = this.#spawn();
    } catch {
      died();
      return;
    }
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Reply<Mark, Look>>) =>
      this.#receive(data),
    );
    // A worker that the browser ends for want of memory says nothing at all.
    this.#died = died;
    this.#worker.addEventListener('error', died);
    this.#worker.addEventListener('messageerror', died);
  }

  stop(): void {
    clearTimeout(this.#watch);
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** Another run: everything that was walked is forgotten. */
  begin(): void {
    this.#run += 1;
    this.marks.value = [];
    this.prints.value = [];
  }

  /** Other deeds: everything after a tick is forgotten. */
  rewrite(after: number): void {
    this.#edition += 1;
    this.marks.value = this.marks.value.slice(0, after + 1);
    this.prints.value = this.prints.value.slice(0, after + 1);
  }

  goTo(setup: Setup, deeds: readonly Deed[], tick: number, lens: Lens): void {
    if (this.broken.value) return;
    this.waiting.value = true;
    this.#tick = tick;
    const [run, edition, known] = [this.#run, this.#edition, this.marks.value.length];
    this.#post({ type: 'goTo', run, edition, known, setup, deeds, tick, lens });
  }

  /** Resolves once the tick sent for is reached, or there is no worker left to reach it. */
  arrival(): Promise<void> {
    return this.waiting.peek()
      ? new Promise((resolve) => this.#arrivals.push(resolve))
      : Promise.resolve();
  }

  /** The digest of the state at the tick sent for, or null where the browser has none to give. */
  async digest(): Promise<string | null> {
    await this.arrival();
    if (this.broken.value) return null;
    return new Promise((resolve) => {
      this.#answers.push(resolve);
      this.#post({ type: 'digest', run: this.#run });
    });
  }

  #post(request: Request<Setup, Deed, Lens>): void {
    this.#worker?.postMessage(request);
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(this.#died, patience);
  }

  #receive(data: Reply<Mark, Look>): void {
    this.#wait();
    this.lived = true;
    if (data.type === 'digest') {
      if (!this.waiting.peek()) clearTimeout(this.#watch);
      // A run that has gone on meanwhile has no digest of what is shown.
      this.#answers.shift()?.(data.tick === this.#tick ? data.digest : null);
      return;
    }
    if (data.run !== this.#run) return;
    if (data.type === 'failed') {
      batch(() => {
        this.waiting.value = false;
        this.onFailure(data.reason);
      });
      this.#arrive();
      return;
    }
    if (data.edition !== this.#edition) return;
    count(data.cost);
    batch(() => {
      this.look.value = data.look;
      const marks = [...this.marks.value];
      const prints = [...this.prints.value];
      for (const [index, mark] of data.marks.entries()) {
        marks[mark.tick] = mark;
        prints[mark.tick] = data.prints[index] as number;
      }
      this.marks.value = marks;
      this.prints.value = prints;
    });
    if (!data.arrived) return;
    clearTimeout(this.#watch);
    batch(() => {
      this.waiting.value = false;
      this.onArrival(data);
    });
    this.#arrive();
  }

  #arrive(): void {
    for (const resolve of this.#arrivals.splice(0)) resolve();
  }
}

/** The first tick at which two lines differ; null where they are the same as far as both were walked. */
export function firstDifference(
  one: ReadonlySignal<readonly number[]>,
  other: ReadonlySignal<readonly number[]>,
): number | null {
  const [a, b] = [one.value, other.value];
  const both = Math.min(a.length, b.length);
  for (let tick = 0; tick < both; tick++) if (a[tick] !== b[tick]) return tick;
  return null;
}
