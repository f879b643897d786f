/**
 * Heat, entropy and engines, with books that balance to the last digit.
 *
 * @example
 * ```ts
 * import { Ledger, Random } from '@gibbs/physics';
 *
 * const ledger = new Ledger();
 * const sun = ledger.reservoir('sun', 5772);
 * const sky = ledger.reservoir('sky', 255);
 * ledger.heat(sun, sky, 1e6);
 * console.log(ledger.settle() > 0, new Random(7).below(6) < 6); // → true true
 * ```
 */
export {
  ATOMIC_MASS,
  AVOGADRO,
  BOLTZMANN,
  CELSIUS_ZERO,
  GAS_CONSTANT,
  LIGHT_SPEED,
  PLANCK,
  STEFAN_BOLTZMANN,
} from './constants.js';
export { cos, exp, log, pow, sin, tanh } from './elementary.js';
export type { BarrierOptions, BarrierState } from './gas/barriers.js';
export {
  type CycleBooks,
  Cylinder,
  type CylinderOptions,
  type CylinderReading,
} from './gas/cylinder.js';
export { type EchoPoint, floatEcho } from './gas/echo.js';
export {
  enter,
  type ParticleEngineOptions,
  type ParticleEngineRun,
  type ParticleLoop,
  particleEngine,
  particleStrokes,
  type Stroke,
} from './gas/engine.js';
export { Gas, type GasObserver } from './gas/gas.js';
export {
  meter,
  occupancies,
  type Reading,
  type SpeedHistogram,
  speedHistogram,
} from './gas/measure.js';
export { type MeltingPoint, melting } from './gas/melting.js';
export {
  CLOSE_PACKING,
  type GasOptions,
  type Region,
  type Side,
  type Species,
  type Wall,
} from './gas/options.js';
export { coordinates, type Diffusion, diffusion } from './gas/transport.js';
export type { WallHit } from './gas/walls.js';
export {
  Account,
  type AccountKind,
  type Balance,
  type Entry,
  type Law,
  LawError,
  Ledger,
  type LedgerState,
} from './ledger.js';
export { Random, type RandomState } from './random.js';
