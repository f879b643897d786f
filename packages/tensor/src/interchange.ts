/** Tensors from and to files of other programs: NumPy's .npy and Hugging Face's safetensors. */
import { tensor } from './create.js';
import { decodeNpy, encodeNpy } from './io/npy.js';
import type { ArrayData } from './io/numberArray.js';
import { decodeSafetensors, encodeSafetensors } from './io/safetensors.js';
import type { Tensor } from './tensor.js';

/** The tensor in a .npy file. Half precision becomes float32, narrow integers int32; a file that lies is refused. */
export function readNpy(bytes: Uint8Array): Tensor {
  return fromArray(decodeNpy(bytes));
}

/** A .npy file of the tensor. */
export function writeNpy(x: Tensor): Uint8Array {
  return encodeNpy(toArrayData(x));
}

/** All tensors in a safetensors file, by name; a file that lies about itself is refused. */
export function readSafetensors(bytes: Uint8Array): {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
} {
  const { arrays, metadata } = decodeSafetensors(bytes);
  return {
    tensors: new Map([...arrays].map(([name, array]) => [name, fromArray(array)])),
    metadata,
  };
}

/** A safetensors file of the named tensors. */
export function writeSafetensors(
  tensors: Iterable<readonly [name: string, x: Tensor]>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  return encodeSafetensors(
    [...tensors].map(([name, x]) => [name, toArrayData(x)] as const),
    metadata,
  );
}

const fromArray = ({ data, dtype, shape }: ArrayData): Tensor => tensor(data, { dtype, shape });

const toArrayData = (x: Tensor): ArrayData => ({
  dtype: x.dtype,
  shape: [...x.shape],
  data: x.toTypedArray(),
});
