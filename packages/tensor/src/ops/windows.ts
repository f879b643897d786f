/** Sliding windows over images: a view, so that convolution is one copy and one product. */
import { fresh, record, release, viewOf } from '../handle.js';
import type { Tensor } from '../tensor.js';
import { applyInto, copy } from './apply.js';
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
  return record('windows', windowsOf(x, sizes), [x], (dy) => [
    gather(x, sizes, (dx, place) => {
      const part = place(dy);
      applyInto('add', (l, a, b) => l.add(a, b), dx, [dx, part]);
      release(part, 'windows');
    }),
  ]);
}

/** The largest value of each window. Its gradient goes to the first place in the window that holds it. */
export function largest(x: Tensor, sizes: WindowSizes): Tensor {
  const all = windowsOf(x, sizes);
  const y = max(all, { axis: [2, 3] });
  return record(
    'maxPool2d',
    y,
    [x],
    (dy) => {
      const left = copy(dy);
      return [
        gather(x, sizes, (dx, place) => {
          const part = place(all);
          applyInto(
            'poolVjp',
            (l, d, v, top, g) => l.add(d, l.select(l.eq(v, top), g, l.const(0))),
            dx,
            [dx, part, y, left],
          );
          applyInto('poolLeft', (l, v, top, g) => l.select(l.eq(v, top), l.const(0), g), left, [
            part,
            y,
            left,
          ]);
          release(part, 'maxPool2d');
        }),
      ];
    },
    [all],
  );
}

function windowsOf(x: Tensor, { size: [kh, kw], stride: [sh, sw] }: WindowSizes): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [s0, s1, s2, s3] = x.strides as [number, number, number, number];
  const rows = Math.floor((height - kh) / sh) + 1;
  const columns = Math.floor((width - kw) / sw) + 1;
  return viewOf(x, [batch, channels, kh, kw, rows, columns], [s0, s1, s2, s3, s2 * sh, s3 * sw]);
}

/** The gradient of `x`: zeros, to which `add` adds for every place of a window, row by row. */
function gather(
  x: Tensor,
  sizes: WindowSizes,
  add: (dx: Tensor, place: (all: Tensor) => Tensor) => void,
): Tensor {
  const dx = fresh(x, x.shape);
  applyInto('fill', (_, v) => v, dx, [0]);
  const all = windowsOf(dx, sizes);
  for (let i = 0; i < sizes.size[0]; i++)
    for (let j = 0; j < sizes.size[1]; j++) {
      const place = (y: Tensor): Tensor => {
        const [s0, s1, s2, s3, s4, s5] = y.strides as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const shape = [...y.shape.slice(0, 2), ...y.shape.slice(4)];
        return viewOf(y, shape, [s0, s1, s4, s5], y.offset + i * s2 + j * s3);
      };
      const target = place(all);
      add(target, place);
      release(target, 'windows');
    }
  release(all, 'windows');
  return dx;
}
