/** Convolution and pooling of images. */
import { refuse, ShapeError, shapeText } from '../errors.js';
import { composed } from '../handle.js';
import type { Tensor } from '../tensor.js';
import { checkDtypes } from './apply.js';
import { add } from './elementwise.js';
import { matmul } from './matmul.js';
import { pad, reshape } from './movement.js';
import { largest, windows } from './windows.js';

type Pair = number | readonly [height: number, width: number];

export interface Conv2dOptions {
  readonly stride?: Pair;
  /** Zeros on each side. */
  readonly padding?: Pair;
}

/**
 * `y[b, o, i, j] = bias[o] + Σ w[o, c, p, q]·x[b, c, i·stride + p, j·stride + q]`: x `[batch, channels, height,
 * width]`, weight `[out, channels, height, width]`, bias `[out]`. Windows are laid out as columns, so the sum is one
 * matrix product, and so are both gradients (Chellapilla et al. 2006). The result is `[batch, out, rows, columns]` with
 * `rows = ⌊(height + 2·padding − kernel)/stride⌋ + 1`. Throws where channels differ or the kernel is larger than the
 * image.
 */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  { stride = 1, padding = 0 }: Conv2dOptions = {},
): Tensor {
  checkDtypes('conv2d', bias ? [x, weight, bias] : [x, weight]);
  if (x.ndim !== 4 || weight.ndim !== 4 || x.shape[1] !== weight.shape[1])
    throw new ShapeError(
      'conv2d',
      'x [batch, channels, height, width] needs weight [out, channels, height, width]',
      [x.shape, weight.shape],
    );
  const [out, channels, kh, kw] = weight.shape as [number, number, number, number];
  if (bias && (bias.ndim !== 1 || bias.shape[0] !== out))
    refuse('conv2d', `bias must have shape [${out}]`, shapeText(bias.shape));
  return composed('conv2d', bias ? [x, weight, bias] : [x, weight], () => {
    const padded = padImage('conv2d', x, padding, 0);
    const columns = windows(padded, {
      size: [kh, kw],
      stride: checkWindow('conv2d', padded, [kh, kw], stride),
    });
    const [batch, , , , rows, places] = columns.shape as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const product = matmul(
      reshape(weight, [out, channels * kh * kw]),
      reshape(columns, [batch, channels * kh * kw, rows * places]),
    );
    const y = reshape(product, [batch, out, rows, places]);
    return bias ? add(y, reshape(bias, [out, 1, 1])) : y;
  });
}

export interface PoolOptions {
  /** The size of the window when left out. */
  readonly stride?: Pair;
  /** Places of −∞ on each side. */
  readonly padding?: Pair;
}

/**
 * Largest value of each window of `[batch, channels, height, width]`. The gradient goes to the first place that holds
 * it, row by row, as in PyTorch.
 */
export function maxPool2d(
  x: Tensor,
  size: Pair,
  { stride = size, padding = 0 }: PoolOptions = {},
): Tensor {
  if (x.ndim !== 4)
    refuse('maxPool2d', 'x must have shape [batch, channels, height, width]', shapeText(x.shape));
  const window = pair('maxPool2d', 'size', size, 1);
  return composed('maxPool2d', [x], () => {
    const padded = padImage('maxPool2d', x, padding, Number.NEGATIVE_INFINITY);
    const step = checkWindow('maxPool2d', padded, window, stride);
    return largest(padded, { size: window, stride: step });
  });
}

function padImage(op: string, x: Tensor, padding: Pair, value: number): Tensor {
  const [ph, pw] = pair(op, 'padding', padding, 0);
  return ph + pw === 0
    ? x
    : pad(
        x,
        [
          [0, 0],
          [0, 0],
          [ph, ph],
          [pw, pw],
        ],
        value,
      );
}

function checkWindow(
  op: string,
  x: Tensor,
  [kh, kw]: readonly [number, number],
  stride: Pair,
): readonly [number, number] {
  if (kh > (x.shape[2] as number) || kw > (x.shape[3] as number) || kh === 0 || kw === 0)
    refuse(op, `the window [${kh}, ${kw}] must fit the padded image`, shapeText(x.shape));
  return pair(op, 'stride', stride, 1);
}

function pair(op: string, name: string, value: Pair, least: number): readonly [number, number] {
  const [a, b] = typeof value === 'number' ? [value, value] : value;
  if (![a, b].every((n) => Number.isInteger(n) && n >= least))
    refuse(op, `${name} must be whole and at least ${least}`, `${value}`);
  return [a, b];
}
