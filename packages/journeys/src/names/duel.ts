import { type Both, drawNameSentence, NameDuel, type NameSentence } from '@gibbs/nn/tasks';
import { generator, init } from '@gibbs/tensor';
import type { Tokenizer } from '@gibbs/tokenizer';
import { type Journey, Replay } from '../journey.js';
import { weightBits, weightParts } from '../weightBits.js';
import { builtInCorpus, Surgeon } from '../words/surgeon.js';
import {
  judgedEvery,
  judgedNames,
  type Look,
  type Mark,
  type Question,
  type Setup,
  unseenNames,
} from './protocol.js';

/** Tokens of the longest names that a duel is for, unless the name kept out is longer. */
const usuallyLongest = 4;

/** The tokenizer that both read with: byte pairs learned from sentences like those of the duel, unless a text is given. */
async function tokenizerOf({ corpus, merges, gone, seed }: Setup): Promise<Tokenizer> {
  const surgeon = await Surgeon.train(corpus === '' ? builtInCorpus(seed) : corpus, merges);
  return surgeon.tokenizer(gone);
}

/** Begins a duel; multiply and add are rounded apart, for the same bits on every machine. */
export async function beginDuel(setup: Setup): Promise<Duel> {
  await init({ fused: false });
  return new Duel(setup, await tokenizerOf(setup));
}

/** A sentence with so many openings and clauses, worded by a number. */
function sentenceOf({ name, openings, clauses, wording }: Question): NameSentence {
  if (openings + clauses + wording === 0) return drawNameSentence(name, () => 0, 'fixed');
  const chance = generator(wording);
  // The first two numbers drawn say how many openings (of 0 to 2) and clauses (of 0 to 4) there are.
  const first = [(openings + 0.5) / 3, (clauses + 0.5) / 5];
  return drawNameSentence(name, () => first.shift() ?? chance.uniform());
}

/** The name duel as a timeline: a tick is a step of both students, and both can be asked at any. */
export class Duel
  extends Replay<never, Both<Uint8Array>>
  implements Journey<never, Mark, Look, Question>
{
  protected override readonly every: number = 10;
  readonly #duel: NameDuel;
  readonly #tokenizer: Tokenizer;
  readonly #without: string;
  readonly #marks: Mark[] = [];
  readonly #usual: Set<number>;
  #losses: Both<number> | null = null;
  #last: { tick: number; look: Look } | null = null;
  #pace = { steps: 0, seconds: 0 };

  constructor(setup: Setup, tokenizer: Tokenizer) {
    super();
    const { without, ...options } = setup;
    this.#without = without;
    this.#tokenizer = tokenizer;
    this.#duel = new NameDuel({ ...options, tokenizer, unseen: unseenNames, heldOut: [without] });
    const { seen } = this.#duel.students;
    this.#usual = new Set(seen.flatMap((name) => Array.from(tokenizer.encode(` ${name}`))));
  }

  mark(): Mark {
    const { tick } = this;
    const known = this.#marks[tick];
    if (known) return known;
    const { steps } = this.#duel;
    const judged = tick === steps || tick % judgedEvery === 0;
    const scores = judged ? this.#duel.score(tick === steps ? unseenNames : judgedNames) : null;
    const mark: Mark = { tick, losses: this.#losses, scores };
    this.#marks[tick] = mark;
    return mark;
  }

  look(question: Question, passing = false): Look {
    const { tick } = this;
    if (passing && this.#last !== null) return this.#last.look;
    const same = JSON.stringify(question) === JSON.stringify(this.#last?.look.question);
    if (this.#last?.tick !== tick || !same) this.#last = { tick, look: this.#ask(question) };
    return this.#last.look;
  }

  /** Every weight of both students. */
  bits(): Uint8Array<ArrayBuffer> {
    const { attention, mlp } = this.#duel.students.models;
    return weightBits(attention.namedParameters(), mlp.namedParameters());
  }

  parts(): Iterable<BufferSource> {
    const { attention, mlp } = this.#duel.students.models;
    return weightParts(attention.namedParameters(), mlp.namedParameters());
  }

  dispose(): void {
    this.#duel.dispose();
  }

  protected advance(): void {
    const from = performance.now();
    this.#losses = this.#duel.advance();
    this.#pace.steps += 1;
    this.#pace.seconds += (performance.now() - from) / 1000;
  }

  protected keep(): Both<Uint8Array> {
    return this.#duel.checkpoint();
  }

  protected take(kept: Both<Uint8Array>): void {
    this.#duel.restore(kept);
  }

  #ask(question: Question): Look {
    const { name, silent } = question;
    const { students } = this.#duel;
    const sentence = sentenceOf(question);
    const row = students.rowOf(sentence);
    const pieces = (tokens: readonly number[]) =>
      tokens.map((token) => this.#tokenizer.decode([token]));
    const end = row.tokens.length - row.name.length;
    const silenced = silent === null ? [] : [silent];
    const shared = {
      question,
      name: pieces(row.name),
      mention: row.mention,
      heads: this.#duel.heads(32),
      silenced: silent === null ? null : this.#duel.scoreWithout(silenced, judgedNames),
      seen: students.seen.includes(name),
      strange: name !== this.#without && this.#isStrange(row.name),
      parameters: students.parameters,
      vocab: this.#tokenizer.vocabSize,
      stepsPerSecond: this.#pace.seconds > 0 ? this.#pace.steps / this.#pace.seconds : 0,
    };
    try {
      const { attention, mlp, context, looks } = students.without(silenced, () =>
        students.ask(name, sentence),
      );
      const places = students.placeWeights().slice(-context.length);
      return { ...shared, refused: null, context, answers: { attention, mlp }, looks, places };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const context = pieces(row.tokens.slice(0, end));
      const nothing = { answers: null, looks: [], places: context.map(() => 0) };
      return { ...shared, ...nothing, refused: error.message, context };
    }
  }

  #isStrange(tokens: readonly number[]): boolean {
    return tokens.length > usuallyLongest || tokens.some((token) => !this.#usual.has(token));
  }
}
