/** Sliding windows over images: a view, so that convolution is one copy and one product. */
import { fresh, record, release, viewOf } from '../handle.js';
import type { Tensor } from '../tensor.js';
import { applyInto } from './apply.js';

export interface WindowSizes {
  /** Height and width of a window. */
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
}

/**
 * All windows of `[batch, channels, height, width]` as a view `[batch, channels, size, size, rows, columns]`: one
 * value of the input stands in many windows. Its gradient adds each of them back.
 */
export function windows(x: Tensor, { size: [kh, kw], stride: [sh, sw] }: WindowSizes): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const rows = Math.floor((height - kh) / sh) + 1;
  const columns = Math.floor((width - kw) / sw) + 1;
  const [s0, s1, s2, s3] = x.strides as [number, number, number, number];
  const y = viewOf(x, [batch, channels, kh, kw, rows, columns], [s0, s1, s2, s3, s2 * sh, s3 * sw]);
  return record('windows', y, [x], (dy) => {
    const dx = fresh(x, x.shape);
    applyInto('fill', (_, v) => v, dx, [0]);
    const [t0, t1, t2, t3] = dx.strides as [number, number, number, number];
    const [d0, d1, d2, d3, d4, d5] = dy.strides as [number, number, number, number, number, number];
    const shape = [batch, channels, rows, columns];
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++) {
        const target = viewOf(dx, shape, [t0, t1, t2 * sh, t3 * sw], dx.offset + i * t2 + j * t3);
        const part = viewOf(dy, shape, [d0, d1, d4, d5], dy.offset + i * d2 + j * d3);
        applyInto('add', (l, a, b) => l.add(a, b), target, [target, part]);
        release(target, 'windows');
        release(part, 'windows');
      }
    return [dx];
  });
}
