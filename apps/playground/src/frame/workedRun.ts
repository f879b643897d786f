import { type Fields, type Opened, staysAtHome } from '@gibbs/journeys';
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { text } from '../text/en/frame.js';
import { addressOf, keepAddress } from './address.js';
import { announce } from './announce.js';
import type { Branching } from './branch.js';
import { type Finding, findingOf } from './digest.js';
import type { Frame } from './journeyWorker.js';
import { locked, unlocked } from './lesson.js';
import { firstDifference, Walker } from './walker.js';

interface Plan<State, Setup, Deed, Mark, Look, Lens> {
  start: State;
  fields: Fields<State>;
  /** The last tick there can be, and what is said there. */
  longest: number;
  /** The last tick that playing goes to, where a run has an end of its own. */
  until?: (state: State) => number;
  end: string;
  /** `beside` is for the line that was left at a fork. */
  spawn: (beside: boolean) => Worker;
  /** What a run is made of; where it changes, a new run begins. */
  setup: (state: State) => Setup;
  deeds: (state: State) => readonly Deed[];
  /** What the look depends on besides what happened; where it changes, the same tick is looked at anew. */
  lens?: (state: State) => Lens;
  /** A text of the reader's own that the run is made of: where it is too long for a link, no link proves the run. */
  own?: (state: State) => string;
  /** The sentence that says why a run could not begin. */
  failed?: (reason: string) => string;
  /** Looks at each tick that is reached while playing; a sentence stops the run there. */
  stop?: (frame: Frame<Mark, Look>, state: State) => string | null;
}

/** A run that a worker computes tick by tick and a page shows: played, scrubbed, taken by the hand, forked, sent as a link. */
export class WorkedRun<
  State extends { step: number },
  Setup,
  Deed,
  Mark extends { tick: number },
  Look,
  Lens = undefined,
> {
  readonly state: Signal<State>;
  readonly look: ReadonlySignal<Look | null>;
  /** One per tick, as far as the history has been walked. */
  readonly marks: ReadonlySignal<readonly Mark[]>;
  readonly playing: Signal<boolean> = signal(false);
  /** Ticks from one picture to the next while playing. */
  readonly stride: Signal<number> = signal(1);
  readonly notice: Signal<string | null> = signal(null);
  /** What the check of a link that carries a digest found. */
  readonly proof: Signal<Finding | null> = signal(null);
  /** Whether the worker is on its way to the step shown. */
  readonly waiting: ReadonlySignal<boolean>;
  /** Whether the worker could not be started, or died. */
  readonly broken: ReadonlySignal<boolean>;
  /** The line that was left at a fork, walked along beside this one. */
  readonly other: Signal<{ state: State; walker: Walker<Setup, Deed, Mark, Look, Lens> } | null> =
    signal(null);
  readonly branch: Branching;

  readonly #plan: Plan<State, Setup, Deed, Mark, Look, Lens>;
  #revived = false;
  readonly #here: Signal<Walker<Setup, Deed, Mark, Look, Lens>>;

  constructor(plan: Plan<State, Setup, Deed, Mark, Look, Lens>) {
    this.#plan = plan;
    this.state = signal(plan.start);
    this.#here = signal(new Walker(() => plan.spawn(false)));
    this.look = computed(() => this.#here.value.look.value);
    this.marks = computed(() => this.#here.value.marks.value);
    this.waiting = computed(() => this.#here.value.waiting.value);
    this.broken = computed(() => this.#here.value.broken.value);
    this.branch = {
      exact: true,
      left: computed(() => this.other.value?.state.step ?? null),
      differs: computed(() =>
        this.other.value
          ? firstDifference(this.#here.value.prints, this.other.value.walker.prints)
          : null,
      ),
      both: computed(
        () =>
          Math.min(this.marks.value.length, this.other.value?.walker.marks.value.length ?? 0) - 1,
      ),
      here: () => this.#leave(),
      swap: () => this.#swap(),
      drop: () => this.#drop(),
    };
  }

  /** The last tick that the history has been walked to. */
  get last(): number {
    return Math.max(0, this.marks.value.length - 1);
  }

  /** A curve of the line that was left, for a chart to show beside the present one. */
  otherCurve(
    pick: (mark: Mark) => number,
    name: string,
  ): { values: number[]; name: string; differs: number | null } | null {
    if (this.other.value === null) return null;
    const values = this.other.value.walker.marks.value.map(pick);
    return { values, name: text.branch.other(name), differs: this.branch.differs.value };
  }

  /** Takes what the build has computed, to be seen before there is a worker. */
  show(look: Look, marks: readonly Mark[]): void {
    this.#here.value.look.value = look;
    this.#here.value.marks.value = marks;
  }

  /** Another run: from the first tick, with a part of the state changed. */
  begin(part: Partial<State>): void {
    this.#begin(unlocked(part));
  }

  #begin(part: Partial<State>): void {
    batch(() => {
      this.state.value = { ...this.state.value, step: 0, ...part };
      this.playing.value = false;
      this.proof.value = null;
      this.#here.value.begin();
    });
    this.#goTo();
  }

  /** The same run from the tick shown on with other deeds; what was after it is forgotten. */
  fork(part: Partial<State>): void {
    batch(() => {
      this.state.value = { ...this.state.value, ...unlocked(part) };
      this.proof.value = null;
      this.#here.value.rewrite(this.state.value.step);
    });
    this.#goTo();
  }

  /** Changes what is shown, not what happens. */
  view(part: Partial<State>): void {
    this.state.value = { ...this.state.value, ...unlocked(part) };
    if (this.#plan.lens) this.#goTo();
  }

  readonly seek = (step: number): void => {
    if (locked('timeline')) return;
    this.playing.value = false;
    this.#show(Math.max(0, Math.min(step, this.last)));
  };

  /** Some ticks on; a run that plays waits for its worker. */
  readonly stepOn = (): void => {
    if (this.waiting.peek() && this.playing.value) return;
    const { step } = this.state.value;
    const { longest, until, end } = this.#plan;
    if (step >= longest) {
      this.playing.value = false;
      announce(end);
      return;
    }
    const last = until?.(this.state.value) ?? longest;
    this.#show(Math.min(last, step + (this.playing.value ? this.stride.value : 1)));
  };

  readonly play = (): void => {
    if (locked('timeline') || this.broken.value) return;
    this.playing.value = !this.playing.value;
  };

  readonly reset = (): void => {
    this.#drop();
    this.begin(this.#plan.start);
  };

  /** Starts the worker, opens the link in the address and from then on keeps the address up to date. */
  async connect(): Promise<void> {
    this.#take(this.#here.value);
    this.#here.value.start();
    effect(() => {
      if (!this.broken.value) return;
      this.playing.value = false;
      if (this.#here.peek().lived) this.#revive();
    });
    const { fields, start } = this.#plan;
    // A run that plays writes its address when it comes to rest: sixty times a second is no address.
    const state = () => (this.playing.value ? null : this.state.value);
    await keepAddress({
      ...{ fields, start, state },
      now: () => this.state.value,
      open: (opened) => this.#open(opened),
      digest: () => this.#digest(),
    });
  }

  /** The address of the page as it now stands, with the digest that proves it. */
  readonly shareLink = async (): Promise<string> => {
    const { fields, start } = this.#plan;
    const digest = await this.#digest();
    return addressOf(this.state.value, { fields, start }, digest ?? undefined);
  };

  /** The digest of the present step; null where the link would not hold all that it is made of. */
  async #digest(): Promise<string | null> {
    const own = this.#plan.own?.(this.state.value) ?? '';
    return staysAtHome(own) ? null : this.#here.value.digest();
  }

  async #open(opened: Opened<State>): Promise<void> {
    this.#drop();
    this.#begin(opened.state);
    this.notice.value = opened.repairs.length > 0 ? text.link.repaired(opened.repairs) : null;
    await this.#here.value.arrival();
    if (opened.digest === null || this.broken.value) return;
    const here = await this.#here.value.digest();
    if (here === null) return;
    this.proof.value = findingOf(opened.digest, here);
  }

  /** Goes on with another worker where one has died on the way; where that dies too, the page says so. */
  #revive(): void {
    if (this.#revived) return;
    this.#revived = true;
    const walker = new Walker<Setup, Deed, Mark, Look, Lens>(() => this.#plan.spawn(false));
    walker.start();
    this.#take(walker);
    this.#here.value = walker;
    this.notice.value = text.died(this.state.peek().step);
    this.#goTo();
  }

  /** Leaves the line as it is, to a worker of its own, and goes on with a copy. */
  #leave(): void {
    this.#drop();
    const walker = new Walker<Setup, Deed, Mark, Look, Lens>(() => this.#plan.spawn(true));
    walker.marks.value = this.marks.value;
    walker.prints.value = this.#here.value.prints.value;
    walker.start();
    this.other.value = { state: this.state.value, walker };
    this.#followTo(this.state.value.step);
    announce(text.branch.left(this.state.value.step));
  }

  #swap(): void {
    const back = this.other.value;
    if (back === null) return;
    batch(() => {
      const { step } = this.state.value;
      this.playing.value = false;
      this.proof.value = null;
      this.other.value = { state: this.state.value, walker: this.#here.value };
      this.#here.value.onArrival = () => {};
      this.#here.value = back.walker;
      this.#take(back.walker);
      this.state.value = { ...back.state, step: Math.min(step, this.last) };
    });
    this.#goTo();
  }

  #drop(): void {
    this.other.value?.walker.stop();
    this.other.value = null;
  }

  #take(walker: Walker<Setup, Deed, Mark, Look, Lens>): void {
    walker.onArrival = (frame) => {
      const stop = this.playing.value ? this.#plan.stop?.(frame, this.state.value) : null;
      if (!stop) return;
      this.playing.value = false;
      announce(stop);
    };
    walker.onFailure = (reason) => {
      this.playing.value = false;
      this.notice.value = this.#plan.failed?.(reason) ?? reason;
    };
  }

  #show(step: number): void {
    if (step === this.state.value.step) return;
    this.state.value = { ...this.state.value, step };
    this.#goTo();
  }

  /** Sends the worker to the step shown, and the line that was left along with it. */
  #goTo(): void {
    const { setup, deeds, lens } = this.#plan;
    const now = this.state.value;
    this.#here.value.goTo(setup(now), deeds(now), now.step, lens?.(now) as Lens);
    this.#followTo(now.step);
  }

  /** Walks the other line no further back than it has come: it has been there. */
  #followTo(step: number): void {
    const other = this.other.value;
    if (other === null) return;
    const { setup, deeds, lens } = this.#plan;
    const { state, walker } = other;
    if (walker.look.value !== null && step < walker.marks.value.length) return;
    walker.goTo(setup(state), deeds(state), step, lens?.(state) as Lens);
  }
}
