/**
 * A planet's radiation balance: few hot photons in, many cold ones out.
 *
 * @example
 * ```ts
 * import { machineShare, planet } from '@gibbs/physics/planet';
 *
 * const earth = planet();
 * console.log(earth.photonsOutPerPhotonIn.toFixed(2)); // → 22.67
 * console.log(earth.entropyExport.toFixed(3), earth.radiationEntropyExport.toFixed(3)); // → 0.894 1.192
 * console.log(machineShare(1000).shareOfSunlight.toExponential(2)); // → 8.23e-15
 * ```
 */
export {
  machineShare,
  type Planet,
  type PlanetOptions,
  type PlanetShare,
  planet,
} from './planet.js';
export {
  type BlackBody,
  blackBody,
  PHOTON_ENERGY,
  PHOTON_ENTROPY,
  radiantTemperature,
} from './radiation.js';
