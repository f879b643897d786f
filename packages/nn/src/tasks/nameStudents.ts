/**
 * The two students of the name duel, trained or not: what they say when asked for a name, where attention looks, and
 * how they are saved and brought back.
 */
import { type Generator, generator, noGrad, type Tensor } from '@gibbs/tensor';
import { countOf, read, toTensor } from './learner.js';
import { AttentionNameModel, MlpNameModel, type NameModel } from './nameModels.js';
import { type NameRow, nameRow } from './nameRow.js';
import { drawNameSentence, type NameSentence } from './names.js';
import { decodeNames, encodeNames } from './savedNames.js';

/** What the duel needs of a tokenizer; one of `@gibbs/tokenizer` fits. Words come one by one, each with its space. */
export interface NameTokenizer {
  encode(text: string): ArrayLike<number>;
  decode(tokens: number[]): string;
  /** Every token is below this. */
  readonly vocabSize: number;
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

/** What {@link NameStudents.ask} returns. */
export interface AskedName extends Both<NameAnswer> {
  /** The sentence up to the place of the answer. */
  sentence: string;
  /** Its tokens. */
  context: string[];
  /** Whether the name was among those trained on. */
  seen: boolean;
  /** For each head and each token that attention said, the share of each token of the context and the answer so far. */
  looks: number[][][];
}

/** What the students are made of, apart from their weights. */
export interface NameStudentsOptions {
  tokenizer: NameTokenizer;
  /** Tokens that both read. */
  window: number;
  /** Tokens of the longest names. */
  longest: number;
  /** Names to be trained on. */
  seen: readonly string[];
  embeddings?: 'learned' | 'fixed' | undefined;
  values?: 'learned' | 'stored' | undefined;
  memory?: number | undefined;
  /** Draws the first weights. */
  generator?: Generator;
}

const ignored = -1;
/** Sentences per evaluation step. */
const atATime = 64;

/** An attention model and an MLP of as many parameters; {@link NameDuel} trains them. */
export class NameStudents {
  readonly window: number;
  readonly longest: number;
  /** Trained numbers of each. */
  readonly parameters: Both<number>;
  readonly tokenizer: NameTokenizer;
  readonly seen: readonly string[];
  readonly models: Both<NameModel>;
  readonly #attention: AttentionNameModel;
  readonly #mlp: MlpNameModel;
  readonly #options: NameStudentsOptions;
  readonly #pieces = new Map<string, ArrayLike<number>>();

  constructor(options: NameStudentsOptions) {
    const { tokenizer, window, longest, seen, embeddings, values, memory } = options;
    const { generator: chance = generator(7) } = options;
    this.tokenizer = tokenizer;
    this.window = window;
    this.longest = longest;
    this.seen = seen;
    this.#options = options;
    const slots = longest + 1;
    const sizes = { vocab: tokenizer.vocabSize, window, slots, embeddings, generator: chance };
    this.#attention = new AttentionNameModel({ ...sizes, values, memory });
    const parameters = countOf(this.#attention);
    this.#mlp = new MlpNameModel({ ...sizes, parameters });
    this.models = { attention: this.#attention, mlp: this.#mlp };
    this.parameters = { attention: parameters, mlp: countOf(this.#mlp) };
  }

  /** Places where an answer is wanted: a name and its end. */
  get slots(): number {
    return this.longest + 1;
  }

  /**
   * Asks both for a name, token by token, each time the likeliest.
   *
   * @throws RangeError when the name is too long for the window.
   */
  ask(name: string, sentence: NameSentence = drawNameSentence(name, () => 0, 'fixed')): AskedName {
    const { tokens, name: spelled, end } = this.rowOf(sentence);
    const context = tokens.slice(0, tokens.length - spelled.length);
    const limit = this.window - context.length;
    if (spelled.length === 0 || spelled.length > limit) {
      throw new RangeError(
        `nameDuel: a name in this sentence must have 1 to ${Math.max(0, limit)} tokens, got ${spelled.length}.`,
      );
    }
    const looks: number[][][] = Array.from({ length: this.#attention.heads }, () => []);
    const answers = both((who): NameAnswer => {
      const said: number[] = [];
      const probabilities: number[] = [];
      let ended = false;
      while (said.length <= Math.min(spelled.length + 1, limit)) {
        const sofar = [...context, ...said];
        const { token, probability } = this.#next(who, sofar);
        ended = token === end;
        if (ended) break;
        if (who === 'attention') {
          for (const [head, share] of this.#looksAfter(sofar).entries()) looks[head]?.push(share);
        }
        said.push(token);
        probabilities.push(probability);
      }
      return {
        answer: this.tokenizer.decode(said).trim(),
        tokens: said.map((token) => this.tokenizer.decode([token])),
        probabilities,
        right: ended && said.join() === spelled.join(),
      };
    });
    return {
      ...answers,
      sentence: this.tokenizer.decode(context),
      context: context.map((token) => this.tokenizer.decode([token])),
      seen: this.seen.includes(name),
      looks,
    };
  }

  /**
   * Where attention looks from the end of any text, of which the last `window` tokens count: for each head the share
   * of each token; they add up to 1.
   */
  look(text: string): { tokens: string[]; heads: number[][] } {
    const tokens = Array.from(this.#encode(text)).slice(-this.window);
    if (tokens.length === 0) throw new RangeError('nameDuel: a text must have tokens, got none.');
    return {
      tokens: tokens.map((token) => this.tokenizer.decode([token])),
      heads: this.#looksAfter(tokens),
    };
  }

  /**
   * How much the MLP makes of each place before the answer, whatever stands there: root mean square of its first
   * layer's weights from that place, the `window` places in reading order.
   */
  placeWeights(): number[] {
    return this.#mlp.placeWeights();
  }

  /** Runs something with some heads of attention silent: what they find counts as nothing. They are heard again after. */
  without<T>(heads: readonly number[], run: () => T): T {
    const { silent } = this.#attention;
    const before = [...silent];
    try {
      for (const head of heads) silent.add(head);
      return run();
    } finally {
      silent.clear();
      for (const head of before) silent.add(head);
    }
  }

  /** Scores each head by how much it looks at the token it should say next, over the names of these rows. */
  heads(rows: readonly NameRow[]): HeadScore[] {
    const { window, slots } = this;
    const { heads } = this.#attention;
    const sums = Array.from({ length: heads }, () => ({ target: 0, name: 0 }));
    let [answers, chance] = [0, 0];
    for (let from = 0; from < rows.length; from += atATime) {
      const part = rows.slice(from, from + atATime);
      const shares = this.#shares(this.pack(part).tokens);
      for (const [i, { tokens, name, mention }] of part.entries()) {
        const first = window - tokens.length + mention;
        for (const j of name.keys()) {
          const slot = slots - name.length - 1 + j;
          answers++;
          chance += 1 / (tokens.length - name.length + j);
          for (const [head, total] of sums.entries()) {
            const at = ((i * heads + head) * slots + slot) * window;
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

  /** Share of these rows that a student answers with every token right, and with the end. */
  rightShare(
    who: keyof Both<NameModel>,
    rows: readonly NameRow[],
    predict: (laidOut: ReturnType<NameModel['layOut']>) => ArrayLike<number> = (x) =>
      reading(() => this.models[who].forward(toTensor(x)).argmax({ axis: -1 })),
  ): number {
    const { slots } = this;
    let right = 0;
    for (let from = 0; from < rows.length; from += atATime) {
      const part = rows.slice(from, from + atATime);
      const { tokens, targets } = this.pack(part, atATime);
      const said = predict(this.models[who].layOut(tokens));
      for (const i of part.keys()) {
        let fits = true;
        for (let slot = i * slots; slot < (i + 1) * slots; slot++) {
          fits &&= targets[slot] === ignored || targets[slot] === said[slot];
        }
        right += Number(fits);
      }
    }
    return right / rows.length;
  }

  /** Rows right-aligned in the window, and what is wanted at the last slots (else −1); missing rows are padding. */
  pack(
    rows: readonly NameRow[],
    batch: number = rows.length,
  ): { tokens: Int32Array; targets: Int32Array } {
    const { window, slots } = this;
    const tokens = new Int32Array(batch * window).fill(this.tokenizer.vocabSize);
    const targets = new Int32Array(batch * slots).fill(ignored);
    for (const [i, row] of rows.entries()) {
      tokens.set(row.tokens, (i + 1) * window - row.tokens.length);
      targets.set([...row.name, row.end], (i + 1) * slots - row.name.length - 1);
    }
    return { tokens, targets };
  }

  /** A sentence as tokens. */
  rowOf(sentence: NameSentence): NameRow {
    return nameRow(sentence, (piece) => this.#encode(piece));
  }

  /** Both students as one file, for {@link load}; the tokenizer is saved apart, by its own means. */
  save(): Uint8Array {
    return encodeNames(this.#options, this.models);
  }

  /**
   * Brings back students that were saved, with the tokenizer they were trained on.
   *
   * @throws RangeError when the file is damaged, of another task, disagrees with itself, or knows another tokenizer.
   */
  static load(bytes: Uint8Array, tokenizer: NameTokenizer): NameStudents {
    const { options, fill } = decodeNames(bytes, tokenizer);
    const students = new NameStudents(options);
    fill(students.models);
    return students;
  }

  dispose(): void {
    for (const model of Object.values(this.models)) for (const x of model.parameters()) x.dispose();
  }

  /** The likeliest next token after these. */
  #next(
    who: keyof Both<NameModel>,
    tokens: readonly number[],
  ): { token: number; probability: number } {
    const model = this.models[who];
    const laidOut = model.layOut(this.#windowOf(tokens));
    const all = reading(() => model.forward(toTensor(laidOut)).softmax());
    const chances = Array.from(all).slice(-all.length / this.slots);
    const probability = Math.max(...chances);
    return { token: chances.indexOf(probability), probability };
  }

  /** Where each head looks from the last of these tokens. */
  #looksAfter(tokens: readonly number[]): number[][] {
    const shares = Array.from(this.#shares(this.#windowOf(tokens)));
    return Array.from({ length: this.#attention.heads }, (_, head) => {
      const end = (head + 1) * this.slots * this.window;
      return shares.slice(end - tokens.length, end);
    });
  }

  #windowOf(tokens: readonly number[]): Int32Array {
    const row = new Int32Array(this.window).fill(this.tokenizer.vocabSize);
    row.set(tokens, this.window - tokens.length);
    return row;
  }

  #shares(tokens: Int32Array): ArrayLike<number> {
    return reading(() => this.#attention.looks(toTensor(this.#attention.layOut(tokens))));
  }

  #encode(piece: string): ArrayLike<number> {
    let tokens = this.#pieces.get(piece);
    if (!tokens) {
      tokens = this.tokenizer.encode(piece);
      this.#pieces.set(piece, tokens);
    }
    return tokens;
  }
}

/** Something for each student. */
export const both = <T>(of: (who: keyof Both<T>) => T): Both<T> => ({
  attention: of('attention'),
  mlp: of('mlp'),
});

const reading = (run: () => Tensor): ArrayLike<number> => read(() => noGrad(run));
