/** Rotary positions: queries and keys turned by where they stand. */
import { refuse, refuseType, ShapeError, shapeText } from '../errors.js';
import { composed, fresh, raw, record, values } from '../handle.js';
import { rotaryRows } from '../kernels/rotary.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { apply, launch } from './apply.js';
import { add, mul, sub, to } from './elementwise.js';
import { embedding } from './gather.js';
import { concat, reshape, split, unsqueeze } from './movement.js';
import { cumsum } from './order.js';

export interface RotaryAngles {
  /** Cosines and sines of the angle of each place and pair, `[context, channels / 2]`. */
  readonly cos: Tensor;
  readonly sin: Tensor;
  /** int32 tensor of one value: the place of the first row. */
  readonly start: Tensor;
}

/**
 * Turns the pair (xᵢ, xᵢ₊ₕ), h = channels / 2, by the angle of its place (Su et al. 2021; Llama's pairing):
 * `yᵢ = xᵢ·cos − xᵢ₊ₕ·sin`, `yᵢ₊ₕ = xᵢ₊ₕ·cos + xᵢ·sin`. x is `[…, time, heads, channels]`.
 *
 * Gradient: turns dy back by the same angle.
 */
export function rotary(x: Tensor, angles: RotaryAngles): Tensor {
  const { cos, sin, start } = angles;
  const [time, , channels] = x.shape.slice(-3) as [number, number, number];
  if (x.ndim < 3 || channels % 2 !== 0)
    refuse('rotary', 'x must be [..., time, heads, channels], channels even', shapeText(x.shape));
  for (const table of [cos, sin])
    if (table.ndim !== 2 || table.shape[1] !== channels / 2 || table.dtype === 'int32')
      throw new ShapeError('rotary', 'tables must be [context, channels / 2]', [
        x.shape,
        table.shape,
      ]);
  if (start.dtype !== 'int32' || start.size !== 1)
    refuseType('rotary', 'start must be one int32', `${start.dtype} ${shapeText(start.shape)}`);
  const [place, context] = [raw(start), cos.shape[0] as number];
  engine().check(() => {
    const first = values(place)[0] as number;
    if (first < 0 || first + time > context)
      refuse('rotary', `places must lie in [0, ${context})`, `${first} to ${first + time - 1}`);
  }, [start.storage]);
  if (x.dtype !== 'float32' || cos.dtype !== 'float32' || sin.dtype !== 'float32')
    return composed('rotary', [x], () => rotaryReference(x, angles));
  return turn(x, angles, false);
}

function turn(x: Tensor, { cos, sin, start }: RotaryAngles, backwards: boolean): Tensor {
  const y = fresh(x, x.shape);
  const [time, heads, channels] = x.shape.slice(-3) as [number, number, number];
  launch(
    backwards ? 'rotaryVjp' : 'rotary',
    (k) => rotaryRows(k, backwards),
    [x.size / Math.max(1, heads * channels), time, heads, channels / 2],
    [x, cos, sin, start],
    [y],
  );
  return record('rotary', y, [x], (dy) => [turn(dy, { cos, sin, start }, true)]);
}

/** The slow twin, whose gradient follows from its parts; also the way of float64. */
function rotaryReference(x: Tensor, { cos, sin, start }: RotaryAngles): Tensor {
  const [time, , channels] = x.shape.slice(-3) as [number, number, number];
  const ones = apply('one', (l) => l.const(1), [fresh(start, [time])]);
  const places = sub(add(cumsum(ones), reshape(start, [1])), 1) as Tensor;
  const [c, s] = [cos, sin].map((table) => to(unsqueeze(embedding(table, places), 1), x.dtype)) as [
    Tensor,
    Tensor,
  ];
  const [near, far] = split(x, channels / 2, -1) as [Tensor, Tensor];
  return concat(
    [sub(mul(near, c), mul(far, s)) as Tensor, add(mul(near, s), mul(far, c)) as Tensor],
    -1,
  );
}
