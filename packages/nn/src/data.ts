import { generator, type Tensor, tensor } from '@gibbs/tensor';
import { checkSizes } from './module.js';

/** The tensors of one training step, for instance inputs and labels. */
export type Batch = readonly Tensor[];

/**
 * Batches by number. A batch depends on its number alone, so the position in the data is the number of steps, and a
 * run that is resumed at step n meets what it would have met. An array is gone through again and again.
 */
export type Data<B extends Batch = Batch> = readonly B[] | ((index: number) => B);

type Numbers = Float32Array | Float64Array | Int32Array;

/**
 * Stretches of a text from random places: inputs and targets, int32 [batch, context], targets being the inputs one
 * token on.
 */
export function tokenWindows(
  tokens: ArrayLike<number>,
  { batch, context, seed }: { batch: number; context: number; seed: number },
): (index: number) => [inputs: Tensor, targets: Tensor] {
  checkSizes('tokenWindows', { batch, context });
  checkText('tokenWindows', tokens, context);
  const draws = generator(seed);
  return (index) => {
    draws.restore({ seed, position: index * batch });
    const starts = Array.from({ length: batch }, () => draws.integer(tokens.length - context));
    return windowsAt(tokens, starts, context);
  };
}

/** A text cut into stretches that follow each other, in batches, for evaluation; what is left over is dropped. */
export function textBatches(
  tokens: ArrayLike<number>,
  { batch, context }: { batch: number; context: number },
): [inputs: Tensor, targets: Tensor][] {
  checkSizes('textBatches', { batch, context });
  checkText('textBatches', tokens, batch * context);
  const count = Math.floor((tokens.length - 1) / (batch * context));
  return Array.from({ length: count }, (_, i) =>
    windowsAt(
      tokens,
      Array.from({ length: batch }, (_, row) => (i * batch + row) * context),
      context,
    ),
  );
}

function windowsAt(
  tokens: ArrayLike<number>,
  starts: readonly number[],
  context: number,
): [Tensor, Tensor] {
  const window = (shift: number) => {
    const rows = new Int32Array(starts.length * context);
    for (const [row, start] of starts.entries()) {
      for (let t = 0; t < context; t++) {
        rows[row * context + t] = tokens[start + t + shift] as number;
      }
    }
    return tensor(rows, { shape: [starts.length, context] });
  };
  return [window(0), window(1)];
}

/**
 * Rows of tensors that belong together (images and labels), `batch` at a time, in an order that is new for every
 * pass over them. The last few rows of a pass that do not fill a batch wait for another order.
 */
export function minibatches<B extends Batch>(
  tensors: B,
  { batch, seed }: { batch: number; seed: number },
): (index: number) => B {
  const count = tensors[0]?.shape[0] ?? 0;
  for (const { shape } of tensors) {
    if (shape[0] !== count) {
      throw new RangeError(
        `minibatches: tensors must have equally many rows, got ${tensors.map((t) => t.shape[0]).join(' and ')}.`,
      );
    }
  }
  if (!(Number.isInteger(batch) && batch >= 1 && batch <= count)) {
    throw new RangeError(`minibatches: batch must lie between 1 and ${count}, got ${batch}.`);
  }
  const sources = tensors.map((t) => t.toTypedArray());
  const perPass = Math.floor(count / batch);
  const draws = generator(seed);
  let [known, order]: [number, Int32Array] = [-1, new Int32Array(0)];
  return (index) => {
    const pass = Math.floor(index / perPass);
    if (pass !== known) {
      draws.restore({ seed, position: pass * count });
      [known, order] = [pass, draws.permutation(count)];
    }
    const from = (index % perPass) * batch;
    const rows = order.subarray(from, from + batch);
    return tensors.map((t, i) => rowsOf(t, sources[i] as Numbers, rows)) as unknown as B;
  };
}

function rowsOf(t: Tensor, source: Numbers, rows: Int32Array): Tensor {
  const width = t.size / (t.shape[0] as number);
  const picked = new (source.constructor as new (length: number) => Numbers)(rows.length * width);
  for (const [at, row] of rows.entries()) {
    picked.set(source.subarray(row * width, (row + 1) * width), at * width);
  }
  return tensor(picked, { shape: [rows.length, ...t.shape.slice(1)] });
}

function checkText(name: string, tokens: ArrayLike<number>, needed: number): void {
  if (tokens.length <= needed) {
    throw new RangeError(`${name}: needs more than ${needed} tokens, got ${tokens.length}.`);
  }
}
