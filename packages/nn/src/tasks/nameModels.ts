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
  linear,
  matmul,
  randn,
  rmsNorm,
  type Tensor,
  tensor,
  zeros,
} from '@gibbs/tensor';

/** Sizes that both students share. */
export interface NameModelSizes {
  vocab: number;
  /** Tokens that are read. */
  window: number;
  /** Places at the end of the window where an answer is wanted. */
  slots: number;
}

/** A student: how it lays out the tokens of a batch, and what it makes of them. */
export interface NameModel {
  /** What is trained. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly parameters: number;
  /** Rows of `window` tokens, end to end → the indices that {@link logits} takes. */
  layOut(rows: Int32Array): { data: Int32Array; shape: number[] };
  /** Indices → logits of the next token, [batch, slots, vocab]. */
  logits(indices: Tensor): Tensor;
  dispose(): void;
}

/** Stands left of the first token. */
export const padding = (sizes: NameModelSizes): number => sizes.vocab;

export interface AttentionNameModelOptions extends NameModelSizes {
  width?: number;
  heads?: number;
  /** How many tokens each place knows of: its own and those just before it. */
  memory?: number;
  /** What a place hands out: a learned map of its token's row, or the row as stored. */
  values?: 'learned' | 'stored';
  /** Whether the token table is trained, or random and fixed. */
  embeddings?: 'learned' | 'fixed';
  generator: Generator;
}

/** A student that also shows where its heads look. */
export interface AttentionNameModel extends NameModel {
  readonly heads: number;
  /** Indices → share of each place in each answer, [batch, heads, slots, window]. */
  attention(indices: Tensor): Tensor;
}

/** Makes the student that looks up. */
export function attentionNameModel(options: AttentionNameModelOptions): AttentionNameModel {
  const { vocab, window, slots, width = 32, heads = 2, memory = 3, generator } = options;
  const { values = 'learned', embeddings = 'learned' } = options;
  const known = width * memory;
  const init = (shape: readonly number[], deviation: number): Tensor =>
    randn(shape, generator).mul(deviation).keep().withGrad();
  const table = init([vocab + 1, width], 1 / Math.sqrt(width));
  const query = init([known, heads * width], 1 / Math.sqrt(known));
  const key = init([known, heads * width], 1 / Math.sqrt(known));
  // Length of queries and keys: the sharpest share a look can have.
  const sharpness = tensor(new Float32Array(width).fill(1.5)).keep().withGrad();
  const value =
    values === 'learned' ? init([width, heads * width], 1 / Math.sqrt(width)) : undefined;
  const residual = zeros([width, width]).keep().withGrad();
  const certainty = tensor(4).keep().withGrad();
  const later = tensor(laterPlaces(slots, window), { shape: [slots, window] }).keep();

  const weights: Record<string, Tensor> = { query, key, sharpness, residual, certainty };
  if (value) weights.value = value;
  if (embeddings === 'learned') weights.table = table;
  else table.requiresGrad = false;

  const rowsOf = (indices: Tensor): Tensor => {
    const batch = indices.shape[0] as number;
    return embedding(table, indices).mul(Math.sqrt(width)).reshape(batch, window, known);
  };
  const shares = (indices: Tensor, rows: Tensor): Tensor => {
    const batch = rows.shape[0] as number;
    const split = (x: Tensor, places: number): Tensor =>
      rmsNorm(x.reshape(batch, places, heads, width), { weight: sharpness }).permute(0, 2, 1, 3);
    const asked = split(linear(rows.slice(null, [window - slots]), query), slots);
    const offered = split(linear(rows, key), window);
    const closeness = matmul(asked, offered.transpose()).mul(1 / Math.sqrt(width));
    const own = indices.slice(null, null, [0, 1]).reshape(batch, 1, 1, window);
    const empty = own.equal(vocab).to('float32').mul(nowhere);
    return closeness.add(later).add(empty).softmax();
  };

  return {
    weights,
    parameters: countOf(weights) + (embeddings === 'fixed' ? table.size : 0),
    heads,
    layOut: (rows) => {
      const data = new Int32Array(rows.length * memory).fill(vocab);
      for (let at = 0; at < rows.length; at++) {
        for (let back = 0; back < Math.min(memory, (at % window) + 1); back++) {
          data[at * memory + back] = rows[at - back] as number;
        }
      }
      return { data, shape: [rows.length / window, window, memory] };
    },
    dispose: () => {
      for (const x of [...Object.values(weights), table, later]) x.dispose();
    },
    attention: (indices) => shares(indices, rowsOf(indices)),
    logits: (indices) => {
      const rows = rowsOf(indices);
      const batch = rows.shape[0] as number;
      const own = rows.slice(null, null, [0, width]);
      const stored = value
        ? linear(own, value).reshape(batch, window, heads, width).permute(0, 2, 1, 3)
        : own.unsqueeze(1);
      const found = matmul(shares(indices, rows), stored)
        .sum({ axis: 1 })
        .mul(1 / heads);
      const here = linear(own.slice(null, [window - slots]), residual);
      return answer(found.add(here), table, certainty);
    },
  };
}

export interface MlpNameModelOptions extends NameModelSizes {
  /** The hidden layer is made as wide as this many parameters allow. */
  parameters: number;
  width?: number;
  embeddings?: 'learned' | 'fixed';
  generator: Generator;
}

/** Makes the student that reads its window with one weight for every place. */
export function mlpNameModel(options: MlpNameModelOptions): NameModel {
  const {
    vocab,
    window,
    slots,
    parameters,
    width = 12,
    embeddings = 'learned',
    generator,
  } = options;
  const table = randn([vocab + 1, width], generator)
    .mul(1 / Math.sqrt(width))
    .keep()
    .withGrad();
  const inputs = window * width;
  // table + hidden·(inputs + 1) + width·(hidden + 1) + certainty
  const hidden = Math.max(
    1,
    Math.round((parameters - table.size - width - 1) / (inputs + 1 + width)),
  );
  const init = (shape: readonly number[], inputs: number): Tensor =>
    randn(shape, generator)
      .mul(1 / Math.sqrt(inputs))
      .keep()
      .withGrad();
  const weights: Record<string, Tensor> = {
    hidden: init([inputs, hidden], inputs),
    hiddenBias: zeros([hidden]).keep().withGrad(),
    out: init([hidden, width], hidden),
    outBias: zeros([width]).keep().withGrad(),
    certainty: tensor(4).keep().withGrad(),
  };
  if (embeddings === 'learned') weights.table = table;
  else table.requiresGrad = false;

  return {
    weights,
    parameters: countOf(weights) + (embeddings === 'fixed' ? table.size : 0),
    layOut: (rows) => {
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
    },
    logits: (indices) => {
      const batch = indices.shape[0] as number;
      const read = embedding(table, indices).mul(Math.sqrt(width)).reshape(batch, slots, inputs);
      const thought = gelu(linear(read, weights.hidden as Tensor, weights.hiddenBias));
      const y = linear(thought, weights.out as Tensor, weights.outBias);
      return answer(y, table, weights.certainty as Tensor);
    },
    dispose: () => {
      for (const x of [...Object.values(weights), table]) x.dispose();
    },
  };
}

/** Logits by likeness: y/|y|·√width against every row of the table. */
function answer(y: Tensor, table: Tensor, certainty: Tensor): Tensor {
  // The last row stands for no token: nobody says it.
  const tokens = table.slice([0, (table.shape[0] as number) - 1]);
  return matmul(rmsNorm(y), tokens.transpose()).mul(certainty);
}

/** What is added to a closeness so that nothing is left of its share. */
const nowhere = -1e9;

/** 0 where slot i may look, far below 0 where the place comes later than the slot. */
function laterPlaces(slots: number, window: number): Float32Array {
  return Float32Array.from({ length: slots * window }, (_, at) => {
    const place = window - slots + Math.floor(at / window);
    return at % window > place ? nowhere : 0;
  });
}

const countOf = (weights: Readonly<Record<string, Tensor>>): number =>
  Object.values(weights).reduce((total, w) => total + w.size, 0);
