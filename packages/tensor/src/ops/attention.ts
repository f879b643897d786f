/** Scaled dot-product attention. */
import { ShapeError } from '../errors.js';
import { fresh, type NumberArray, record } from '../handle.js';
import type { Tensor } from '../tensor.js';
import { contiguous, host } from './apply.js';

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
  const y = fresh(q, [...q.shape.slice(0, -1), v.shape.at(-1) as number]);
  const sums = fresh(q, q.shape.slice(0, -1));
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
      const [dq, dk, dv] = [fresh(q, q.shape), fresh(k, k.shape), fresh(v, v.shape)];
      host([q, k, v, y, sums, contiguous(dy)], [dq, dk, dv], (inputs, outputs) =>
        attentionVjpReference(plan, inputs as NumberArray[], outputs as NumberArray[]),
      );
      return [dq, dk, dv];
    },
    [sums],
  );
}

interface Plan {
  readonly batch: number;
  readonly heads: number;
  /** Query heads that share one head of k and v. */
  readonly group: number;
  readonly time: number;
  readonly source: number;
  readonly channels: number;
  readonly out: number;
  readonly causal: boolean;
  readonly scale: number;
}

function planOf(q: Tensor, k: Tensor, v: Tensor, causal: boolean, scale: number | undefined): Plan {
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
export function attentionReference(
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
