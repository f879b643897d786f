/**
 * Where things lie in the linear memory of a kernel. Untouched pages of it cost nothing, so the tables
 * that fill as they are used have fixed places; the rest grows from `heap`.
 */
export const layout = {
  /** Byte → character class; 0 where a byte does not decide it. */
  byteClasses: 0x100,
  /** State × class → next state or how the piece ends. */
  automaton: 0x400,
  /** All ones where a pattern knows line ends, where it knows capitals; 64 bits each. */
  lined: 0xb00,
  cased: 0xb08,
  /** Base64 digit → its six bits, 255 for what is none. */
  base64: 0xc00,
  /** Byte → token id. */
  byteIds: 0x1000,
  /** The parts of a short piece while it merges, their ids, and what became of them. */
  parts: 0x2000,
  /** The ends of the pieces that are looked up next. */
  batch: 0x4000,
  /** What was found for them: three ids, or where more of them are, and how many. */
  results: 0x4800,
  /** Those that were not found at once: where each starts, where its end is, its hash. */
  misses: 0x6800,
  /** Size of a piece → the bits of its first 16 bytes that count. */
  masks: 0x8800,
  /** Code point → character class; 0 where JavaScript was not asked yet. */
  pointClasses: 0x10000,
  /** Pieces of up to 15 bytes met before, 32 bytes each: the bytes and their number, three ids, or where more of them are, and how many. */
  cache: 0x120000,
  /** Longer pieces, 16 bytes each: hash, size, where the ids and bytes are. */
  longCache: 0x920000,
  /** Their ids and bytes, and the ids that are more than three. */
  pool: 0x9a0000,
  poolEnd: 0xda0000,
  /** Two bytes → rank of the pair. */
  bigrams: 0xda0000,
  /** The latest of those in `cache`, so close together that the processor's caches hold them. */
  front: 0xde0000,
  heap: 0xe60000,
} as const;

export const frontBits = 14;
export const cacheBits = 18;
export const longCacheBits = 15;
export const batchSize = 256;
/** Longer pieces are not remembered. */
export const longestCached = 63;
/** No id, no rank. */
export const none = 0xffffffff;
/** Bytes of a merge in the trainer's list of those it made: left, right, id, and 64 bits of count. */
export const mergeSize = 20;
