import { compressedBits, type Layout } from '../interest/compressor.js';

/**
 * Entropy rate of a sequence or a field by compression, in nats per symbol: bits · ln 2 / N.
 *
 * Sees order of any kind the compressor knows (neighbours, repeats), which counting alone misses. Bias:
 * too high by what the model must learn, some tens of bits per context in use, over N. The compressor
 * is the package's own, so the figure is the same in every engine.
 */
export function compressionEntropy(bytes: Uint8Array, layout: Layout = {}): number {
  if (bytes.length === 0) {
    throw new RangeError('compressionEntropy: bytes must not be empty, got none.');
  }
  return (compressedBits(bytes, layout) * Math.LN2) / bytes.length;
}
