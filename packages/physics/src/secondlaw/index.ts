/**
 * The second law as a statistical law: how rarely entropy falls, and what reversal really needs.
 *
 * @example
 * ```ts
 * import { chanceOfFall, ehrenfestReturnTime } from '@gibbs/physics/secondlaw';
 *
 * for (const particles of [4, 40, 400]) {
 *   const chance = chanceOfFall({ particles, left: 0.75 * particles, moves: particles / 4 });
 *   console.log(particles, chance.toExponential(1));
 * }
 * // → 4 2.5e-1
 * // → 40 1.6e-2
 * // → 400 2.8e-8
 * console.log(ehrenfestReturnTime(100, 100).toExponential(3)); // → 1.268e+30
 * ```
 */
export {
  chanceOfFall,
  chanceOnLeft,
  Ehrenfest,
  type EhrenfestState,
  ehrenfestReturnTime,
  splitEntropy,
} from './ehrenfest.js';
export { type FluctuationReport, fluctuationTheorem } from './fluctuation.js';
export { KacRing, type KacRingState, kacMeanExcess } from './kacRing.js';
export { catMap, catMapPeriod, recurrenceTime } from './recurrence.js';
export {
  ReversibleGas,
  type ReversibleGasOptions,
  type ReversibleGasState,
} from './reversibleGas.js';
