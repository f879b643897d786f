/**
 * Byte-level BPE: trains, encodes, decodes, and shows why.
 *
 * @example
 * ```ts
 * import { trainTokenizer } from '@gibbs/tokenizer';
 *
 * const text = 'low lower lowest slow slower slowest';
 * const tokenizer = await trainTokenizer(text, { vocabSize: 262 });
 * const ids = tokenizer.encode('slowest');
 * console.log(ids.join(' '), '|', tokenizer.decode(ids)); // → 82 258 260 | slowest
 * for (const { left, right, count } of tokenizer.explain('slowest')[0].merges) {
 *   console.log(`${left}+${right}`, count);
 * }
 * // → l+o 6
 * // → lo+w 6
 * // → low+e 4
 * // → s+t 2
 * ```
 *
 * @module
 */
export { type PaddedBatch, pad, type Side, truncate } from './batch.js';
export type { ExplainedMerge, ExplainedPiece } from './explain.js';
export { loadGpt2, saveGpt2 } from './gpt2Files.js';
export type { TrainProgress } from './pace.js';
export { type PatternName, patternNames, patternRegExp, publishedPatterns } from './patterns.js';
export { type ByteSource, type ReadOptions, readSource } from './readSource.js';
export { encodeReference, type Merge, trainReference } from './reference.js';
export { loadSentencePiece } from './sentencePiece.js';
export type { StreamDecoder, StreamEncoder, TokenCounter } from './streams.js';
export {
  type Encoding,
  encodings,
  loadEncoding,
  loadTiktoken,
  saveTiktoken,
  type TiktokenOptions,
} from './tiktoken.js';
export { type EncodeOptions, type Offsets, Tokenizer } from './tokenizer.js';
export { loadTokenizerJson, saveTokenizerJson } from './tokenizerJson.js';
export { type LearnOptions, Trainer } from './trainer.js';
export { type Document, type TrainOptions, trainTokenizer } from './trainTokenizer.js';
