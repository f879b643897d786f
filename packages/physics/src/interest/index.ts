/**
 * Interestingness: entropy only rises, but what is worth looking at comes and goes.
 *
 * @example
 * ```ts
 * import { Coffee, meter, mostInteresting } from '@gibbs/physics/interest';
 *
 * const cup = new Coffee({ size: 64, model: 'stirred', seed: 7 });
 * const readings = [meter(cup.field, { block: 4 })];
 * for (let t = 0; t < 40; t++) {
 *   cup.step();
 *   readings.push(meter(cup.field, { block: 4 }));
 * }
 * const peak = mostInteresting(readings);
 * console.log(peak.inside, peak.prominence > 2); // → true true
 * ```
 */
export { elementaryRule, lifeStep } from './automata.js';
export { Coffee, type CoffeeModel, type CoffeeOptions, type CoffeeState } from './coffee.js';
export { compress, compressedBits, decompress, type Layout } from './compressor.js';
export {
  blockEntropy,
  type CoarseGraining,
  coarseGrain,
  type Field,
  imageField,
  scaleComplexity,
  shuffleRows,
} from './field.js';
export {
  type Image,
  type MeterOptions,
  meter,
  mostInteresting,
  type Peak,
  type Reading,
} from './meter.js';
