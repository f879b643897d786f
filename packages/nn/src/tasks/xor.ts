/**
 * XOR by training: two inputs, one hidden layer, one output, full batch, plain gradient descent.
 *
 * Many runs of different seeds and widths train at once, as rows of the same tensors: a step of a thousand of them
 * costs little more than a step of one. A run's numbers do not depend on its neighbours. A narrower run is a wider one
 * whose missing neurons have all weights 0, which descent leaves at 0: such a neuron says 0 and hears nothing back.
 */
import {
  type Captured,
  capture,
  generator,
  relu,
  sgd,
  sigmoid,
  type Tensor,
  tanh,
  tensor,
} from '@gibbs/tensor';
import { type Gate, gates, truthTable } from './gates.js';

/** What a hidden neuron makes of its sum. */
export type XorActivation = 'tanh' | 'sigmoid' | 'relu';

/** A network for XOR; the output is the logistic curve of the output neuron's sum. */
export interface XorNetwork {
  activation: XorActivation;
  /** Per hidden neuron: [weight of a, weight of b, bias]. */
  hidden: [number, number, number][];
  /** One weight per hidden neuron, then the bias. */
  output: number[];
}

/** One run of a training. */
export interface XorRun {
  seed: number;
  /** Hidden neurons. */
  width: number;
  /** What is to be learned; XOR unless told otherwise. */
  gate?: Gate;
}

export interface XorOptions {
  runs: readonly XorRun[];
  activation?: XorActivation;
  learningRate?: number;
}

const inputA = truthTable.map(([a]) => a as number);
const inputB = truthTable.map(([, b]) => b as number);
const answersOf = (gate: Gate): number[] => truthTable.map(([a, b]) => gate(a, b));
const wanted = answersOf(gates.xor);
const rows = truthTable.length;

/**
 * Trains any number of XOR networks side by side, a step at a time.
 *
 * Every weight starts uniform in [−1, 1), biases at 0. Each step moves all weights against the gradient of the mean
 * cross-entropy of the four rows.
 *
 * @throws RangeError without runs, or for widths that are not whole and at least 1.
 *
 * @example
 * ```ts
 * import { XorTraining } from '@gibbs/nn/tasks';
 *
 * const training = new XorTraining({ runs: [{ seed: 7, width: 3 }] });
 * training.advance(500);
 * const answers = training.probabilities(0).map((p) => (p > 0.5 ? 1 : 0));
 * console.log(answers.join(' '), training.solved(0)); // → 0 1 1 0 true
 * ```
 */
export class XorTraining {
  readonly runs: readonly XorRun[];
  readonly activation: XorActivation;
  /** Steps taken. */
  step: number = 0;
  readonly #wanted: readonly number[][];
  readonly #width: number;
  readonly #a: Tensor;
  readonly #b: Tensor;
  readonly #bias: Tensor;
  readonly #out: Tensor;
  readonly #outBias: Tensor;
  readonly #train: Captured<[], { losses: Tensor; sums: Tensor }>;
  #last: { losses: ArrayLike<number>; sums: ArrayLike<number> } | undefined;

  constructor({ runs, activation = 'tanh', learningRate = 2 }: XorOptions) {
    if (runs.length === 0 || !runs.every(({ width }) => Number.isInteger(width) && width >= 1)) {
      throw new RangeError(
        `XorTraining: needs at least one run, of 1 or more neurons, got widths [${runs.map((r) => r.width)}].`,
      );
    }
    this.runs = runs;
    this.activation = activation;
    this.#wanted = runs.map(({ gate = gates.xor }) => answersOf(gate));
    const count = runs.length;
    this.#width = Math.max(...runs.map(({ width }) => width));
    const shape = [count, 1, this.#width];
    const [a, b, out] = startingWeights(runs, this.#width);
    const parameter = (data: Float32Array, shape: number[]): Tensor =>
      tensor(data, { shape, requiresGrad: true }).keep();
    this.#a = parameter(a, shape);
    this.#b = parameter(b, shape);
    this.#out = parameter(out, shape);
    this.#bias = parameter(new Float32Array(count * this.#width), shape);
    this.#outBias = parameter(new Float32Array(count), [count, 1]);

    const [xa, xb] = [inputA, inputB].map((x) => tensor(x).reshape(rows, 1).keep());
    const y = tensor(this.#wanted).keep();
    const rate = tensor([learningRate]).keep();
    const activate = { tanh, sigmoid, relu }[activation];
    this.#train = capture(() => {
      const hidden = activate(
        this.#a
          .mul(xa as Tensor)
          .add(this.#b.mul(xb as Tensor))
          .add(this.#bias),
      );
      const sums = hidden.mul(this.#out).sum({ axis: -1 }).add(this.#outBias).keep();
      // −ln of the probability of the right answer: ln(1 + e^z) − y·z, with the exponent kept below 0.
      const each = sums.relu().sub(sums.mul(y)).add(sums.abs().neg().exp().add(1).log());
      const losses = each.mean({ axis: -1 }).keep();
      losses.sum().backward();
      for (const weight of this.#weights()) {
        sgd(weight, weight.grad as Tensor, undefined, { learningRate: rate });
        weight.zeroGrad();
      }
      return { losses, sums };
    });
  }

  /** Takes `steps` steps with every run. */
  advance(steps: number = 1): void {
    for (let i = 0; i < steps; i++) {
      const { losses, sums } = this.#train();
      this.step++;
      if (i + 1 === steps) {
        this.#last = { losses: losses.toTypedArray(), sums: sums.toTypedArray() };
      }
    }
  }

  /** Mean cross-entropy of a run in nats, before its last step; ln 2 ≈ 0.693 is what guessing gets. */
  loss(run: number): number {
    return this.#taken().losses[run] as number;
  }

  /** What a run answered to the four rows of the truth table, before its last step. */
  probabilities(run: number): number[] {
    const { sums } = this.#taken();
    return truthTable.map((_, row) => logistic(sums[run * rows + row] as number));
  }

  /** Whether a run had all four rows right before its last step. */
  solved(run: number): boolean {
    const right = this.#wanted[run] as number[];
    return this.probabilities(run).every((p, row) => p > 0.5 === (right[row] === 1));
  }

  /** The weights of a run as they are now. */
  network(run: number): XorNetwork {
    const { width } = this.runs[run] as XorRun;
    const [a, b, bias, out, outBias] = this.#weights().map((w) =>
      w.toTypedArray(),
    ) as Float32Array[];
    const at = run * this.#width;
    const neurons = Array.from({ length: width }, (_, j) => at + j);
    return {
      activation: this.activation,
      hidden: neurons.map((j): [number, number, number] => [a?.[j], b?.[j], bias?.[j]] as never),
      output: [...neurons.map((j) => out?.[j] as number), outBias?.[run] as number],
    };
  }

  /** Frees the memory of all runs. */
  dispose(): void {
    this.#train.dispose();
    for (const weight of this.#weights()) weight.dispose();
  }

  #weights(): Tensor[] {
    return [this.#a, this.#b, this.#bias, this.#out, this.#outBias];
  }

  #taken(): { losses: ArrayLike<number>; sums: ArrayLike<number> } {
    if (!this.#last)
      throw new Error('XorTraining: nothing to read before the first step. Advance first.');
    return this.#last;
  }
}

/** Weights of a, of b and of the output for every run, drawn from the run's seed alone. */
function startingWeights(
  runs: readonly XorRun[],
  width: number,
): [Float32Array, Float32Array, Float32Array] {
  const chance = generator(0);
  const [a, b, out] = [0, 0, 0].map(() => new Float32Array(runs.length * width)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (const [i, run] of runs.entries()) {
    chance.restore({ seed: run.seed, position: 0 });
    for (const weights of [a, b, out]) {
      for (let j = 0; j < run.width; j++) weights[i * width + j] = 2 * chance.uniform() - 1;
    }
  }
  return [a, b, out];
}

/** What a sweep found for one width. */
export interface XorSweep {
  width: number;
  /** Runs with all four rows right. */
  solved: number;
  runs: number;
  /** The seeds that failed. */
  failed: number[];
}

/**
 * Trains XOR from many seeds at several widths and counts how many are solved: 256 seeds at widths 1 to 4 unless told
 * otherwise. One neuron never is enough, two are for about half the seeds, four for nearly all.
 */
export function sweepXor({
  seeds = 256,
  widths = [1, 2, 3, 4],
  steps = 600,
  activation = 'tanh',
  learningRate = 2,
}: {
  seeds?: number;
  widths?: readonly number[];
  steps?: number;
  activation?: XorActivation;
  learningRate?: number;
} = {}): XorSweep[] {
  const runs = widths.flatMap((width) =>
    Array.from({ length: seeds }, (_, seed) => ({ seed, width })),
  );
  const training = new XorTraining({ runs, activation, learningRate });
  training.advance(steps);
  const found = widths.map((width, i) => {
    const failed = Array.from({ length: seeds }, (_, seed) => seed).filter(
      (seed) => !training.solved(i * seeds + seed),
    );
    return { width, solved: seeds - failed.length, runs: seeds, failed };
  });
  training.dispose();
  return found;
}

/** Everything that happens to one row on its way through a network. */
export interface XorRowPass {
  a: number;
  b: number;
  wanted: number;
  /** Sum and answer of each hidden neuron. */
  sums: number[];
  hidden: number[];
  /** Sum of the output neuron, and the probability it stands for. */
  output: number;
  probability: number;
  /** −ln of the probability of the right answer. */
  loss: number;
}

/**
 * One step of learning laid open, in float64: what every row makes of the network, the loss, and its slope in every
 * weight. The slow and obvious twin of {@link XorTraining}.
 */
export function explainXor(network: XorNetwork): {
  rows: XorRowPass[];
  loss: number;
  gradients: Omit<XorNetwork, 'activation'>;
} {
  const { hidden, output } = network;
  const width = hidden.length;
  const gradients = {
    hidden: hidden.map((): [number, number, number] => [0, 0, 0]),
    output: output.map(() => 0),
  };
  const passes = truthTable.map(([a, b], row): XorRowPass => {
    const y = wanted[row] as number;
    const sums = hidden.map(([wa, wb, bias]) => wa * a + wb * b + bias);
    const said = sums.map((z) => activations[network.activation].value(z));
    const z = said.reduce(
      (total, h, j) => total + h * (output[j] as number),
      output[width] as number,
    );
    const probability = logistic(z);
    // loss = ln(1 + e^z) − y·z, so dz = p − y, here shared among the rows of the mean.
    const dz = (probability - y) / rows;
    for (let j = 0; j < width; j++) {
      const dsum =
        dz * (output[j] as number) * activations[network.activation].slope(sums[j] as number);
      const g = gradients.hidden[j] as [number, number, number];
      g[0] += dsum * a;
      g[1] += dsum * b;
      g[2] += dsum;
      gradients.output[j] = (gradients.output[j] as number) + dz * (said[j] as number);
    }
    gradients.output[width] = (gradients.output[width] as number) + dz;
    const loss = Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
    return { a, b, wanted: y, sums, hidden: said, output: z, probability, loss };
  });
  return { rows: passes, loss: passes.reduce((sum, { loss }) => sum + loss, 0) / rows, gradients };
}

/** What a network answers anywhere on the plane, as a probability of "yes": the colour of a decision map. */
export function answerXor(
  { activation, hidden, output }: XorNetwork,
  a: number,
  b: number,
): number {
  const { value } = activations[activation];
  const z = hidden.reduce(
    (sum, [wa, wb, bias], j) => sum + value(wa * a + wb * b + bias) * (output[j] as number),
    output[hidden.length] as number,
  );
  return logistic(z);
}

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

const activations: Record<XorActivation, { value(z: number): number; slope(z: number): number }> = {
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  sigmoid: { value: logistic, slope: (z) => logistic(z) * (1 - logistic(z)) },
  relu: { value: (z) => Math.max(0, z), slope: (z) => Number(z > 0) },
};
