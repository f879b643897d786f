/** How far a training is: bytes of text while counting, ids while merging. */
export interface TrainProgress {
  phase: 'count' | 'merge';
  done: number;
  /** 0 where it is not known. */
  total: number;
  /** Bytes or ids per second, of late. */
  rate: number;
  /** How long this phase will take from now on at that rate; undefined where the total is not known. */
  secondsLeft: number | undefined;
}

const interval = 100;

/** Shows progress ten times a second, and lets others work and end the training meanwhile. */
export class Pace {
  readonly #show: ((progress: TrainProgress) => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  #phase: TrainProgress['phase'] = 'count';
  #last = performance.now();
  #lastDone = 0;
  #rate = 0;

  constructor(options: {
    onProgress?: ((progress: TrainProgress) => void) | undefined;
    signal?: AbortSignal | undefined;
  }) {
    this.#show = options.onProgress;
    this.#signal = options.signal;
    this.#signal?.throwIfAborted();
  }

  /** Begins a phase that has done so much already. */
  begin(phase: TrainProgress['phase'], done = 0): void {
    this.#phase = phase;
    this.#lastDone = done;
    this.#last = performance.now();
    this.#rate = 0;
  }

  /** Whether it is time to look up from work. */
  get isDue(): boolean {
    return performance.now() - this.#last >= interval;
  }

  /** Shows how far it is, and gives the others a turn. */
  async look(done: number, total: number): Promise<void> {
    this.show(done, total);
    await turn();
    this.#signal?.throwIfAborted();
  }

  /** Shows how far it is. */
  show(done: number, total: number): void {
    const now = performance.now();
    const rate = ((done - this.#lastDone) / Math.max(now - this.#last, 0.01)) * 1000;
    this.#rate = this.#rate ? (this.#rate + rate) / 2 : rate;
    this.#last = now;
    this.#lastDone = done;
    const secondsLeft = total >= done && this.#rate > 0 ? (total - done) / this.#rate : undefined;
    this.#show?.({ phase: this.#phase, done, total, rate: this.#rate, secondsLeft });
  }
}

/** Lets others work: not by a timer where there is another way, since timers of hidden pages come once a second. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    }
  });
}
