/**
 * Rock and gas: the order of a crystal, the disorder of a gas, and the equations of state between them.
 *
 * @example
 * ```ts
 * import { bondOrder, hexagonalLattice, pairCorrelation, virialZ } from '@gibbs/physics/matter';
 *
 * const { x, y, ...box } = hexagonalLattice(12, 12, 0.8);
 * console.log(bondOrder(x, y, box).global.toFixed(6)); // → 1.000000
 * console.log(pairCorrelation(x, y, box).pairEntropy < -5); // → true
 * console.log(virialZ(0.3).toFixed(5)); // → 2.06316
 * ```
 */
export {
  carnahanStarlingZ,
  collisionRate,
  HISTORIC_PRESSURES,
  type HistoricPressure,
  hendersonZ,
  santosZ,
  VIRIAL,
  virialZ,
} from './hardDisks.js';
export { maxwellSpeeds, planeSpeedDensity, type Speeds } from './maxwell.js';
export {
  type BondOrder,
  bondOrder,
  hexagonalLattice,
  type PairCorrelation,
  type PeriodicBox,
  pairCorrelation,
} from './order.js';
export { debyeSolid, einsteinSolid, type SolidState } from './solid.js';
