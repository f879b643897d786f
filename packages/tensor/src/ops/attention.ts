/** Scaled dot-product attention. */
import { ShapeError } from '../errors.js';
import { fresh, type NumberArray, pointer, record, release, viewOf } from '../handle.js';
import {
  type AttentionSizes,
  attentionBackward,
  attentionForward,
  type Heads,
} from '../kernels/attention.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { checkDtypes, contiguous, host, needFloat } from './apply.js';

export interface AttentionOptions {
  /** Each position sees itself and what came before it. */
  readonly causal?: boolean;
  /** Factor on q·k; 1/√channels when left out. */
  readonly scale?: number | undefined;
}

/**
 * `softmax(scale·q·kᵀ)·v`: q `[…, heads, time, channels]`, k and v `[…, heads, source, channels]`. The
 * square of scores is never stored. With fewer heads in k and v, groups of query heads share them.
 */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { causal = true, scale }: AttentionOptions = {},
): Tensor {
  const plan = planOf(q, k, v, causal, scale);
  const fast = q.dtype === 'float32' && plan.source > 0;
  const y = headsOf(q, [...q.shape.slice(0, -1), plan.out], fast);
  const sums = fresh(q, q.shape.slice(0, -1));
  if (fast) {
    const parts = [q, k, v].map(strided);
    const [a, b, c] = parts as [Strided, Strided, Strided];
    attentionForward(
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
  } else
    host([q, k, v], [y, sums], ([a, b, c], [out, s]) =>
      attentionReference(
        plan,
        a as NumberArray,
        b as NumberArray,
        c as NumberArray,
        out as NumberArray,
        s as NumberArray,
      ),
    );
  return record(
    'attention',
    y,
    [q, k, v],
    (dy) => {
      const [dq, dk, dv] = [q, k, v].map((x) => headsOf(x, x.shape, fast)) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      if (fast) {
        const parts = [q, k, v, y, dy, dq, dk, dv].map(strided);
        attentionBackward(
          engine(),
          plan,
          parts.map((x) => x.heads) as unknown as Parameters<typeof attentionBackward>[2],
          pointer(sums),
          [...parts.slice(0, 5).map((x) => x.tensor.storage), sums.storage],
          [dq, dk, dv].map((x) => x.storage),
        );
      } else
        host([q, k, v, y, sums, dy], [dq, dk, dv], (inputs, outputs) =>
          attentionVjpReference(plan, inputs as NumberArray[], outputs as NumberArray[]),
        );
      return [dq, dk, dv];
    },
    [sums],
  );
}

/** A new tensor; the fast path lays heads beside each other, so that joining them again costs nothing. */
function headsOf(like: Tensor, shape: Shape, joined: boolean): Tensor {
  if (!joined || shape.length < 3) return fresh(like, shape);
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

/** One row of scores at a time; a query at place t of the last `time` places sees sources up to its own. */
function attentionReference(
  p: Plan,
  q: NumberArray,
  k: NumberArray,
  v: NumberArray,
  y: NumberArray,
  sums: NumberArray,
): void {
  const scores = new Float64Array(p.source);
  eachQuery(p, (row, kv, seen) => {
    scoresOf(p, q, k, row, kv, seen, scores);
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < seen; j++) top = Math.max(top, scores[j] as number);
    let total = 0;
    for (let j = 0; j < seen; j++) total += scores[j] = Math.exp((scores[j] as number) - top);
    sums[row] = top + Math.log(total);
    for (let c = 0; c < p.out; c++) {
      let sum = 0;
      for (let j = 0; j < seen; j++)
        sum += ((scores[j] as number) / total) * (v[(kv + j) * p.out + c] as number);
      y[row * p.out + c] = sum;
    }
  });
}

/** With P the weights: dv = Pᵀ·dy; dS = P∘(dy·vᵀ − Σ dy·y); dq = scale·dS·k; dk = scale·dSᵀ·q. */
function attentionVjpReference(
  p: Plan,
  inputs: readonly NumberArray[],
  outputs: readonly NumberArray[],
): void {
  const [q, k, v, y, sums, dy] = inputs as [
    NumberArray,
    NumberArray,
    NumberArray,
    NumberArray,
    NumberArray,
    NumberArray,
  ];
  const [dq, dk, dv] = outputs as [NumberArray, NumberArray, NumberArray];
  for (const d of [dq, dk, dv]) d.fill(0);
  const scores = new Float64Array(p.source);
  eachQuery(p, (row, kv, seen) => {
    scoresOf(p, q, k, row, kv, seen, scores);
    let dot = 0;
    for (let c = 0; c < p.out; c++)
      dot += (dy[row * p.out + c] as number) * (y[row * p.out + c] as number);
    for (let j = 0; j < seen; j++) {
      const weight = Math.exp((scores[j] as number) - (sums[row] as number));
      let reach = 0;
      for (let c = 0; c < p.out; c++) {
        const at = (kv + j) * p.out + c;
        reach += (dy[row * p.out + c] as number) * (v[at] as number);
        dv[at] = (dv[at] as number) + weight * (dy[row * p.out + c] as number);
      }
      const ds = weight * (reach - dot) * p.scale;
      for (let c = 0; c < p.channels; c++) {
        const [a, b] = [row * p.channels + c, (kv + j) * p.channels + c];
        dq[a] = (dq[a] as number) + ds * (k[b] as number);
        dk[b] = (dk[b] as number) + ds * (q[a] as number);
      }
    }
  });
}

function eachQuery(p: Plan, visit: (row: number, firstSource: number, seen: number) => void): void {
  for (let b = 0; b < p.batch * p.heads; b++) {
    const kv = Math.floor(b / p.group) * p.source;
    for (let t = 0; t < p.time; t++)
      visit(b * p.time + t, kv, p.causal ? p.source - p.time + t + 1 : p.source);
  }
}

function scoresOf(
  p: Plan,
  q: NumberArray,
  k: NumberArray,
  row: number,
  kv: number,
  seen: number,
  scores: Float64Array,
): void {
  for (let j = 0; j < seen; j++) {
    let dot = 0;
    for (let c = 0; c < p.channels; c++)
      dot += (q[row * p.channels + c] as number) * (k[(kv + j) * p.channels + c] as number);
    scores[j] = dot * p.scale;
  }
}
