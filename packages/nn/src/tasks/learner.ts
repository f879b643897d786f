/** One step of learning and one look at what was learned, each captured for its shape and replayed. */
import {
  type Captured,
  capture,
  decodeSafetensorsHeader,
  noGrad,
  scope,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
import { encodeCheckpoint, restoreCheckpoint } from '../checkpoint.js';
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

  /** All that is needed to go on after `step` steps as if there had been no break. */
  checkpoint(step: number, settings: object): Uint8Array {
    return encodeCheckpoint(this.#parts, { step, notes: settings });
  }

  /**
   * Goes back to a checkpoint of the same settings and returns its step.
   *
   * @throws RangeError, before anything is changed, when the file is damaged or of other settings.
   */
  restore(bytes: Uint8Array, settings: object): number {
    const before = settingsIn(bytes);
    for (const [name, now] of Object.entries(before ? settings : {})) {
      const [then, got] = [before?.[name], now].map((value) => JSON.stringify(value));
      if (then === got) continue;
      throw new RangeError(
        `checkpoint of this run: ${name} must be as it was, ${then}, got ${got}.`,
      );
    }
    return restoreCheckpoint('of this run', bytes, this.#parts).step;
  }

  get #parts() {
    return { model: this.#model, optimizers: [this.#optimizer] };
  }

  #fill(name: 'x' | 'wanted' | 'asked', values: Values): void {
    const slot = this.#slots.get(name);
    if (slot) slot.copyFrom(values.data);
    else this.#slots.set(name, toTensor(values).keep());
  }

  /** Frees the memory of the training and, unless it is to be kept, of the model. */
  dispose({ keepModel = false }: { keepModel?: boolean } = {}): void {
    this.#train.dispose();
    this.#predict.dispose();
    for (const x of this.#slots.values()) x.dispose();
    for (const x of this.#optimizer.state().values()) x.dispose();
    if (!keepModel) for (const x of this.#model.parameters()) x.dispose();
  }
}

/** The settings that a checkpoint was made with; nothing where the file is too damaged to say. */
function settingsIn(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const { notes } = JSON.parse(decodeSafetensorsHeader(bytes).metadata.run as string);
    return notes ?? {};
  } catch {
    return undefined;
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

/** How many numbers of a model are trained. */
export const countOf = (model: Module): number =>
  model
    .parameters()
    .reduce((total, { size, requiresGrad }) => total + (requiresGrad ? size : 0), 0);
