import {
  attention,
  cachedAttention,
  type Generator,
  matmul,
  type RotaryAngles,
  rotary,
  softmax,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
import type { LayerCache } from './cache.js';
import type { Initializer } from './init.js';
import { Linear } from './linear.js';
import { checkSizes, Module } from './module.js';
import { alibiSlopes, type RotaryScaling, rotaryTable } from './positions.js';

export interface AttentionOptions {
  readonly channels: number;
  readonly heads: number;
  /** Heads of keys and values, each shared by heads / keyValueHeads queries. Default `heads`. */
  readonly keyValueHeads?: number;
  /** Whether a token sees only itself and those before it. Default false. */
  readonly causal?: boolean;
  /** How places are told within attention: turned queries and keys, or a cost of distance. Default 'none'. */
  readonly positions?: 'rotary' | 'alibi' | 'none';
  /** The longest sequence; rotary positions need it. */
  readonly context?: number;
  /** Base of the rotary angles. Default 10,000. */
  readonly theta?: number;
  /** Makes rotary angles slower. Default: as they are. */
  readonly rotaryScaling?: RotaryScaling | undefined;
  readonly bias?: boolean;
  readonly generator: Generator;
  readonly init?: Initializer;
  /** Draws the weight of the output layer. Default `init`. */
  readonly outputInit?: Initializer;
}

/** Where attention looks, and what it remembers. */
export interface AttentionInputs {
  /** What is looked up, [batch, sourceTime, channels]; the tokens themselves when left out. */
  readonly source?: Tensor;
  readonly cache?: LayerCache | undefined;
}

/**
 * Multi-head attention (Vaswani et al. 2017): every token asks a question, each head answers it with the average
 * of the values whose keys come close,
 *
 *   `softmax(q · kᵀ / √headSize) · v`, which is p ∝ exp(−E/T) with energy −q·k and temperature √headSize.
 *
 * x [batch, time, channels] → [batch, time, channels]. Throws where heads do not divide channels, or key-value heads
 * heads; rotary positions need a context and an even head size, and a cache needs causal attention.
 */
export class MultiHeadAttention extends Module {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly causal: boolean;
  /** Heads that are silent for now: what they find counts as nothing. A step that was captured does not hear of it. */
  readonly silent: Set<number> = new Set();
  readonly #angles: RotaryAngles | undefined;
  readonly #slopes: readonly number[] | undefined;
  readonly #slopeTensor: Tensor | undefined;

  constructor({
    channels,
    heads,
    keyValueHeads = heads,
    causal = false,
    positions = 'none',
    context,
    theta = 10_000,
    rotaryScaling,
    outputInit,
    ...options
  }: AttentionOptions) {
    super();
    checkSizes('MultiHeadAttention', { channels, heads, keyValueHeads });
    if (channels % heads !== 0 || heads % keyValueHeads !== 0) {
      throw new RangeError(
        `MultiHeadAttention: heads must divide channels and keyValueHeads heads, got ${channels}, ${heads}, ${keyValueHeads}.`,
      );
    }
    const headSize = channels / heads;
    this.query = new Linear(channels, channels, options);
    this.key = new Linear(channels, keyValueHeads * headSize, options);
    this.value = new Linear(channels, keyValueHeads * headSize, options);
    this.output = new Linear(channels, channels, { ...options, init: outputInit ?? options.init });
    this.heads = heads;
    this.keyValueHeads = keyValueHeads;
    this.causal = causal;
    if (positions === 'alibi') {
      this.#slopes = alibiSlopes(heads);
      this.#slopeTensor = tensor([...this.#slopes]).keep();
    }
    if (positions === 'rotary') {
      if (context === undefined || headSize % 2 !== 0) {
        throw new RangeError(
          `MultiHeadAttention: rotary positions need a context and an even head size, got ${context}, ${headSize}.`,
        );
      }
      this.#angles = rotaryTable(context, headSize, theta, rotaryScaling);
    }
  }

  forward(x: Tensor, { source, cache }: AttentionInputs = {}): Tensor {
    const [q, k, v] = this.#ask(x, source ?? x, cache);
    const y = cache
      ? this.#recall(q, k, v, cache)
      : this.#slopes
        ? matmul(this.#scores(q, k).softmax(), shared(byHead(v), this.heads)).permute(0, 2, 1, 3)
        : attention(byHead(q), byHead(k), byHead(v), { causal: this.causal }).permute(0, 2, 1, 3);
    return this.output.forward(this.#heard(y).reshape(x.shape));
  }

  /** What the heads found, [batch, time, heads, headSize], without that of the silent ones. */
  #heard(y: Tensor): Tensor {
    if (this.silent.size === 0) return y;
    const loud = Array.from({ length: this.heads }, (_, head) => (this.silent.has(head) ? 0 : 1));
    return y.mul(tensor(loud, { dtype: y.dtype }).reshape(this.heads, 1));
  }

  /** Where each head of each token looks: [batch, heads, time, sourceTime], rows summing to 1. */
  weights(x: Tensor, source: Tensor = x): Tensor {
    const [q, k] = this.#ask(x, source);
    return softmax(this.#scores(q, k));
  }

  /** Queries, keys and values as [batch, time, heads, headSize]. */
  #ask(x: Tensor, source: Tensor, cache?: LayerCache): [Tensor, Tensor, Tensor] {
    const split = (t: Tensor, heads: number) =>
      t.reshape(t.shape[0] as number, t.shape[1] as number, heads, -1);
    const q = split(this.query.forward(x), this.heads);
    const k = split(this.key.forward(source), this.keyValueHeads);
    const v = split(this.value.forward(source), this.keyValueHeads);
    if (!this.#angles) return [q, k, v];
    const angles = cache ? { ...this.#angles, start: cache.start } : this.#angles;
    return [rotary(q, angles), rotary(k, angles), v];
  }

  #recall(q: Tensor, k: Tensor, v: Tensor, cache: LayerCache): Tensor {
    if (!this.causal) {
      throw new Error(
        'MultiHeadAttention: a cache serves causal attention, got another kind. Call it without a cache.',
      );
    }
    return cachedAttention(q, k, v, { ...cache, slopes: this.#slopeTensor });
  }

  /** q · kᵀ / √headSize with ALiBi's cost and the causal mask: the slow and obvious way. */
  #scores(q: Tensor, k: Tensor): Tensor {
    const [time, sourceTime] = [q.shape[1] as number, k.shape[1] as number];
    const keys = shared(byHead(k), this.heads).transpose();
    const scores = matmul(byHead(q), keys).mul(1 / Math.sqrt(q.shape[3] as number));
    if (!this.causal && !this.#slopes) return scores;
    const bias = new Float64Array(this.heads * time * sourceTime);
    for (let at = 0, head = 0; head < this.heads; head++) {
      for (let t = 0; t < time; t++) {
        for (let s = 0; s < sourceTime; s++, at++) {
          const ahead = s - t - (sourceTime - time); // places from the query to the key
          const cost = (this.#slopes?.[head] ?? 0) * (this.causal ? ahead : -Math.abs(ahead));
          bias[at] = this.causal && ahead > 0 ? -1e30 : cost;
        }
      }
    }
    return scores.add(tensor(bias, { shape: [this.heads, time, sourceTime], dtype: q.dtype }));
  }
}

/** [batch, time, heads, headSize] → [batch, heads, time, headSize], without copying. */
function byHead(x: Tensor): Tensor {
  return x.permute(0, 2, 1, 3);
}

/** Each key-value head repeated for the query heads that share it. */
function shared(x: Tensor, heads: number): Tensor {
  const [batch, few, time, size] = x.shape as [number, number, number, number];
  if (few === heads) return x;
  const group = heads / few;
  return x.unsqueeze(2).expand(batch, few, group, time, size).reshape(batch, heads, time, size);
}
