import { answerXor, explainXor, type XorNetwork, XorTraining } from '@gibbs/nn/tasks';
import {
  across,
  type Frame,
  type GoTo,
  pixels,
  type Setup,
  seeds,
  stepsPerTick,
} from './protocol.js';

/** 256 trainings that differ only in their seed, with every tick kept so that time can be scrubbed. */
export class Multiverse {
  readonly #training: XorTraining;
  readonly #ticks: XorNetwork[][] = [];
  readonly #solved: number[] = [];

  constructor({ width, activation, learningRate }: Setup) {
    const runs = Array.from({ length: seeds }, (_, seed) => ({ seed, width }));
    this.#training = new XorTraining({ runs, activation, learningRate });
    this.#keep();
  }

  /** The tick it stands at. */
  tick = 0;

  /** Goes to a tick; what has been trained is kept. */
  toward(tick: number): void {
    if (tick > this.reached) this.train();
    this.tick = Math.min(tick, this.reached);
  }

  /** The last tick there is. */
  get reached(): number {
    return this.#ticks.length - 1;
  }

  /** How many networks have all four rows right, tick by tick. */
  get solved(): readonly number[] {
    return this.#solved;
  }

  train(): void {
    this.#training.advance(stepsPerTick);
    this.#keep();
  }

  network(tick: number, seed: number): XorNetwork {
    return this.#ticks[tick]?.[seed] as XorNetwork;
  }

  flags(tick: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#ticks[tick] as XorNetwork[], (network) =>
      Number(isSolved(network)),
    );
  }

  losses(seed: number): number[] {
    return this.#ticks.map((networks) => explainXor(networks[seed] as XorNetwork).loss);
  }

  /** Every network's answers over the unit square, b growing upwards, side by side in one picture. */
  picture(tick: number): Uint8Array<ArrayBuffer> {
    const width = across * pixels;
    const picture = new Uint8Array(width * width);
    for (let seed = 0; seed < seeds; seed++) {
      const network = this.network(tick, seed);
      const left = (seed % across) * pixels;
      const top = Math.floor(seed / across) * pixels;
      for (let row = 0; row < pixels; row++) {
        for (let column = 0; column < pixels; column++) {
          const a = column / (pixels - 1);
          const b = 1 - row / (pixels - 1);
          picture[(top + row) * width + left + column] = Math.round(255 * answerXor(network, a, b));
        }
      }
    }
    return picture;
  }

  /** Every weight of every network at the present tick, to the last bit. */
  bits(): Float32Array<ArrayBuffer> {
    const networks = this.#ticks[this.tick] as XorNetwork[];
    return Float32Array.from(
      networks.flatMap(({ hidden, output }) => [...hidden.flat(), ...output]),
    );
  }

  /** Nothing is done to them by hand. */
  rewrite(): void {}

  dispose(): void {
    this.#training.dispose();
  }

  #keep(): void {
    const networks = Array.from({ length: seeds }, (_, seed) => this.#training.network(seed));
    this.#ticks.push(networks);
    this.#solved.push(networks.filter(isSolved).length);
  }
}

function isSolved(network: XorNetwork): boolean {
  return explainXor(network).rows.every(
    ({ probability, wanted }) => probability > 0.5 === (wanted === 1),
  );
}

/** What a page needs to show a tick of a multiverse, and one network of it in full. */
export function frameOf(
  multiverse: Multiverse,
  { run, setup, tick, seed }: GoTo,
  cost: Frame['cost'] = { steps: 0, seconds: 0, bits: 0 },
): Frame {
  multiverse.toward(tick);
  return {
    run,
    setup,
    tick,
    solved: multiverse.solved,
    flags: multiverse.flags(tick),
    picture: multiverse.picture(tick),
    network: multiverse.network(tick, seed),
    losses: multiverse.losses(seed),
    bits: multiverse.bits(),
    cost,
  };
}
