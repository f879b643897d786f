import { type NextTokenModel, NextTokenTraining, type TextTokenizer } from '@gibbs/nn/tasks';
import { type Journey, Replay } from '../journey.js';
import { introduction, type Material, materialOf } from './corpus.js';
import type { Guess, Lens, Look, Mark, Names, Rows, Setup } from './protocol.js';
import { longest } from './state.js';

interface Kept {
  training: Uint8Array;
  loss: number;
}

/** Steps from one judgement to the next: judging takes longer than learning. */
const judgedEvery = 4;
const batch = 64;
const shownGuesses = 10;
const shownRows = 40;
const sampleLength = 24;
/** Hidden neurons in a row of their picture. */
const across = 16;

/** A model that learns to tell the next token, with a timeline: a tick is a step of training. */
export class Study extends Replay<never, Kept> implements Journey<never, Mark, Look, Lens> {
  readonly #setup: Setup;
  readonly #material: Material;
  readonly #training: NextTokenTraining;
  readonly #refused: string | null;
  readonly #known: ReadonlySet<string> | null;
  readonly #tokens: number;
  #loss: number;
  readonly flopPerTick: number;
  #slow: Pick<Look, 'sample' | 'rows' | 'chosen' | 'names'> | null = null;
  #counts: { after: string; shares: ReadonlyMap<number, number> } | null = null;

  private constructor(
    setup: Setup,
    material: Material,
    training: NextTokenTraining,
    refused: string | null,
  ) {
    super();
    this.#setup = setup;
    this.#material = material;
    this.#training = training;
    this.#refused = refused;
    const { words } = material.tokenizer as TextTokenizer & { words?: readonly string[] };
    this.#known = words ? new Set(words) : null;
    // Two for a multiplication and its addition, three times: forwards, and backwards to inputs and to weights.
    const { context, channels, hidden } = training.model;
    const weights = hidden * (context * channels + material.tokenizer.vocabSize);
    this.flopPerTick = 6 * batch * weights;
    this.#tokens = material.tokenizer.encode(material.text).length;
    this.#loss = training.score().mlp;
  }

  /** Makes the text of a setup and begins to learn it; a text too short gives way to the village. */
  static async begin(setup: Setup): Promise<Study> {
    const trained = ({ text, tokenizer }: Material) =>
      new NextTokenTraining({
        ...{ text, tokenizer, context: setup.context, seed: setup.seed },
        ...{ steps: longest, batch },
      });
    const material = await materialOf(setup);
    try {
      return new Study(setup, material, trained(material), null);
    } catch (error) {
      if (setup.corpus !== 'own') throw error;
      const village = await materialOf({ ...setup, corpus: 'village' });
      return new Study(setup, village, trained(village), (error as Error).message);
    }
  }

  protected advance(): void {
    this.#training.advance();
    const { step, steps } = this.#training;
    if (step % judgedEvery === 0 || step === steps) this.#loss = this.#training.score().mlp;
  }

  protected keep(): Kept {
    return { training: this.#training.checkpoint(), loss: this.#loss };
  }

  protected take({ training, loss }: Kept): void {
    this.#training.restore(training);
    this.#loss = loss;
  }

  mark(): Mark {
    return { tick: this.tick, loss: this.#loss };
  }

  look({ text, temperature, draw, token }: Lens, passing: boolean = false): Look {
    const { model, step, steps } = this.#training;
    const { tokenizer, kind } = this.#material;
    const { bigram, unigram, uniform } = this.#training.score();
    const { known, unknown } = this.#sorted(text);
    const trace = model.trace(known, { limit: shownGuesses, temperature });
    const read = trace.read.map((each) => each.text);
    const last = trace.read.at(-1)?.token as number;
    // What takes longer than a step stays as it was while many are passed.
    if (!passing || !this.#slow) {
      this.#slow = {
        sample: model.sample(known, { length: sampleLength, temperature, seed: draw }),
        rows: this.#rows(),
        chosen: chosenOf(model, this.#token(token) ?? last),
        names: this.#names(),
      };
    }
    return {
      ...{ step, steps, parameters: model.parameters, vocab: tokenizer.vocabSize, kind },
      ...{ tokens: this.#tokens, refused: this.#refused },
      ...{ bigram, unigram, uniform, unknown },
      read: { tokens: read, ...pictured(trace.read.map(({ row }) => row)) },
      hidden: pictured(inRows(trace.hidden)).picture,
      next: this.#guesses(known, trace.next),
      ...this.#slow,
    };
  }

  bits(): Float32Array<ArrayBuffer> {
    return Float32Array.from(
      this.#training.model.model
        .parameters()
        .flatMap((each) => Array.from(each.toTypedArray() as Float32Array)),
    );
  }

  dispose(): void {
    this.#training.dispose();
  }

  /** A text without the words that the model has never met, and those words. */
  #sorted(text: string): { known: string; unknown: string[] } {
    if (!this.#known) return { known: text, unknown: [] };
    const words = text.match(/\n|\S+/g) ?? [];
    const known = (word: string) => this.#known?.has(word) === true;
    return {
      known: words.filter(known).join(' '),
      unknown: [...new Set(words.filter((word) => !known(word)))],
    };
  }

  #token(text: string): number | undefined {
    if (text === '' || (this.#known && !this.#known.has(text))) return undefined;
    const tokens = this.#material.tokenizer.encode(text);
    return tokens.length === 1 ? tokens[0] : undefined;
  }

  #guesses(text: string, next: readonly { token: number; text: string; probability: number }[]) {
    if (this.#counts?.after !== text) {
      const counted = this.#training.counted(text, this.#material.tokenizer.vocabSize);
      const shares = new Map(counted.map(({ token, probability }) => [token, probability]));
      this.#counts = { after: text, shares };
    }
    const { shares } = this.#counts;
    return next.map(
      ({ token, text, probability }): Guess => ({
        ...{ text, probability, counted: shares.get(token) ?? 0 },
      }),
    );
  }

  /** The first tokens of the vocabulary, which are those that the text begins with. */
  #rows(): Rows {
    const { model } = this.#training;
    const { tokenizer, kind } = this.#material;
    // The first 256 pieces are bytes; those after them are the most frequent pairs.
    const from = kind === 'pieces' ? 256 : 0;
    const count = Math.min(shownRows, tokenizer.vocabSize - from);
    const tokens = Array.from({ length: count }, (_, i) => from + i);
    const table = Array.from(model.model.tokens.weight.toTypedArray() as Float32Array);
    return {
      tokens: tokens.map((token) => tokenizer.decode([token])),
      ...pictured(
        tokens.map((token) => table.slice(token * model.channels, (token + 1) * model.channels)),
      ),
    };
  }

  #names(): Names | null {
    const { names } = this.#material;
    if (names.length === 0) return null;
    const { model } = this.#training;
    const { name } = this.#setup;
    const said = model.likeliest(names.map(introduction)).map(({ text }) => text);
    const all = model.next(introduction(name), this.#material.tokenizer.vocabSize);
    return {
      seen: names.filter((each, i) => said[i] === each).length,
      known: names.length,
      name,
      said: all[0]?.text ?? '',
      sure: all[0]?.probability ?? 0,
      right: all.find(({ text }) => text === name)?.probability ?? 0,
    };
  }
}

function chosenOf(model: NextTokenModel, token: number): Look['chosen'] {
  return {
    text: model.tokenizer.decode([token]),
    numbers: model.embedding(token),
    neighbours: model.neighbours(token, 5).map(({ text, cosine }) => ({ text, cosine })),
  };
}

/** Rows of numbers as bytes: 128 is nothing, 1 and 255 the largest there is. */
function pictured(rows: readonly (readonly number[])[]): Pick<Rows, 'channels' | 'picture'> {
  const all = rows.flat();
  const most = all.reduce((top, value) => Math.max(top, Math.abs(value)), 0) || 1;
  return {
    channels: rows[0]?.length ?? 0,
    picture: Uint8Array.from(all, (value) => Math.round(128 + (127 * value) / most)),
  };
}

function inRows(numbers: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(numbers.length / across) }, (_, i) =>
    numbers.slice(i * across, (i + 1) * across),
  );
}
