import { type KeyValueCache, type Tensor, tensor, zeros } from '@gibbs/tensor';

/** What attention layers remember of the tokens before, so that each new token costs one token's work. */
export class Cache {
  readonly layers: readonly LayerCache[];
  readonly context: number;
  /** int32 [1]: places filled. */
  readonly #start: Tensor;
  #length = 0;

  constructor({
    layers,
    batch = 1,
    context,
    keyValueHeads,
    headSize,
  }: {
    readonly layers: number;
    readonly batch?: number;
    readonly context: number;
    readonly keyValueHeads: number;
    readonly headSize: number;
  }) {
    this.context = context;
    this.#start = tensor(Int32Array.of(0)).keep();
    const room = Math.ceil(context / 16) * 16; // whole vectors, see cachedAttention
    this.layers = Array.from({ length: layers }, () => ({
      keys: zeros([batch, keyValueHeads, headSize, room]).keep(),
      values: zeros([batch, keyValueHeads, room, headSize]).keep(),
      start: this.#start,
    }));
  }

  /** Tokens remembered. */
  get length(): number {
    return this.#length;
  }

  /** Sets how many tokens are remembered: 0 forgets all, fewer than now forgets the latest. */
  set length(length: number) {
    if (!(Number.isInteger(length) && length >= 0 && length <= this.context)) {
      throw new RangeError(`Cache: it has room for ${this.context} tokens, got length ${length}.`);
    }
    this.#length = length;
    this.#start.copyFrom([length]);
  }

  /** The places of the next `time` tokens, int32 [time]. */
  places(time: number): Tensor {
    if (time === 1) return this.#start;
    return tensor(Int32Array.from({ length: time }, (_, i) => this.#length + i));
  }

  /** Gives its memory back. */
  dispose(): void {
    for (const { keys, values } of this.layers) {
      keys.dispose();
      values.dispose();
    }
    this.#start.dispose();
  }
}

/** The part of a {@link Cache} that one attention layer fills. */
export type LayerCache = KeyValueCache;

/** Throws unless `tokens` is [batch, time] and fits into the context behind what the cache holds. */
export function checkTokens(
  name: string,
  tokens: Tensor,
  context: number,
  cache: Cache | undefined,
): void {
  if (tokens.ndim !== 2) {
    throw new RangeError(
      `${name}: tokens must be [batch, time], got [${tokens.shape.join(', ')}].`,
    );
  }
  const time = (tokens.shape[1] as number) + (cache?.length ?? 0);
  if (time > context) {
    throw new RangeError(`${name}: the context holds ${context} tokens, got ${time}.`);
  }
}
