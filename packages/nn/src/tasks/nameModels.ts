/**
 * The two students of the name duel. Both read tokens and say which comes next at the last few places; both answer by
 * likeness to the rows of their token table, so that "the same token again" can be said.
 *
 * - The attention model looks up: each place offers a key made of its own token and those just before it, the places
 *   to be answered ask, and what is found is the token standing there. Nothing in it depends on where a place is.
 * - The MLP reads its whole window at once, one weight for every place, token and neuron.
 */
import {
  embedding,
  type Generator,
  gelu,
  matmul,
  rmsNorm,
  stack,
  type Tensor,
  tensor,
  zeros,
} from '@gibbs/tensor';
import { Embedding } from '../embedding.js';
import { normal } from '../init.js';
import { Linear } from '../linear.js';
import { Module } from '../module.js';
import { countOf, type Values } from './learner.js';

/** Sizes that both students share. */
export interface NameModelSizes {
  vocab: number;
  /** Tokens that are read. */
  window: number;
  /** Places at the end of the window where an answer is wanted. */
  slots: number;
  /** Whether the token table is trained, or random and fixed. */
  embeddings?: 'learned' | 'fixed' | undefined;
  generator: Generator;
}

/** A student: how it lays out the tokens of a batch, and what it makes of them. */
export interface NameModel extends Module {
  /** Rows of `window` tokens, end to end, `vocab` standing left of the first → what {@link forward} takes. */
  layOut(rows: Int32Array): Values;
  /** → logits of the next token, [batch, slots, vocab]. */
  forward(indices: Tensor): Tensor;
}

export interface AttentionNameModelOptions extends NameModelSizes {
  width?: number | undefined;
  heads?: number | undefined;
  /** How many tokens each place knows of: its own and those just before it. */
  memory?: number | undefined;
  /** What a place hands out: the row of its token as stored, or a learned map of it. */
  values?: 'stored' | 'learned' | undefined;
}

/** The student that looks up. */
export class AttentionNameModel extends Module implements NameModel {
  readonly tokens: Tokens;
  readonly looking: Head[];
  /** What the place itself adds to what it has found. */
  readonly residual: Tensor;
  /** Heads that are silent for now: what they find counts as nothing. */
  readonly silent: Set<number> = new Set();
  readonly #sizes: NameModelSizes & { memory: number };
  readonly #later: Tensor;
  /** What is added for each token: {@link nowhere} for what stands left of the first, else 0. */
  readonly #empty: Tensor;

  constructor(options: AttentionNameModelOptions) {
    super();
    const { window, slots, width = 32, heads = 2, memory = 3, values = 'stored' } = options;
    this.#sizes = { ...options, memory };
    this.tokens = new Tokens(options, width);
    this.looking = Array.from({ length: heads }, () => new Head(width, memory, values, options));
    this.residual = zeros([width, width], { requiresGrad: true });
    this.#empty = zeros([options.vocab + 1, 1]).keep();
    this.#empty.slice([options.vocab]).fill(nowhere);
    this.#later = tensor(laterPlaces(slots, window), { shape: [slots, window] }).keep();
  }

  get heads(): number {
    return this.looking.length;
  }

  /** → [memory, batch, window]: the token of each place, then the token before it, and so on. */
  layOut(rows: Int32Array): Values {
    const { vocab, window, memory } = this.#sizes;
    const data = new Int32Array(memory * rows.length).fill(vocab);
    for (let at = 0; at < rows.length; at++) {
      for (let back = 0; back < Math.min(memory, (at % window) + 1); back++) {
        data[back * rows.length + at] = rows[at - back] as number;
      }
    }
    return { data, shape: [memory, rows.length / window, window] };
  }

  forward(indices: Tensor): Tensor {
    const { window, slots } = this.#sizes;
    const table = this.tokens.rows();
    const own = embedding(table, indices.index(0));
    const found = this.#shares(indices, table).map((shares, i) => {
      const read = matmul(shares, this.looking[i]?.value?.forward(own) ?? own);
      return this.silent.has(i) ? read.mul(0) : read;
    });
    const sum = found.reduce((a, b) => a.add(b)).mul(1 / found.length);
    const here = matmul(own.slice(null, [window - slots]), this.residual);
    return this.tokens.answer(sum.add(here));
  }

  /** Where the heads look: share of each place in each answer, [batch, heads, slots, window]. */
  looks(indices: Tensor): Tensor {
    return stack(this.#shares(indices, this.tokens.rows()), 1);
  }

  /** For each head [batch, slots, window]. */
  #shares(indices: Tensor, table: Tensor): Tensor[] {
    const { window, slots, memory } = this.#sizes;
    const places = Array.from({ length: memory }, (_, back) => indices.index(back));
    const asking = places.map((ids) => ids.slice(null, [window - slots]));
    const [batch] = (places[0] as Tensor).shape as [number];
    const empty = embedding(this.#empty, places[0] as Tensor).reshape(batch, 1, window);
    const hidden = empty.add(this.#later);
    return this.looking.map((head) => head.shares(table, asking, places, hidden));
  }
}

/** One way to look: queries and keys are both made of the tokens that a place knows of. */
class Head extends Module {
  readonly query: Linear[];
  readonly key: Linear[];
  readonly value: Linear | null;
  /** Length of queries and keys, which bounds how sharp a look can be. */
  readonly sharpness: Tensor;

  constructor(
    width: number,
    memory: number,
    values: 'stored' | 'learned',
    { generator }: NameModelSizes,
  ) {
    super();
    const map = (inputs: number): Linear =>
      new Linear(width, width, { generator, bias: false, init: normal(1 / Math.sqrt(inputs)) });
    const maps = (): Linear[] => Array.from({ length: memory }, () => map(memory * width));
    this.query = maps();
    this.key = maps();
    this.value = values === 'learned' ? map(width) : null;
    this.sharpness = tensor(new Float32Array(width).fill(1.5), { requiresGrad: true });
  }

  /** softmax(query · key / √width + hidden), [batch, asking places, places]. */
  shares(table: Tensor, asking: Tensor[], places: Tensor[], hidden: Tensor): Tensor {
    const query = rmsNorm(told(this.query, table, asking), { weight: this.sharpness });
    const key = rmsNorm(told(this.key, table, places), { weight: this.sharpness });
    const width = table.shape[1] as number;
    return matmul(query, key.transpose())
      .mul(1 / Math.sqrt(width))
      .add(hidden)
      .softmax();
  }
}

/**
 * What each place tells: its own token through one map, the token before it through the next, all added up. The maps
 * are applied to the table, which is shorter than the sentences.
 */
function told(maps: readonly Linear[], table: Tensor, places: readonly Tensor[]): Tensor {
  return maps
    .map((map, back) => embedding(map.forward(table), places[back] as Tensor))
    .reduce((a, b) => a.add(b));
}

export interface MlpNameModelOptions extends NameModelSizes {
  /** The hidden layer is made as wide as this many parameters allow. */
  parameters: number;
  width?: number;
}

/** The student that reads its window with one weight for every place. */
export class MlpNameModel extends Module implements NameModel {
  readonly tokens: Tokens;
  readonly hidden: Linear;
  readonly out: Linear;
  readonly #sizes: NameModelSizes & { width: number };

  constructor(options: MlpNameModelOptions) {
    super();
    const { window, parameters, generator, width = 12 } = options;
    this.#sizes = { ...options, width };
    this.tokens = new Tokens(options, width);
    const inputs = window * width;
    // hidden·(inputs + 1) + width·(hidden + 1) is what is left for the two layers.
    const left = parameters - countOf(this.tokens) - width;
    const hidden = Math.max(1, Math.round(left / (inputs + 1 + width)));
    this.hidden = new Linear(inputs, hidden, { generator, init: normal(1 / Math.sqrt(inputs)) });
    this.out = new Linear(hidden, width, { generator, init: normal(1 / Math.sqrt(hidden)) });
  }

  /** How large the first layer's weights from each place of the window are: their root mean square. */
  placeWeights(): number[] {
    const { window, width } = this.#sizes;
    const weights = this.hidden.weight.toTypedArray();
    const squares = new Float64Array(window);
    for (const [at, weight] of weights.entries()) {
      const place = Math.floor((at % (window * width)) / width);
      squares[place] = (squares[place] as number) + weight * weight;
    }
    return Array.from(squares, (sum) => Math.sqrt((sum * window) / weights.length));
  }

  layOut(rows: Int32Array): Values {
    const { vocab, window, slots } = this.#sizes;
    const batch = rows.length / window;
    const data = new Int32Array(batch * slots * window).fill(vocab);
    for (let b = 0; b < batch; b++) {
      for (let slot = 0; slot < slots; slot++) {
        // The window ends at this slot's place, so that what is to come is not in it.
        const ahead = slots - 1 - slot;
        const row = rows.subarray(b * window, (b + 1) * window - ahead);
        data.set(row, (b * slots + slot) * window + ahead);
      }
    }
    return { data, shape: [batch, slots, window] };
  }

  forward(indices: Tensor): Tensor {
    const [batch, slots, window] = indices.shape as [number, number, number];
    const read = embedding(this.tokens.rows(), indices).reshape(
      batch,
      slots,
      window * this.#sizes.width,
    );
    return this.tokens.answer(this.out.forward(gelu(this.hidden.forward(read))));
  }
}

/** A token table that is read from and answered with. */
class Tokens extends Module {
  readonly table: Embedding;
  /** Factor of the logits: how sure an answer can be. */
  readonly certainty: Tensor;

  constructor({ vocab, embeddings, generator }: NameModelSizes, width: number) {
    super();
    this.table = new Embedding(vocab + 1, width, { generator, init: normal(1 / Math.sqrt(width)) });
    this.table.weight.requiresGrad = embeddings !== 'fixed';
    this.certainty = tensor(4, { requiresGrad: true });
  }

  /** The row of every token, of length about √width. */
  rows(): Tensor {
    return this.table.weight.mul(Math.sqrt(this.table.weight.shape[1] as number));
  }

  /** Logits by likeness: y at length √width against the row of every token. */
  answer(y: Tensor): Tensor {
    // The last row stands for no token: nobody says it.
    const { weight } = this.table;
    const rows = weight.slice([0, (weight.shape[0] as number) - 1]);
    return matmul(rmsNorm(y), rows.transpose()).mul(this.certainty);
  }
}

/** What is added to a closeness so that nothing is left of its share. */
const nowhere = -1e9;

/** 0 where slot i may look, {@link nowhere} where the place comes later than the slot. */
function laterPlaces(slots: number, window: number): Float32Array {
  return Float32Array.from({ length: slots * window }, (_, at) => {
    const place = window - slots + Math.floor(at / window);
    return at % window > place ? nowhere : 0;
  });
}
