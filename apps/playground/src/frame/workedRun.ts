import { batch, type Signal, signal } from '@preact/signals';
import { text } from '../text/en/frame.js';
import { addressOf, keepAddress } from './address.js';
import { announce } from './announce.js';
import type { Frame, Reply, Request } from './journeyWorker.js';
import type { Fields, Opened } from './link.js';

interface Plan<State, Setup, Deed, Mark, Look, Lens> {
  start: State;
  fields: Fields<State>;
  /** The last tick there can be, and what is said there. */
  longest: number;
  end: string;
  spawn: () => Worker;
  /** What a run is made of; where it changes, a new run begins. */
  setup: (state: State) => Setup;
  deeds: (state: State) => readonly Deed[];
  /** What the look depends on besides what happened; where it changes, the same tick is looked at anew. */
  lens?: (state: State) => Lens;
  /** Looks at each tick that is reached while playing; a sentence stops the run there. */
  stop?: (frame: Frame<Mark, Look>, state: State) => string | null;
}

/** A run that a worker computes tick by tick and a page shows: played, scrubbed, taken by the hand, sent as a link. */
export class WorkedRun<
  State extends { step: number },
  Setup,
  Deed,
  Mark extends { tick: number },
  Look,
  Lens = undefined,
> {
  readonly state: Signal<State>;
  readonly look: Signal<Look | null> = signal(null);
  /** One per tick, as far as the history has been walked. */
  readonly marks: Signal<readonly Mark[]> = signal([]);
  readonly playing: Signal<boolean> = signal(false);
  /** Ticks from one picture to the next while playing. */
  readonly stride: Signal<number> = signal(1);
  readonly notice: Signal<string | null> = signal(null);
  /** What the check of a link that carries a digest found. */
  readonly proof: Signal<{ good: boolean; sentence: string } | null> = signal(null);
  /** Whether the worker could not be started, or died. */
  readonly broken: Signal<boolean> = signal(false);

  readonly #plan: Plan<State, Setup, Deed, Mark, Look, Lens>;
  #worker: Worker | null = null;
  #run = 0;
  #edition = 0;
  #waiting = false;
  readonly #arrivals: (() => void)[] = [];
  #answerDigest: ((digest: string | null) => void) | null = null;

  constructor(plan: Plan<State, Setup, Deed, Mark, Look, Lens>) {
    this.#plan = plan;
    this.state = signal(plan.start);
  }

  /** The last tick that the history has been walked to. */
  get last(): number {
    return Math.max(0, this.marks.value.length - 1);
  }

  /** Another run: from the first tick, with a part of the state changed. */
  begin(part: Partial<State>): void {
    batch(() => {
      this.state.value = { ...this.state.value, step: 0, ...part };
      this.marks.value = [];
      this.playing.value = false;
      this.proof.value = null;
      this.#run += 1;
    });
    this.#goTo();
  }

  /** The same run from the tick shown on with other deeds; what was after it is forgotten. */
  fork(part: Partial<State>): void {
    batch(() => {
      this.state.value = { ...this.state.value, ...part };
      this.marks.value = this.marks.value.slice(0, this.state.value.step + 1);
      this.proof.value = null;
    });
    this.#edition += 1;
    this.#goTo();
  }

  /** Changes what is shown, not what happens. */
  view(part: Partial<State>): void {
    this.state.value = { ...this.state.value, ...part };
    if (this.#plan.lens) this.#goTo();
  }

  readonly seek = (step: number): void => {
    this.playing.value = false;
    this.#show(Math.max(0, Math.min(step, this.last)));
  };

  /** Some ticks on; a run that plays waits for its worker. */
  readonly stepOn = (): void => {
    if (this.#waiting && this.playing.value) return;
    const { step } = this.state.value;
    const { longest, end } = this.#plan;
    if (step >= longest) {
      this.playing.value = false;
      announce(end);
      return;
    }
    this.#show(Math.min(longest, step + (this.playing.value ? this.stride.value : 1)));
  };

  readonly play = (): void => {
    this.playing.value = !this.playing.value;
  };

  readonly reset = (): void => {
    this.begin(this.#plan.start);
  };

  /** Starts the worker, opens the link in the address and from then on keeps the address up to date. */
  async connect(): Promise<void> {
    try {
      this.#worker = this.#plan.spawn();
    } catch {
      this.broken.value = true;
      return;
    }
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Reply<Mark, Look>>) =>
      this.#receive(data),
    );
    this.#worker.addEventListener('error', () => {
      this.broken.value = true;
      this.playing.value = false;
      this.#arrive();
    });
    const { fields, start } = this.#plan;
    // A run that plays writes its address when it comes to rest: sixty times a second is no address.
    const state = () => (this.playing.value ? null : this.state.value);
    await keepAddress({ fields, start, state, open: (opened) => this.#open(opened) });
  }

  /** The address of the page as it now stands, with the digest that proves it. */
  readonly shareLink = async (): Promise<string> => {
    const { fields, start } = this.#plan;
    return addressOf(this.state.value, { fields, start }, (await this.#digest()) ?? undefined);
  };

  async #open(opened: Opened<State>): Promise<void> {
    this.begin(opened.state);
    this.notice.value = opened.repairs.length > 0 ? text.link.repaired(opened.repairs) : null;
    await this.#arrival();
    if (opened.digest === null || this.broken.value) return;
    const here = await this.#digest();
    if (here === null) return;
    const good = here === opened.digest;
    const sentence = good ? text.link.identical(here) : text.link.differs(opened.digest, here);
    this.proof.value = { good, sentence };
  }

  #show(step: number): void {
    if (step === this.state.value.step) return;
    this.state.value = { ...this.state.value, step };
    this.#goTo();
  }

  /** Sends the worker to the step shown. */
  #goTo(): void {
    const { setup, deeds, lens } = this.#plan;
    const now = this.state.value;
    this.#waiting = true;
    const [run, edition] = [this.#run, this.#edition];
    this.#post({
      type: 'goTo',
      run,
      edition,
      setup: setup(now),
      deeds: deeds(now),
      tick: now.step,
      lens: lens?.(now) as Lens,
    });
  }

  #post(request: Request<Setup, Deed, Lens>): void {
    this.#worker?.postMessage(request);
  }

  #receive(data: Reply<Mark, Look>): void {
    if (data.run !== this.#run) return;
    if (data.type === 'digest') {
      this.#answerDigest?.(data.tick === this.state.value.step ? data.digest : null);
      return;
    }
    if (data.edition !== this.#edition) return;
    batch(() => {
      this.look.value = data.look;
      const next = [...this.marks.value];
      for (const mark of data.marks) next[mark.tick] = mark;
      this.marks.value = next;
    });
    if (!data.arrived) return;
    const stop = this.playing.value ? this.#plan.stop?.(data, this.state.value) : null;
    if (stop) {
      this.playing.value = false;
      announce(stop);
    }
    this.#arrive();
  }

  #arrive(): void {
    this.#waiting = false;
    for (const resolve of this.#arrivals.splice(0)) resolve();
  }

  #arrival(): Promise<void> {
    return this.#waiting
      ? new Promise((resolve) => this.#arrivals.push(resolve))
      : Promise.resolve();
  }

  /** The digest of the state shown, or null where the browser has none to give. */
  async #digest(): Promise<string | null> {
    await this.#arrival();
    const answered = new Promise<string | null>((resolve) => {
      this.#answerDigest = resolve;
    });
    this.#post({ type: 'digest', run: this.#run });
    return answered;
  }
}
