/**
 * Tasks of the story, small enough to train while you watch: each is data, a model and a measure.
 *
 * @example
 * ```ts
 * import { lookup } from '@gibbs/nn/tasks';
 *
 * const { result } = lookup([1, 0], { keys: [[1, 0], [0, 1]], values: [[5], [9]], mode: 'hard' });
 * console.log(result); // → [ 5 ]
 * ```
 */

export { type AugmentOptions, augmentImage } from './augment.js';
export {
  type DigitNetwork,
  type DigitOptions,
  type DigitScore,
  DigitTraining,
  someDigits,
} from './digits.js';
export {
  type Bit,
  bestLineForXor,
  constructedXor,
  type Gate,
  type GateNetwork,
  type GateResponse,
  gates,
  runGateNetwork,
  truthTable,
  xorScore,
} from './gates.js';
export { type Digits, type IdxArray, readDigits, readIdx } from './idx.js';
export type {
  Closeness,
  LookupAnswer,
  LookupOptions,
  QueryStep,
  TrainQueryOptions,
} from './lookup.js';
export { lookup, trainQuery } from './lookup.js';
export type {
  AskedName,
  Both,
  HeadScore,
  NameAnswer,
  NameDuelOptions,
  NameDuelProgress,
  NameScore,
  NameTokenizer,
} from './nameDuel.js';
export { NameDuel, runNameDuel } from './nameDuel.js';
export type { NamePosition, NameSentence, Uniform } from './names.js';
export { drawName, drawNameSentence, nameCorpus } from './names.js';
export {
  type NextToken,
  type NextTokenOptions,
  type NextTokenScore,
  NextTokenTraining,
  type TextTokenizer,
  villageCorpus,
  wordTokenizer,
} from './nextToken.js';
export {
  drawSequenceBatch,
  type SequenceBatch,
  type SequenceCodec,
  type SequenceName,
  type SequenceProblem,
  type SequenceTask,
  sequenceCodec,
  sequenceTasks,
} from './sequences.js';
export { type SequenceOptions, SequenceTraining } from './sequenceTraining.js';
export { drawDigit, drawDigits, type StrokeOptions } from './strokes.js';
export {
  answerXor,
  explainXor,
  sweepXor,
  type XorActivation,
  type XorNetwork,
  type XorOptions,
  type XorRowPass,
  type XorRun,
  type XorSweep,
  XorTraining,
} from './xor.js';
