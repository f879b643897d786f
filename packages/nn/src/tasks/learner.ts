/** One step of learning and one look at what was learned, each captured for its shape and replayed. */
import { type Captured, capture, noGrad, scope, type Tensor, tensor } from '@gibbs/tensor';
import type { Module } from '../module.js';
import { AdamW } from '../optim/adam.js';
import type { Schedule } from '../schedule.js';

/** Plain data for a tensor. */
export interface Values {
  data: Float32Array | Int32Array;
  shape: readonly number[];
}

/** Trains a model batch by batch, from plain arrays to plain arrays. */
export class Learner {
  readonly #model: Module;
  readonly #optimizer: AdamW;
  readonly #train: Captured<Tensor[], Tensor>;
  readonly #predict: Captured<Tensor[], Tensor>;

  constructor(
    model: Module & { forward(x: Tensor): Tensor },
    {
      loss,
      learningRate,
      betas = [0.9, 0.98],
      weightDecay = 0.01,
      answer = (x) => model.forward(x),
    }: {
      loss: (x: Tensor, wanted: Tensor) => Tensor;
      learningRate: Schedule;
      betas?: readonly [number, number];
      weightDecay?: number;
      /** What {@link predict} reads; the model's output unless told otherwise. */
      answer?: (x: Tensor) => Tensor;
    },
  ) {
    this.#model = model;
    this.#optimizer = new AdamW(model, { learningRate, betas, weightDecay });
    this.#train = capture((...batch: Tensor[]) => {
      const value = loss(...(batch as [Tensor, Tensor]));
      value.backward();
      this.#optimizer.step();
      this.#optimizer.zeroGrad();
      return value.detach();
    });
    this.#predict = capture((...[x]: Tensor[]) => noGrad(() => answer(x as Tensor)));
  }

  /** Takes step number `step`, counted from 0, on a batch of always the same shape; returns the loss. */
  learn(step: number, x: Values, wanted: Values): number {
    this.#optimizer.schedule(step);
    this.#model.train();
    return read(() => this.#train(toTensor(x), toTensor(wanted)))[0] as number;
  }

  /** What the model makes of a batch of always the same shape. */
  predict(x: Values): ArrayLike<number> {
    this.#model.train(false);
    return read(() => this.#predict(toTensor(x)));
  }

  /** Frees the memory of the model and of its training. */
  dispose(): void {
    this.#train.dispose();
    this.#predict.dispose();
    for (const x of this.#optimizer.state().values()) x.dispose();
    for (const x of this.#model.parameters()) x.dispose();
  }
}

export const toTensor = ({ data, shape }: Values): Tensor => tensor(data, { shape });

/** The values of a tensor that is made, read and freed. */
export function read(run: () => Tensor): ArrayLike<number> {
  let values: ArrayLike<number> = [];
  scope(() => {
    values = run().toTypedArray();
    return null;
  });
  return values;
}

/** How many numbers a model trains. */
export const countOf = (model: Module): number =>
  model.parameters().reduce((total, { size }) => total + size, 0);
