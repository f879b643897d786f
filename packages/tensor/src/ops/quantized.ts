/** Weights in eight bits: a quarter of the memory, for models that only answer. */
import { ShapeError, sentence, shapeText } from '../errors.js';
import { fresh, pointer, raw, values } from '../handle.js';
import { matvecInt8, paddedTo16 } from '../kernels/matvecInt8.js';
import { sizeOf } from '../shape.js';
import { Storage } from '../storage.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { contiguous } from './apply.js';

/** A matrix `[outputs, inputs]` as whole numbers from −127 to 127 and one scale per row. */
export interface QuantizedMatrix {
  readonly shape: readonly [outputs: number, inputs: number];
  /** @internal Rows of bytes, padded with zeros to a multiple of 16. */
  readonly bytes: Storage;
  /** float32 `[outputs]`. */
  readonly scales: Tensor;
}

/** `wᵣ ≈ scaleᵣ · n` with scaleᵣ = max|wᵣ| / 127 and n the nearest whole numbers, row by row. */
export function quantize(w: Tensor): QuantizedMatrix {
  if (w.ndim !== 2 || w.dtype !== 'float32')
    throw new TypeError(
      sentence('quantize', 'w must be a float32 matrix', `${w.dtype} ${shapeText(w.shape)}`),
    );
  const [outputs, inputs] = w.shape as readonly [number, number];
  const dense = raw(contiguous(w));
  const row = paddedTo16(inputs);
  const bytes = new Storage(row * outputs);
  const scales = fresh(w, [outputs]).keep();
  const source = values(dense);
  const target = new Int8Array(engine().heap.memory.buffer, bytes.ptr, row * outputs).fill(0);
  const scale = values(raw(scales));
  for (let r = 0; r < outputs; r++) {
    const line = source.subarray(r * inputs, (r + 1) * inputs);
    let most = 0;
    for (const x of line) most = Math.max(most, Math.abs(x));
    scale[r] = most / 127;
    if (most > 0)
      for (let i = 0; i < inputs; i++)
        target[r * row + i] = Math.round(((line[i] as number) * 127) / most);
  }
  return { shape: [outputs, inputs], bytes, scales };
}

/** `y = x·wᵀ + bias` with a quantized w: `[…, inputs] → […, outputs]`. No gradient passes. */
export function quantizedLinear(x: Tensor, w: QuantizedMatrix, bias?: Tensor): Tensor {
  const [outputs, inputs] = w.shape;
  if (x.shape.at(-1) !== inputs)
    throw new ShapeError('quantizedLinear', 'inner sizes must agree', [x.shape, w.shape]);
  const dense = contiguous(x);
  const y = fresh(x, [...x.shape.slice(0, -1), outputs]);
  matvecInt8(
    engine(),
    { rows: sizeOf(x.shape.slice(0, -1)), inputs, outputs },
    {
      x: pointer(dense),
      w: w.bytes.ptr,
      scale: pointer(w.scales),
      bias: bias ? pointer(bias) : 0,
      y: pointer(y),
    },
    {
      reads: [dense.storage, w.bytes, w.scales.storage, ...(bias ? [bias.storage] : [])],
      writes: [y.storage],
    },
  );
  return y;
}
