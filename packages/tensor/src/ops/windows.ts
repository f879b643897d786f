/** Sliding windows over images: a view, so that convolution is one copy and one product. */
import { record, release, viewOf } from '../handle.js';
import { largestVjp } from '../kernels/pool.js';
import type { Tensor } from '../tensor.js';
import { applyInto, launch, zerosLike } from './apply.js';
import { max } from './reduce.js';

export interface WindowSizes {
  /** Height and width of a window. */
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
}

/**
 * All windows of `[batch, channels, height, width]` as a view `[batch, channels, size, size, rows, columns]`: one
 * value of the input stands in many windows. Its gradient adds each of them back.
 */
export function windows(x: Tensor, sizes: WindowSizes): Tensor {
  return record('windows', windowsOf(x, sizes), [x], (dy) => {
    const dx = zerosLike(x);
    const all = windowsOf(dx, sizes);
    for (let i = 0; i < sizes.size[0]; i++)
      for (let j = 0; j < sizes.size[1]; j++) {
        const [target, part] = [all, dy].map((y) => {
          const [s0, s1, s2, s3, s4, s5] = y.strides as Six;
          const shape = [...y.shape.slice(0, 2), ...y.shape.slice(4)];
          return viewOf(y, shape, [s0, s1, s4, s5], y.offset + i * s2 + j * s3);
        }) as [Tensor, Tensor];
        applyInto('add', (l, a, b) => l.add(a, b), target, [target, part]);
        release(target, 'windows');
        release(part, 'windows');
      }
    release(all, 'windows');
    return [dx];
  });
}

type Six = readonly [number, number, number, number, number, number];

/** The largest value of each window. Its gradient goes to the first place in the window that holds it. */
export function largest(x: Tensor, sizes: WindowSizes): Tensor {
  const all = windowsOf(x, sizes);
  const y = max(all, { axis: [2, 3] });
  release(all, 'maxPool2d');
  return record('maxPool2d', y, [x], (dy) => {
    const dx = zerosLike(x);
    const { dtype, shape } = x;
    const planes = (shape[0] as number) * (shape[1] as number);
    const numbers = [
      planes,
      ...shape.slice(2),
      ...y.shape.slice(2),
      ...sizes.size,
      ...sizes.stride,
    ];
    launch(`largestVjp ${dtype}`, (k) => largestVjp(k, dtype), numbers, [x, y, dy], [dx], x.size);
    return [dx];
  });
}

function windowsOf(x: Tensor, { size: [kh, kw], stride: [sh, sw] }: WindowSizes): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [s0, s1, s2, s3] = x.strides as [number, number, number, number];
  const rows = Math.floor((height - kh) / sh) + 1;
  const columns = Math.floor((width - kw) / sw) + 1;
  return viewOf(x, [batch, channels, kh, kw, rows, columns], [s0, s1, s2, s3, s2 * sh, s3 * sw]);
}
