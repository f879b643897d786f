/** Weights in eight bits: a quarter of the memory, for models that only answer. */
import { refuseType, ShapeError, shapeText } from '../errors.js';
import { fresh, raw, values } from '../handle.js';
import { matvecInt8, paddedTo16 } from '../kernels/matvecInt8.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { contiguous, launch } from './apply.js';

/** A matrix `[outputs, inputs]` as whole numbers from −127 to 127 and one scale per row. */
export interface QuantizedMatrix {
  readonly shape: readonly [outputs: number, inputs: number];
  /** @internal int32 `[outputs, …]` of four numbers each, rows padded with zeros to a multiple of 16. */
  readonly whole: Tensor;
  /** float32 `[outputs]`. */
  readonly scales: Tensor;
}

/** `wᵣ ≈ scaleᵣ · n` with scaleᵣ = max|wᵣ| / 127 and n the nearest whole numbers, row by row. */
export function quantize(w: Tensor): QuantizedMatrix {
  if (w.ndim !== 2 || w.dtype !== 'float32')
    refuseType('quantize', 'w must be a float32 matrix', `${w.dtype} ${shapeText(w.shape)}`);
  const [outputs, inputs] = w.shape as readonly [number, number];
  const row = paddedTo16(inputs);
  const whole = fresh(w, [outputs, row / 4], 'int32').keep();
  const scales = fresh(w, [outputs]).keep();
  const source = values(raw(contiguous(w)));
  const { buffer, byteOffset, byteLength } = values(raw(whole));
  const target = new Int8Array(buffer, byteOffset, byteLength).fill(0);
  const scale = values(raw(scales));
  for (let r = 0; r < outputs; r++) {
    const line = source.subarray(r * inputs, (r + 1) * inputs);
    let most = 0;
    for (const x of line) most = Math.max(most, Math.abs(x));
    scale[r] = most / 127;
    if (most > 0)
      line.forEach((x, i) => {
        target[r * row + i] = Math.round((x * 127) / most);
      });
  }
  return { shape: [outputs, inputs], whole, scales };
}

/** `y = x·wᵀ + bias` with a quantized w: `[…, inputs] → […, outputs]`. No gradient passes. */
export function quantizedLinear(x: Tensor, w: QuantizedMatrix, bias?: Tensor): Tensor {
  const [outputs, inputs] = w.shape;
  if (x.shape.at(-1) !== inputs)
    throw new ShapeError('quantizedLinear', 'inner sizes must agree', [x.shape, w.shape]);
  const y = fresh(x, [...x.shape.slice(0, -1), outputs]);
  const bytes = paddedTo16(inputs);
  const scratch = 2 * bytes + 64;
  launch(
    'matvecInt8',
    matvecInt8,
    [y.size / outputs, inputs, outputs, bytes, engine().workspace(scratch), scratch],
    [x, w.whole, w.scales, bias],
    [y],
  );
  return y;
}
