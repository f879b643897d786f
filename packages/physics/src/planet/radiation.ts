import { positive } from '../check.js';
import { BOLTZMANN, STEFAN_BOLTZMANN } from '../constants.js';

/** ζ(3), Apéry's constant, and ζ(4) = π⁴/90. */
const ZETA_3 = 1.2020569031595942;
const ZETA_4 = (Math.PI * Math.PI * Math.PI * Math.PI) / 90;

/** Mean energy of a photon of black-body radiation over kT: 3ζ(4)/ζ(3) = 2.701178. */
export const PHOTON_ENERGY: number = (3 * ZETA_4) / ZETA_3;

/** Entropy per photon over k: 4/3 of that, 3.601571. */
export const PHOTON_ENTROPY: number = (4 / 3) * PHOTON_ENERGY;

/** What a black surface at a temperature sends out, each per m² and second. */
export interface BlackBody {
  /** σT⁴, W/m². */
  readonly power: number;
  /** (4/3) σT³: radiation carries a third more entropy than heat q/T would, W/(m² K). */
  readonly entropy: number;
  /** Photons, 1/(m² s). */
  readonly photons: number;
}

/**
 * Radiation of a black surface.
 *
 * @example
 * ```ts
 * import { blackBody, PHOTON_ENERGY } from '@gibbs/physics/planet';
 *
 * console.log(blackBody(254.578).power.toFixed(2), PHOTON_ENERGY.toFixed(6)); // → 238.17 2.701178
 * ```
 */
export function blackBody(temperatureKelvin: number): BlackBody {
  positive('blackBody', 'temperatureKelvin', temperatureKelvin);
  const t = temperatureKelvin;
  const power = STEFAN_BOLTZMANN * t * t * t * t;
  return {
    power,
    entropy: ((4 / 3) * power) / t,
    photons: power / (PHOTON_ENERGY * BOLTZMANN * t),
  };
}

/** Temperature at which a black surface radiates a power, K: (F/σ)^(1/4). */
export function radiantTemperature(wattsPerSquareMetre: number): number {
  positive('radiantTemperature', 'wattsPerSquareMetre', wattsPerSquareMetre);
  return Math.sqrt(Math.sqrt(wattsPerSquareMetre / STEFAN_BOLTZMANN));
}
