/** Attention over a cache of keys and values, for one token or a few at a time. */
import { refuse, refuseType, ShapeError } from '../errors.js';
import { fresh, pointer, raw, values } from '../handle.js';
import {
  type CacheSizes,
  cacheAppend,
  cachedAttention as cachedAttentionKernel,
} from '../kernels/cachedAttention.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { bits } from '../wasm/kernel.js';
import { contiguous } from './apply.js';

export interface KeyValueCache {
  /** float32 `[batch, keyValueHeads, channels, context]`, made of zeros; keys lie transposed. */
  readonly keys: Tensor;
  /** float32 `[batch, keyValueHeads, context, channels]`, made of zeros. */
  readonly values: Tensor;
  /** int32 tensor of one value: the places filled before this call. */
  readonly start: Tensor;
  /** float32 `[heads]`: what each place between query and key costs (ALiBi). Default: nothing. */
  readonly slopes?: Tensor | undefined;
}

/**
 * Puts new keys and values into the cache behind those that are there, and gives the causal attention of `q` over
 * all of them: q `[batch, time, heads, channels]`, k and v `[batch, time, keyValueHeads, channels]` → as q. The
 * context must be a multiple of 16, and slopes dense. `start` is read in memory and left as it is, so that a captured
 * step serves every place. No gradient passes.
 */
export function cachedAttention(q: Tensor, k: Tensor, v: Tensor, cache: KeyValueCache): Tensor {
  const { keys, values: remembered, start, slopes } = cache;
  const [batch, time, heads, headSize] = q.shape as [number, number, number, number];
  const [, keyValueHeads, , context] = keys.shape as [number, number, number, number];
  const floats = [q, k, v, keys, remembered, ...(slopes ? [slopes] : [])];
  const shapes = floats.map((t) => t.shape);
  const same = (t: Tensor, ...shape: readonly number[]): boolean =>
    String(t.shape) === String(shape);
  if (
    q.ndim !== 4 ||
    !same(k, batch, time, keyValueHeads, headSize) ||
    !same(v, batch, time, keyValueHeads, headSize) ||
    !same(keys, batch, keyValueHeads, headSize, context) ||
    !same(remembered, batch, keyValueHeads, context, headSize) ||
    (slopes && !same(slopes, heads)) ||
    heads % keyValueHeads !== 0 ||
    context % 16 !== 0
  )
    throw new ShapeError('cachedAttention', 'queries, keys, values and cache must fit', shapes);
  if (floats.some((t) => t.dtype !== 'float32') || start.dtype !== 'int32')
    refuseType(
      'cachedAttention',
      'all must be float32 and start int32',
      `${q.dtype} and ${start.dtype}`,
    );
  const place = raw(start);
  engine().check(() => {
    const first = values(place)[0] as number;
    if (first < 0 || first + time > context)
      refuse(
        'cachedAttention',
        `the cache has ${context} places`,
        `${first} filled and ${time} new`,
      );
  }, [start.storage]);
  const sizes: CacheSizes = { batch, time, heads, keyValueHeads, headSize, context };
  const [qs, ks, vs] = [contiguous(q), contiguous(k), contiguous(v)];
  const y = fresh(q, q.shape);
  const at = { keys: pointer(keys), values: pointer(remembered), start: pointer(start) };
  const storages = [keys.storage, remembered.storage];
  cacheAppend(
    engine(),
    sizes,
    { k: pointer(ks), v: pointer(vs), ...at },
    { reads: [ks.storage, vs.storage, start.storage], writes: storages },
  );
  cachedAttentionKernel(
    engine(),
    sizes,
    {
      q: pointer(qs),
      y: pointer(y),
      scale: bits(1 / Math.sqrt(headSize)),
      slopes: slopes ? pointer(slopes) : 0,
      ...at,
    },
    {
      reads: [qs.storage, start.storage, ...storages, ...(slopes ? [slopes.storage] : [])],
      writes: [y.storage],
    },
  );
  return y;
}
