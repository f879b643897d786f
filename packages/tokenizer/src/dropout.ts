import { utf8 } from './bytes.js';
import { mergePiece } from './mergePiece.js';
import type { Tokenizer } from './tokenizer.js';

/**
 * Encodes pieces with BPE dropout: a merge that is due is passed over with the given chance, until
 * another one in its piece is done. The same seed gives the same ids. (Provilkov, Emelianenko and Voita
 * 2020, in the form of Hugging Face's tokenizers.)
 */
export function mergeWithDropout(
  tokenizer: Tokenizer,
  dropout: number,
  seed: number,
): (piece: string | Uint8Array) => Uint32Array {
  if (!(dropout >= 0 && dropout <= 1)) {
    throw new RangeError(`encode: dropout must be a chance from 0 to 1, got ${dropout}.`);
  }
  const random = mulberry32(seed);
  const helpers = tokenizer.parts.spelling?.helpers;
  return (piece) => {
    const bytes = typeof piece === 'string' ? utf8.encode(piece) : piece;
    const start = Array.from(bytes, (byte) => tokenizer.byteId(byte));
    const characters = tokenizer.parts.spelling?.characterRanks ?? 0;
    const ids = mergePiece(start, (left, right) => tokenizer.merge(left, right), {
      drop: (rank) => rank >= characters && random() < dropout,
    });
    return Uint32Array.from(helpers ? ids.flatMap((id) => helpers.get(id) ?? id) : ids);
  };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, enough to vary splits. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
