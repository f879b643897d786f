/** The gradient of the largest value of each window, which goes to the first place that holds it. */
import { block, branch, type Code, when } from '../wasm/expression.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import { type Kind, NUMBERS } from './numbers.js';

/**
 * (planes, height, width, rows, columns, size and stride of a window, x, y, dy) adds to dx: x and dx are
 * `[planes, height, width]`, y and dy `[planes, rows, columns]`.
 */
export function largestVjp(k: KernelBuilder, kind: Kind): Code {
  const { f } = k;
  const n = NUMBERS[kind];
  const [planes, height, width, rows, columns, down, across, stepDown, stepAcross] = k.args(9);
  const [x, y, dy, dx] = k.args(4, 9);
  const [begin, end, cut] = k.share(planes, 1);
  const [at, place] = f.i32s(2);
  const bytes = (count: ReturnType<typeof i32.add>): ReturnType<typeof i32.add> =>
    i32.mul(count, n.bytes);
  const target = i32.add(dx, place);
  return [
    cut,
    at.set(bytes(i32.mul(begin, i32.mul(rows, columns)))),
    f.for(begin, end, 1, (plane) =>
      f.for(0, rows, 1, (row) =>
        f.for(0, columns, 1, (column) => [
          block(
            f.for(0, down, 1, (i) => {
              const line = i32.add(i32.mul(row, stepDown), i);
              return [
                place.set(i32.mul(i32.add(i32.mul(plane, height), line), width)),
                place.set(bytes(i32.add(place, i32.mul(column, stepAcross)))),
                f.for(0, across, 1, () => [
                  when(
                    n.ne(n.load(i32.add(x, place)), n.load(i32.add(y, at))),
                    place.move(n.bytes),
                    [
                      n.store(target, n.sum(n.load(target), n.load(i32.add(dy, at)))),
                      // out of the condition, both loops and the block around them
                      branch(5),
                    ],
                  ),
                ]),
              ];
            }),
          ),
          at.move(n.bytes),
        ]),
      ),
    ),
  ];
}
