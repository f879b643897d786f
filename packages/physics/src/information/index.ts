/**
 * Information is physical: what measuring, remembering and forgetting cost, and what single runs may do
 * that averages may not.
 *
 * @example
 * ```ts
 * import { landauerJoules, quenchTrap, szilard, jarzynski } from '@gibbs/physics/information';
 *
 * console.log(landauerJoules(300).toExponential(4)); // → 2.8710e-21
 * const engine = szilard({ error: 0.1, seed: 7 });
 * console.log(Math.abs(engine.work - engine.bound) < 4 * engine.workError); // → true
 *
 * const runs = quenchTrap({ ratio: 4, seed: 7 });
 * const { deltaF, deltaFError } = jarzynski(runs.forward);
 * console.log(Math.abs(deltaF - Math.LN2) < 4 * deltaFError); // → true
 * ```
 */
export { BrownianParticle, type BrownianState, stationaryCovariance } from './brownian.js';
export { type BrownianCarnot, brownianCarnot } from './brownianCarnot.js';
export { Chambers, type ChambersState, type Visitor } from './chambers.js';
export { Demon, type DemonState } from './demon.js';
export { dragTrap, quenchTrap, type WorkRuns } from './draggedTrap.js';
export { type ErasureReport, eraseBit, landauerJoules } from './landauer.js';
export { type SzilardReport, szilard } from './szilard.js';
export {
  bennett,
  type CrooksLine,
  crooksLine,
  type FreeEnergy,
  gaussianFreeEnergy,
  jarzynski,
} from './workStatistics.js';
