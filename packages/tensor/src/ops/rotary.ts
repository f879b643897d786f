/** Rotary positions: queries and keys turned by where they stand. */
import { refuse, refuseType, ShapeError, shapeText } from '../errors.js';
import { fresh, type NumberArray, pointer, raw, record, values } from '../handle.js';
import { type RotarySizes, rotary as rotaryKernel } from '../kernels/rotary.js';
import { sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { contiguous, host } from './apply.js';

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
  const [time, heads, channels] = x.shape.slice(-3) as [number, number, number];
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
  const sizes = { batch: sizeOf(x.shape.slice(0, -3)), time, heads, half: channels / 2 };
  return record('rotary', turn(x, angles, sizes, false), [x], (dy) => [
    turn(dy, angles, sizes, true),
  ]);
}

function turn(
  x: Tensor,
  { cos, sin, start }: RotaryAngles,
  sizes: RotarySizes,
  backwards: boolean,
): Tensor {
  const dense = contiguous(x);
  const y = fresh(x, x.shape);
  const [c, s] = [contiguous(cos), contiguous(sin)];
  if (x.dtype === 'float32' && cos.dtype === 'float32' && sin.dtype === 'float32') {
    if (y.size > 0)
      rotaryKernel(
        engine(),
        sizes,
        {
          x: pointer(dense),
          y: pointer(y),
          cos: pointer(c),
          sin: pointer(s),
          start: pointer(start),
        },
        {
          backwards,
          reads: [dense, c, s, start].map((t) => t.storage),
          writes: [y.storage],
        },
      );
  } else
    host([dense, c, s, start], [y], (inputs, [out]) =>
      rotaryReference(sizes, backwards, inputs as NumberArray[], out as NumberArray),
    );
  return y;
}

/** The slow twin. */
function rotaryReference(
  { batch, time, heads, half }: RotarySizes,
  backwards: boolean,
  inputs: readonly NumberArray[],
  y: NumberArray,
): void {
  const [x, cos, sin, start] = inputs as [NumberArray, NumberArray, NumberArray, NumberArray];
  for (let row = 0; row < batch * time * heads; row++) {
    const place = (start[0] as number) + (Math.floor(row / heads) % time);
    for (let i = 0; i < half; i++) {
      const near = row * 2 * half + i;
      const [c, s] = [cos[place * half + i] as number, sin[place * half + i] as number];
      const [a, b] = [x[near] as number, x[near + half] as number];
      y[near] = backwards ? a * c + b * s : a * c - b * s;
      y[near + half] = backwards ? b * c - a * s : b * c + a * s;
    }
  }
}
