/** One step of learning and one look at what was learned, each captured for its shape and replayed. */
import {
  type Captured,
  capture,
  type Generator,
  noGrad,
  rand,
  scope,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
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
  readonly #train: Captured<[], Tensor>;
  readonly #predict: Captured<[], Tensor>;
  /** What the captured steps read: inputs and targets to learn from, inputs to predict for. */
  readonly #slots: Map<'x' | 'wanted' | 'asked', Tensor> = new Map();

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
    const slot = (name: 'x' | 'wanted' | 'asked'): Tensor => this.#slots.get(name) as Tensor;
    this.#train = capture(() => {
      const value = loss(slot('x'), slot('wanted'));
      value.backward();
      this.#optimizer.step();
      this.#optimizer.zeroGrad();
      return value.detach();
    });
    this.#predict = capture(() => noGrad(() => answer(slot('asked'))));
  }

  /** Takes step number `step`, counted from 0, on a batch of always the same shape; returns the loss. */
  learn(step: number, x: Values, wanted: Values): number {
    this.#optimizer.schedule(step);
    this.#model.train();
    this.#fill('x', x);
    this.#fill('wanted', wanted);
    return read(() => this.#train())[0] as number;
  }

  /** What the model makes of a batch of always the same shape. */
  predict(x: Values): ArrayLike<number> {
    this.#model.train(false);
    this.#fill('asked', x);
    return read(() => this.#predict());
  }

  #fill(name: 'x' | 'wanted' | 'asked', values: Values): void {
    const slot = this.#slots.get(name);
    if (slot) slot.copyFrom(values.data);
    else this.#slots.set(name, toTensor(values).keep());
  }

  /** Frees the memory of the model and of its training. */
  dispose(): void {
    this.#train.dispose();
    this.#predict.dispose();
    for (const x of this.#slots.values()) x.dispose();
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

/** Uniform numbers in [0, 1), drawn a few thousand at a time, which is many times as fast as one by one. */
export function uniformsOf(generator: Generator): () => number {
  let [numbers, at]: [ArrayLike<number>, number] = [[], 0];
  return () => {
    if (at === numbers.length) [numbers, at] = [read(() => rand([4096], generator)), 0];
    return numbers[at++] as number;
  };
}

/** How many numbers a model trains. */
export const countOf = (model: Module): number =>
  model.parameters().reduce((total, { size }) => total + size, 0);
