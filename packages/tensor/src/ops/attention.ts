/** Scaled dot-product attention. */
import { ShapeError } from '../errors.js';
import { composed, fresh, pointer, record, release, viewOf } from '../handle.js';
import { type AttentionSizes, attentionKernel, type Heads } from '../kernels/attention.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { apply, checkDtypes, contiguous, needFloat } from './apply.js';
import { mul, where } from './elementwise.js';
import { matmul } from './matmul.js';
import { expand, reshape, transpose, unsqueeze } from './movement.js';
import { tril } from './order.js';
import { softmax } from './softmax.js';

export interface AttentionOptions {
  /** Each position sees itself and what came before it. */
  readonly causal?: boolean;
  /** Factor on q·k; 1/√channels when left out. */
  readonly scale?: number | undefined;
}

/**
 * `softmax(scale·q·kᵀ)·v`: q `[…, heads, time, channels]`, k and v `[…, heads, source, channels]`. The
 * square of scores is never stored (Dao et al. 2022). With fewer heads in k and v, groups of query heads share them.
 */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { causal = true, scale }: AttentionOptions = {},
): Tensor {
  const plan = planOf(q, k, v, causal, scale);
  if (q.dtype === 'float64' || plan.source === 0)
    return composed('attention', [q, k, v], () => attentionReference(q, k, v, plan));
  const y = headsOf(q, [...q.shape.slice(0, -1), plan.out]);
  const sums = fresh(q, q.shape.slice(0, -1));
  const parts = [q, k, v].map(strided);
  const [a, b, c] = parts as [Strided, Strided, Strided];
  attentionKernel(
    engine(),
    plan,
    [a.heads, b.heads, c.heads, strided(y).heads],
    pointer(sums),
    parts.map((x) => x.tensor.storage),
    [y.storage, sums.storage],
  );
  parts.forEach(({ tensor }, i) => {
    if (tensor !== [q, k, v][i]) release(tensor, 'attention');
  });
  return record(
    'attention',
    y,
    [q, k, v],
    (dy) => {
      const made = [q, k, v].map((x) => headsOf(x, x.shape));
      const parts = [q, k, v, y, dy, ...made].map(strided);
      attentionKernel(
        engine(),
        plan,
        parts.map((x) => x.heads),
        pointer(sums),
        [...parts.slice(0, 5).map((x) => x.tensor.storage), sums.storage],
        made.map((x) => x.storage),
      );
      return made;
    },
    [sums],
  );
}

/** A new tensor, which lays heads beside each other, so that joining them again costs nothing. */
function headsOf(like: Tensor, shape: Shape): Tensor {
  if (shape.length < 3) return fresh(like, shape);
  const swap = shape.map((_, i) => i);
  const [h, t] = [shape.length - 3, shape.length - 2];
  [swap[h], swap[t]] = [t, h];
  const dense = fresh(
    like,
    swap.map((i) => shape[i] as number),
  );
  const y = viewOf(
    dense,
    shape,
    swap.map((i) => dense.strides[i] as number),
  );
  release(dense, 'attention');
  return y;
}

interface Strided {
  readonly tensor: Tensor;
  readonly heads: Heads;
}

/** `[…, heads, time, channels]` as the kernel wants it: the last axis dense, leading axes joined. */
function strided(x: Tensor): Strided {
  const axes = x.ndim;
  const lead = axes - 3;
  const even =
    axes <= 4 ||
    x.shape
      .slice(0, lead)
      .every(
        (n, i) =>
          i === lead - 1 ||
          n === 1 ||
          x.strides[i] === (x.strides[i + 1] as number) * (x.shape[i + 1] as number),
      );
  const dense = (x.shape.at(-1) === 1 || x.strides.at(-1) === 1) && even;
  const tensor = dense ? x : contiguous(x);
  const s = tensor.strides;
  return {
    tensor,
    heads: {
      ptr: pointer(tensor),
      batch: axes > 3 ? (s[lead - 1] as number) : 0,
      head: axes > 2 ? (s[axes - 3] as number) : 0,
      time: s[axes - 2] as number,
    },
  };
}

type Plan = AttentionSizes;

function planOf(q: Tensor, k: Tensor, v: Tensor, causal: boolean, scale: number | undefined): Plan {
  checkDtypes('attention', [q, k, v]);
  needFloat('attention', q.dtype);
  const shapes = [q.shape, k.shape, v.shape];
  if (q.ndim < 2 || k.ndim !== q.ndim || v.ndim !== q.ndim)
    throw new ShapeError(
      'attention',
      'q, k and v need the same number of axes, at least 2',
      shapes,
    );
  const [time, channels] = q.shape.slice(-2) as [number, number];
  const [source, inner] = k.shape.slice(-2) as [number, number];
  if (inner !== channels || v.shape.at(-2) !== source)
    throw new ShapeError('attention', 'q and k must agree in channels, k and v in time', shapes);
  if (causal && time > source)
    throw new ShapeError('attention', 'a causal query must not be longer than its keys', shapes);
  const heads = q.ndim > 2 ? (q.shape.at(-3) as number) : 1;
  const kvHeads = q.ndim > 2 ? (k.shape.at(-3) as number) : 1;
  const lead = (t: Tensor): string => t.shape.slice(0, -3).join();
  if (
    lead(q) !== lead(k) ||
    lead(k) !== lead(v) ||
    (q.ndim > 2 && v.shape.at(-3) !== kvHeads) ||
    (kvHeads > 0 && heads % kvHeads !== 0)
  )
    throw new ShapeError(
      'attention',
      'batches must agree, and heads of k and v divide those of q',
      shapes,
    );
  const batch = q.shape.slice(0, -3).reduce((n, m) => n * m, 1);
  return {
    batch,
    heads,
    group: kvHeads ? heads / kvHeads : 1,
    time,
    source,
    channels,
    out: v.shape.at(-1) as number,
    causal,
    scale: scale ?? 1 / Math.sqrt(channels),
  };
}

/**
 * The slow twin, whose gradients follow from its parts; also the way of float64. A query sees sources up to its own
 * place.
 */
function attentionReference(q: Tensor, k: Tensor, v: Tensor, plan: Plan): Tensor {
  const { causal, group, heads, scale, source, time } = plan;
  const shared = (x: Tensor): Tensor => {
    if (group === 1) return x;
    const [lead, last] = [x.shape.slice(0, -2), x.shape.slice(-2)];
    const each = expand(unsqueeze(x, -3), [...lead, group, ...last]);
    return reshape(each, [...lead.slice(0, -1), heads, ...last]);
  };
  const scores = mul(matmul(q, transpose(shared(k))) as Tensor, scale) as Tensor;
  const one = apply('one', (l) => l.const(1), [fresh(q, [time, source])]);
  const seen = causal ? where(tril(one, source - time), scores, Number.NEGATIVE_INFINITY) : scores;
  return matmul(softmax(seen), shared(v)) as Tensor;
}
