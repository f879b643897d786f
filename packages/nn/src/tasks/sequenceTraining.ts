/** A small GPT that learns one of the sequence tasks, judged by whole answers to problems drawn afresh. */
import { generator, noGrad } from '@gibbs/tensor';
import { GPT } from '../gpt.js';
import { crossEntropy } from '../loss.js';
import { oneCycle } from '../schedule.js';
import { Chance } from './chance.js';
import { countOf, Learner, read, toTensor } from './learner.js';
import {
  drawSequenceBatch,
  type SequenceCodec,
  type SequenceName,
  type SequenceTask,
  sequenceCodec,
  sequenceTasks,
} from './sequences.js';

export interface SequenceOptions {
  task: SequenceName;
  /** Longest prompt, in symbols (for addition: digits of a number). */
  size?: number;
  steps?: number;
  batch?: number;
  layers?: number;
  heads?: number;
  channels?: number;
  learningRate?: number;
  seed?: number;
}

/** Streams of a seed: problems to learn from, and problems to be judged on. */
const [learned, judged] = [1, 2];

/**
 * Trains a GPT on a sequence task, a step at a time; every problem is drawn afresh.
 *
 * @example
 * ```ts
 * import { SequenceTraining } from '@gibbs/nn/tasks';
 *
 * const training = new SequenceTraining({ task: 'copy', size: 3, steps: 5 });
 * const losses = [training.advance(), training.advance()];
 * console.log(losses.every((loss) => loss > 0), training.step); // → true 2
 * ```
 */
export class SequenceTraining {
  readonly task: SequenceTask;
  readonly steps: number;
  readonly parameters: number;
  /** Steps taken. */
  step: number = 0;
  readonly #size: number;
  readonly #batch: number;
  readonly #context: number;
  readonly #codec: SequenceCodec;
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #model: GPT;
  readonly #learner: Learner;

  constructor(options: SequenceOptions) {
    const { task, size = 6, steps = 600, batch = 64, seed = 7, learningRate = 0.003 } = options;
    const { layers = 2, heads = 4, channels = 64 } = options;
    this.task = sequenceTasks[task];
    this.steps = steps;
    this.#size = size;
    this.#batch = batch;
    this.#codec = sequenceCodec(this.task);
    this.#seed = seed;
    this.#chance = new Chance(seed, learned);
    // prompt = answer: two numbers, a sign and a sum for addition; at most twice the prompt for all others.
    this.#context = task === 'addition' ? 3 * size + 3 : 2 * size + 1;
    const vocab = this.#codec.vocabSize;
    const sizes = { vocab, context: this.#context, layers, heads, channels };
    this.#model = new GPT({ ...sizes, generator: generator(seed) });
    this.parameters = countOf(this.#model);
    this.#learner = new Learner(this.#model, {
      learningRate: oneCycle({ peak: learningRate, steps }),
      loss: (x, wanted) => crossEntropy(this.#model.forward(x), wanted, { ignore: -1 }),
      answer: (x) => this.#model.forward(x).argmax({ axis: -1 }),
    });
  }

  /** Learns from a batch of new problems; returns the loss in nats per symbol of the answers. */
  advance(): number {
    const { inputs, targets } = this.#draw(this.#chance.goTo(this.step));
    const shape = [this.#batch, this.#context];
    const loss = this.#learner.learn(this.step, { data: inputs, shape }, { data: targets, shape });
    this.step++;
    return loss;
  }

  /** Share of new problems, `batches` batches of them, whose answer is right to the last symbol. */
  score(batches: number = 4): number {
    const chance = new Chance(this.#seed, judged).goTo(0);
    let right = 0;
    for (let b = 0; b < batches; b++) {
      const { inputs, targets } = this.#draw(chance);
      const said = this.#learner.predict({ data: inputs, shape: [this.#batch, this.#context] });
      for (let i = 0; i < this.#batch; i++) {
        const from = i * this.#context;
        const row = targets.subarray(from, from + this.#context);
        right += Number(row.every((target, t) => target < 0 || target === said[from + t]));
      }
    }
    return right / (batches * this.#batch);
  }

  /** Answers a prompt symbol by symbol, each time the likeliest. */
  answer(prompt: string): string {
    const text = [...this.#codec.encode(`${prompt}=`)];
    const end = this.#codec.encode('.')[0] as number;
    const { length } = text;
    if (length > this.#context) {
      throw new RangeError(
        `SequenceTraining: a prompt may have ${this.#context - 1} symbols, got ${length - 1}.`,
      );
    }
    while (text.length <= this.#context) {
      const x = { data: Int32Array.from(text), shape: [1, text.length] };
      const said = read(() => noGrad(() => this.#model.forward(toTensor(x)).argmax({ axis: -1 })));
      const next = said[text.length - 1] as number;
      if (next === end) break;
      text.push(next);
    }
    return this.#codec.decode(text.slice(length));
  }

  dispose(): void {
    this.#learner.dispose();
  }

  #draw({ uniform }: Chance) {
    return drawSequenceBatch(this.task, {
      count: this.#batch,
      size: this.#size,
      uniform,
      context: this.#context,
    });
  }
}
