/**
 * Where things lie in the linear memory of a kernel. Untouched pages of it cost nothing, so the tables
 * that fill as they are used have fixed places; the rest grows from `heap`.
 */
export const layout = {
  /** Byte → character class; 0 where a byte does not decide it. */
  byteClasses: 0x100,
  /** State × class → next state or how the piece ends. */
  automaton: 0x400,
  /** Byte → whether a word of small letters ends before it in every pattern. */
  wordEnds: 0xb00,
  /** Base64 digit → its six bits, 255 for what is none. */
  base64: 0xc00,
  /** Byte → token id. */
  byteIds: 0x1000,
  /** The parts of a short piece while it merges: three arrays of u32. */
  parts: 0x2000,
  /** Code point → character class; 0 where JavaScript was not asked yet. */
  pointClasses: 0x10000,
  /** Pieces met before: 2^18 entries of 16 bytes. */
  cache: 0x120000,
  /** The ids of those that are more than one token, and the bytes of the long ones. */
  pool: 0x520000,
  poolEnd: 0xd00000,
  /** The most recent short pieces that are one token: 2^12 entries of 16 bytes. */
  front: 0xd00000,
  /** Two bytes → rank of the pair. */
  bigrams: 0xd10000,
  heap: 0xd50000,
} as const;

export const cacheBits = 18;
/** Longer pieces are not remembered. */
export const longestCached = 64;
/** No id, no rank. */
export const none = 0xffffffff;
/** Bytes of a merge in the trainer's list of those it made: left, right, id, and 64 bits of count. */
export const mergeSize = 20;
