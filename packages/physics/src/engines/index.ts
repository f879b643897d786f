/**
 * Engines in closed form: processes of an ideal gas composed into cycles, each run through a strict ledger.
 *
 * @example
 * ```ts
 * import { brayton, otto } from '@gibbs/physics/engines';
 *
 * const car = otto({ hotKelvin: 1780, coldKelvin: 290, compression: 8 });
 * console.log(car.efficiency.toFixed(6), car.limit.toFixed(6)); // → 0.564725 0.837079
 *
 * const turbine = brayton({
 *   ...{ hotKelvin: 1400, coldKelvin: 300, pressureRatio: 8 },
 *   ...{ compressorEfficiency: 0.8, turbineEfficiency: 0.8 },
 * });
 * console.log(turbine.efficiency.toFixed(6)); // → 0.248103
 * ```
 */
export { type Cycle, closeCycle, type Leg, loop } from './cycle.js';
export {
  brayton,
  type CycleOptions,
  carnot,
  diesel,
  ericsson,
  otto,
  stirling,
} from './cycles.js';
export {
  curzonAhlborn,
  type FiniteTimeEngine,
  maximumPower,
  type OperatingPoint,
  operatingPoint,
  powerCurve,
} from './finiteTime.js';
export {
  along,
  type GasState,
  gasEnergy,
  gasEntropyChange,
  gasState,
  type IdealGas,
  idealGas,
} from './idealGas.js';
export {
  type Admitted,
  admitMachine,
  type Claim,
  coolingMachine,
  type EngineBalance,
  heatEngine,
} from './machine.js';
export {
  adiabatic,
  isobaric,
  isochoric,
  isothermal,
  type Process,
  type ProcessName,
  polytropic,
  type Target,
} from './process.js';
export { type Refrigerator, refrigerator } from './reverse.js';
export { Room, type RoomOptions, type RoomState } from './room.js';
