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
export { type DigitFlip, flipDigit } from './digitFlip.js';
export { centreDigit, someDigits } from './digitImages.js';
export {
  type DigitNetwork,
  DigitReader,
  type DigitReaderOptions,
  type DigitScore,
} from './digitReader.js';
export { type DigitOptions, DigitTraining, teachDigits } from './digits.js';
export {
  addByGates,
  allGates,
  type Bit,
  bestLineForXor,
  constructedXor,
  constructGate,
  fullAdder,
  type Gate,
  type GateNetwork,
  type GateResponse,
  gates,
  halfAdder,
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
export { type LookupTensorsOptions, lookupTensors } from './lookupTensors.js';
export type { NameDuelOptions, NameDuelProgress, NameScore } from './nameDuel.js';
export { NameDuel, runNameDuel } from './nameDuel.js';
export {
  type AskedName,
  type Both,
  type HeadScore,
  type NameAnswer,
  NameStudents,
  type NameStudentsOptions,
  type NameTokenizer,
} from './nameStudents.js';
export { type NameSwitch, nameSwitches } from './nameSwitches.js';
export type { NamePosition, NameSentence, Uniform } from './names.js';
export { drawName, drawNameSentence, nameCorpus } from './names.js';
export { type NextTokenOptions, type NextTokenScore, NextTokenTraining } from './nextToken.js';
export {
  type NextToken,
  NextTokenModel,
  type NextTokenModelOptions,
  type NextTokenTrace,
  type TextTokenizer,
  type WordTokenizer,
  wordTokenizer,
} from './nextTokenModel.js';
export { runSteps, type StepProgress, type Stepwise } from './runSteps.js';
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
export {
  drawDigit,
  drawDigits,
  inkStrokes,
  type PenStroke,
  penDigit,
  type StrokeOptions,
} from './strokes.js';
export {
  type HeadPlace,
  type LikelyToken,
  type TextLandmarks,
  type TextLooks,
  TextTraining,
  type TextTrainingOptions,
} from './textTraining.js';
export { villageCorpus } from './village.js';
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
