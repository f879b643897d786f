/**
 * The name duel: an MLP and an attention model of the same size see the same sentences "… I'm called <name>, … so my
 * name is <name>." and are judged on names that neither has seen, every token of them.
 *
 * With many names, at many places, the only rule that fits is "look it up and copy it". Attention is made of that rule.
 * An MLP would have to learn it anew for every place and every token. The options switch off, one by one, what makes
 * the difference.
 */
import { type Generator, generator, noGrad, type Tensor } from '@gibbs/tensor';
import { crossEntropy } from '../loss.js';
import type { Schedule } from '../schedule.js';
import { countOf, Learner, read, toTensor, uniformsOf } from './learner.js';
import { AttentionNameModel, MlpNameModel, type NameModel } from './nameModels.js';
import { drawName, drawNameSentence, type NamePosition, type NameSentence } from './names.js';

/** What the duel needs of a tokenizer; one of `@gibbs/tokenizer` fits. Words come one by one, each with its space. */
export interface NameTokenizer {
  encode(text: string): ArrayLike<number>;
  decode(tokens: number[]): string;
  /** Every token is below this. */
  readonly vocabSize: number;
}

export interface NameDuelOptions {
  tokenizer: NameTokenizer;
  seed?: number;
  /** Different names to train on. */
  names?: number;
  /** Different names to be judged on, none of them trained on. */
  unseen?: number;
  /**
   * Names kept out of training, for {@link NameDuel.ask}. Names are drawn that have 2 to 4 tokens, or up to as many as
   * the longest of these: what was never so long in training is seldom copied whole.
   */
  heldOut?: readonly string[];
  steps?: number;
  /** Sentences per step. */
  batch?: number;
  /** Where names stand. */
  position?: NamePosition;
  /** Whether the table of tokens is learned, or random and fixed. */
  embeddings?: 'learned' | 'fixed';
  /** Whether attention hands out a learned map of a token's row, or the row as stored. */
  values?: 'learned' | 'stored';
  /** How many tokens each place of the attention model knows of: its own and those just before. */
  memory?: number;
  attentionRate?: number;
  mlpRate?: number;
}

/** Share of names answered with every token right, 0 to 1. */
export interface NameScore {
  seen: number;
  unseen: number;
}

/** The two students by name. */
export interface Both<T> {
  attention: T;
  mlp: T;
}

/** Where the heads of the attention model look while they answer. */
export interface HeadScore {
  head: number;
  /** Mean share of the very token that is to be said next. */
  target: number;
  /** Mean share of the whole name. */
  name: number;
  /** What `target` would be for a head that looks everywhere alike. */
  chance: number;
  /** Whether the head looks at the name: more than half of its look is on the right token. */
  copies: boolean;
}

/** What a student says when asked for a name. */
export interface NameAnswer {
  answer: string;
  tokens: string[];
  /** Probability of each token as it was said. */
  probabilities: number[];
  right: boolean;
}

/** What {@link NameDuel.ask} returns. */
export interface AskedName extends Both<NameAnswer> {
  /** The tokens of the sentence up to the place of the answer. */
  context: string[];
  /** Whether the name was among those trained on. */
  seen: boolean;
  /** For each head and each token that attention said, the share of each token of the context and the answer so far. */
  looks: number[][][];
}

const shortest = 2;
const usuallyLongest = 4;
const ignored = -1;
/** Sentences per evaluation step. */
const evalBatch = 64;

interface Row {
  /** Tokens up to the last of the name in the answer. */
  tokens: number[];
  /** Tokens of the name. */
  name: number[];
  end: number;
  /** Where the name is first mentioned, counted in tokens from the start. */
  mention: number;
}

interface Student {
  model: NameModel;
  learner: Learner;
}

/**
 * Two students and their sentences; each {@link advance} is one step of both.
 *
 * @throws RangeError when the tokenizer makes too few names of the right length.
 */
export class NameDuel {
  readonly steps: number;
  readonly window: number;
  /** Tokens of the longest names. */
  readonly longest: number;
  /** Trained numbers of each. */
  readonly parameters: Both<number>;
  /** Steps taken. */
  step: number = 0;
  readonly #options: NameDuelOptions;
  readonly #batch: number;
  /** Places where an answer is wanted: a name and its end. */
  readonly #slots: number;
  readonly #generator: Generator;
  readonly #uniform: () => number;
  readonly #seen: string[];
  readonly #seenRows: Row[];
  readonly #unseenRows: Row[];
  readonly #attention: AttentionNameModel;
  readonly #students: Both<Student>;
  readonly #pieces = new Map<string, ArrayLike<number>>();

  constructor(options: NameDuelOptions) {
    const { tokenizer, seed = 7, names = 4000, unseen = 1024, heldOut = [] } = options;
    const { steps = 120, batch = 64, embeddings, values, memory } = options;
    const { attentionRate = 0.01, mlpRate = 0.02 } = options;
    this.#options = options;
    this.steps = steps;
    this.#batch = batch;
    this.#generator = generator(seed);
    this.#uniform = uniformsOf(this.#generator);

    const lengths = heldOut.map((name) => this.#encode(` ${name}`).length);
    this.longest = Math.max(usuallyLongest, ...lengths);
    this.#slots = this.longest + 1;

    const drawn = this.#drawNames(names + unseen, new Set(heldOut));
    this.#seen = drawn.slice(0, names);
    const sample = Array.from({ length: 1000 }, (_, i) =>
      this.#drawRow(this.#seen[i % names] as string),
    );
    this.window = Math.max(...sample.map((row) => row.tokens.length));
    this.#unseenRows = drawn.slice(names).map((name) => this.#drawFittingRow(name));
    this.#seenRows = Array.from({ length: Math.min(256, unseen) }, () => this.#drawSeenRow());

    const sizes = {
      vocab: tokenizer.vocabSize,
      window: this.window,
      slots: this.#slots,
      embeddings,
      generator: this.#generator,
    };
    this.#attention = new AttentionNameModel({ ...sizes, values, memory });
    const parameters = countOf(this.#attention);
    const mlp = new MlpNameModel({ ...sizes, parameters });
    this.parameters = { attention: parameters, mlp: countOf(mlp) };
    this.#students = {
      attention: studentOf(this.#attention, riseAndFall(attentionRate, steps)),
      mlp: studentOf(mlp, riseAndFall(mlpRate, steps)),
    };
  }

  /** Draws sentences and lets both students learn from them once; returns their losses in nats per token. */
  advance(): Both<number> {
    const rows = Array.from({ length: this.#batch }, () => this.#drawSeenRow());
    const { tokens, targets } = this.#pack(rows);
    const wanted = { data: targets, shape: [this.#batch, this.#slots] };
    const losses = both((who) => {
      const { model, learner } = this.#students[who];
      return learner.learn(this.step, model.layOut(tokens), wanted);
    });
    this.step++;
    return losses;
  }

  /** Judges both on names seen (at most 256) and on names never seen (all, or `limit`). */
  score(limit: number = Number.POSITIVE_INFINITY): Both<NameScore> {
    return both((who) => ({
      seen: this.#rightShare(this.#students[who], this.#seenRows.slice(0, limit)),
      unseen: this.#rightShare(this.#students[who], this.#unseenRows.slice(0, limit)),
    }));
  }

  /**
   * Asks both for a name, token by token, each time the likeliest.
   *
   * @throws RangeError when the name is too long for the window.
   */
  ask(
    name: string,
    sentence: NameSentence = drawNameSentence(name, this.#uniform, 'fixed'),
  ): AskedName {
    const { tokenizer } = this.#options;
    const { tokens, name: spelled, end } = this.#rowOf(sentence);
    const context = tokens.slice(0, tokens.length - spelled.length);
    const limit = this.window - context.length;
    if (spelled.length === 0 || spelled.length > limit) {
      throw new RangeError(
        `nameDuel: a name in this sentence must have 1 to ${limit} tokens, got ${spelled.length}.`,
      );
    }
    const looks: number[][][] = Array.from({ length: this.#attention.heads }, () => []);
    const answers = both((who): NameAnswer => {
      const said: number[] = [];
      const probabilities: number[] = [];
      let ended = false;
      while (!ended && said.length <= Math.min(spelled.length + 1, limit)) {
        const { token, probability, shares } = this.#next(who, [...context, ...said]);
        ended = token === end;
        if (ended) break;
        said.push(token);
        probabilities.push(probability);
        for (const [head, share] of shares.entries()) looks[head]?.push(share);
      }
      return {
        answer: tokenizer.decode(said).trim(),
        tokens: said.map((token) => tokenizer.decode([token])),
        probabilities,
        right: ended && said.join() === spelled.join(),
      };
    });
    return {
      ...answers,
      context: context.map((token) => tokenizer.decode([token])),
      seen: this.#seen.includes(name),
      looks,
    };
  }

  /** Scores each head by how much it looks at the token it should say next, over names never seen. */
  heads(limit: number = 256): HeadScore[] {
    const { window } = this;
    const { heads } = this.#attention;
    const sums = Array.from({ length: heads }, () => ({ target: 0, name: 0 }));
    let [answers, chance] = [0, 0];
    const rows = this.#unseenRows.slice(0, limit);
    for (let from = 0; from < rows.length; from += evalBatch) {
      const part = rows.slice(from, from + evalBatch);
      const shares = this.#shares(this.#pack(part).tokens);
      for (const [i, { tokens, name, mention }] of part.entries()) {
        const first = window - tokens.length + mention;
        for (const j of name.keys()) {
          const slot = this.#slots - name.length - 1 + j;
          answers++;
          chance += 1 / (window - this.#slots + slot + 1);
          for (const [head, total] of sums.entries()) {
            const at = ((i * heads + head) * this.#slots + slot) * window;
            total.target += shares[at + first + j] as number;
            for (const k of name.keys()) total.name += shares[at + first + k] as number;
          }
        }
      }
    }
    return sums.map(({ target, name }, head) => ({
      head,
      target: target / answers,
      name: name / answers,
      chance: chance / answers,
      copies: target / answers > 0.5,
    }));
  }

  /** Frees the memory of both students. */
  dispose(): void {
    for (const { learner } of Object.values(this.#students)) learner.dispose();
  }

  /** The likeliest next token after a text, and where attention looked for it (one row of shares per head). */
  #next(
    who: keyof Both<Student>,
    tokens: number[],
  ): { token: number; probability: number; shares: number[][] } {
    const { model } = this.#students[who];
    const row = new Int32Array(this.window).fill(this.#options.tokenizer.vocabSize);
    row.set(tokens, this.window - tokens.length);
    const all = reading(() => model.forward(toTensor(model.layOut(row))).softmax());
    const chances = Array.from(all).slice(-all.length / this.#slots);
    const probability = Math.max(...chances);
    const shares = who === 'attention' ? this.#lastLooks(row, tokens.length) : [];
    return { token: chances.indexOf(probability), probability, shares };
  }

  /** Where each head looks from the last place, over the last `count` places. */
  #lastLooks(row: Int32Array, count: number): number[][] {
    const shares = Array.from(this.#shares(row));
    return Array.from({ length: this.#attention.heads }, (_, head) => {
      const end = (head + 1) * this.#slots * this.window;
      return shares.slice(end - count, end);
    });
  }

  #shares(tokens: Int32Array): ArrayLike<number> {
    return reading(() => this.#attention.looks(toTensor(this.#attention.layOut(tokens))));
  }

  #rightShare(student: Student, rows: readonly Row[]): number {
    let right = 0;
    for (let from = 0; from < rows.length; from += evalBatch) {
      const part = rows.slice(from, from + evalBatch);
      const { tokens, targets } = this.#pack(part, evalBatch);
      const said = student.learner.predict(student.model.layOut(tokens));
      for (const i of part.keys()) {
        let fits = true;
        for (let slot = i * this.#slots; slot < (i + 1) * this.#slots; slot++) {
          fits &&= targets[slot] === ignored || targets[slot] === said[slot];
        }
        right += Number(fits);
      }
    }
    return right / rows.length;
  }

  /** Rows right-aligned in the window, and what is wanted at the last slots; missing rows are padding. */
  #pack(rows: readonly Row[], batch = rows.length): { tokens: Int32Array; targets: Int32Array } {
    const { window } = this;
    const tokens = new Int32Array(batch * window).fill(this.#options.tokenizer.vocabSize);
    const targets = new Int32Array(batch * this.#slots).fill(ignored);
    for (const [i, row] of rows.entries()) {
      tokens.set(row.tokens, (i + 1) * window - row.tokens.length);
      targets.set([...row.name, row.end], (i + 1) * this.#slots - row.name.length - 1);
    }
    return { tokens, targets };
  }

  #drawNames(count: number, heldOut: ReadonlySet<string>): string[] {
    const names = new Set<string>();
    const tries = 100 * count + 10_000;
    for (let i = 0; i < tries && names.size < count; i++) {
      const name = drawName(this.#uniform);
      const { length } = this.#encode(` ${name}`);
      if (length >= shortest && length <= this.longest && !heldOut.has(name)) names.add(name);
    }
    if (names.size < count) {
      throw new RangeError(
        `nameDuel: needs ${count} names of ${shortest} to ${this.longest} tokens, got ${names.size} among ${tries}. Train the tokenizer on nameCorpus?`,
      );
    }
    return [...names];
  }

  #drawSeenRow(): Row {
    return this.#drawFittingRow(
      this.#seen[Math.floor(this.#uniform() * this.#seen.length)] as string,
    );
  }

  #drawFittingRow(name: string): Row {
    for (;;) {
      const row = this.#drawRow(name);
      if (row.tokens.length <= this.window) return row;
    }
  }

  #drawRow(name: string): Row {
    return this.#rowOf(drawNameSentence(name, this.#uniform, this.#options.position));
  }

  #rowOf(sentence: NameSentence): Row {
    const tokens: number[] = [];
    let mention = 0;
    for (const [i, piece] of sentence.before.entries()) {
      if (i === sentence.mention) mention = tokens.length;
      append(tokens, this.#encode(piece));
    }
    const name = Array.from(this.#encode(sentence.name));
    append(tokens, name);
    return { tokens, name, end: this.#encode(sentence.end)[0] as number, mention };
  }

  #encode(piece: string): ArrayLike<number> {
    let tokens = this.#pieces.get(piece);
    if (!tokens) {
      tokens = this.#options.tokenizer.encode(piece);
      this.#pieces.set(piece, tokens);
    }
    return tokens;
  }
}

/** How a duel goes on. */
export interface NameDuelProgress {
  step: number;
  steps: number;
  /** Nats per token, of this step's sentences. */
  loss: Both<number>;
  /** Every `judge` steps, on 256 names each way, and at the end on all. */
  score?: Both<NameScore>;
}

/**
 * Takes a duel to its end and reports on the way, with a pause for everything else after each report.
 *
 * Leaving the loop stops it; so does the signal, with the error that it carries.
 */
export async function* runNameDuel(
  duel: NameDuel,
  { every = 5, judge = 40, signal }: { every?: number; judge?: number; signal?: AbortSignal } = {},
): AsyncGenerator<NameDuelProgress, void, void> {
  while (duel.step < duel.steps) {
    signal?.throwIfAborted();
    const loss = duel.advance();
    const { step, steps } = duel;
    const last = step === steps;
    const judged = last || step % judge === 0;
    if (!judged && step % every !== 0) continue;
    const score = judged ? duel.score(last ? undefined : 256) : undefined;
    yield { step, steps, loss, ...(score && { score }) };
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** A model with its training; what is predicted is the likeliest token of every slot. */
function studentOf(model: NameModel, learningRate: Schedule): Student {
  const learner = new Learner(model, {
    learningRate,
    loss: (indices, wanted) => crossEntropy(model.forward(indices), wanted, { ignore: ignored }),
    answer: (indices) => model.forward(indices).argmax({ axis: -1 }),
  });
  return { model, learner };
}

/** Rises over 30 steps, stays, and falls to a fiftieth over the last 40 %. */
function riseAndFall(peak: number, steps: number): Schedule {
  return (step) =>
    peak *
    Math.min(1, (step + 1) / 30) *
    Math.max(0.02, Math.min(1, (steps - step - 1) / (0.4 * steps)));
}

const reading = (run: () => Tensor): ArrayLike<number> => read(() => noGrad(run));

const both = <T>(of: (who: keyof Both<T>) => T): Both<T> => ({
  attention: of('attention'),
  mlp: of('mlp'),
});
const append = (list: number[], more: ArrayLike<number>): void => {
  for (let i = 0; i < more.length; i++) list.push(more[i] as number);
};
