/**
 * Entropies, each with its definition, its coarse-graining and its bias named.
 *
 * @example
 * ```ts
 * import { boltzmannEntropy, millerMadow, plugIn } from '@gibbs/physics/entropy';
 *
 * // 100 particles, all in the left half or evenly spread: N ln 2 less the fluctuation that stays.
 * const gained = boltzmannEntropy([50, 50]) - boltzmannEntropy([100, 0]);
 * console.log(gained.toFixed(3), (100 * Math.LN2).toFixed(3)); // → 66.784 69.315
 *
 * const counts = [4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1];
 * console.log(plugIn(counts).toFixed(6), millerMadow(counts).toFixed(6)); // → 1.968382 2.152593
 * ```
 */
export {
  boltzmannEntropy,
  cellCounts,
  cellMixingEntropy,
  type Grid,
  maximumBoltzmannEntropy,
  maxwellH,
  velocityH,
} from './cells.js';
export { compressionEntropy } from './compression.js';
export { grassberger, millerMadow, nemenmanShafeeBialek, plugIn } from './estimators.js';
export { mutualInformation, neighbourEntropy } from './neighbours.js';
export { gibbsEntropy, relativeEntropy, shannonEntropy } from './shannon.js';
export {
  type Equalised,
  equalise,
  expansionEntropy,
  mixingEntropy,
  sackurTetrode,
} from './thermodynamic.js';
