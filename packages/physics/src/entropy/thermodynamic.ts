import { positive } from '../check.js';
import { ATOMIC_MASS, BOLTZMANN, GAS_CONSTANT, PLANCK } from '../constants.js';
import { exp, log } from '../elementary.js';

/** Standard pressure since 1982, Pa. */
const ONE_BAR = 1e5;

/**
 * Absolute molar entropy of a monatomic ideal gas in J/(mol K) (Sackur and Tetrode 1912).
 *
 * S = R [5/2 + ln((2π m k T/h²)^(3/2) kT/p)]. No coarse-graining of one's own: quantum mechanics
 * sets the cell h³. Spin and electronic degeneracy are left out.
 *
 * @example
 * ```ts
 * import { sackurTetrode } from '@gibbs/physics/entropy';
 *
 * const argon = sackurTetrode({ massDaltons: 39.948 });
 * console.log(argon.toFixed(3)); // → 154.846
 * ```
 */
export function sackurTetrode({
  massDaltons,
  temperatureKelvin = 298.15,
  pressurePascal = ONE_BAR,
}: {
  massDaltons: number;
  temperatureKelvin?: number;
  pressurePascal?: number;
}): number {
  positive('sackurTetrode', 'massDaltons', massDaltons);
  positive('sackurTetrode', 'temperatureKelvin', temperatureKelvin);
  positive('sackurTetrode', 'pressurePascal', pressurePascal);
  const kT = BOLTZMANN * temperatureKelvin;
  // The thermal wavelength is taken by logarithms: h² alone would lose no digit, but its cube nears 10⁻¹⁰⁰.
  const wave = log((2 * Math.PI * massDaltons * ATOMIC_MASS * kT) / PLANCK / PLANCK);
  return GAS_CONSTANT * (2.5 + 1.5 * wave + log(kT / pressurePascal));
}

/** Entropy that n moles gain by expanding freely (or at constant temperature) to `ratio` times the volume, J/K. */
export function expansionEntropy(ratio: number, moles = 1): number {
  positive('expansionEntropy', 'ratio', ratio);
  positive('expansionEntropy', 'moles', moles);
  return moles * GAS_CONSTANT * log(ratio);
}

/**
 * Entropy of mixing ideal gases at one temperature and pressure, J/K: −R Σ nᵢ ln(nᵢ/n).
 *
 * For different gases only: mixing a gas with itself changes nothing (Gibbs' paradox), which the
 * caller decides by adding like amounts first.
 */
export function mixingEntropy(moles: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < moles.length; i++) {
    total += positive('mixingEntropy', `moles ${i}`, moles[i] as number);
  }
  let sum = 0;
  for (let i = 0; i < moles.length; i++) {
    const n = moles[i] as number;
    sum -= n * log(n / total);
  }
  return GAS_CONSTANT * sum;
}

/** Two bodies brought to one temperature: by contact, or through an ideal engine that takes the work out. */
export interface Equalised {
  /** K. */
  readonly temperature: number;
  /** Entropy gained by both together, J/K. */
  readonly entropy: number;
  /** Work obtained, J. */
  readonly work: number;
}

/**
 * Brings bodies of given heat capacities (J/K) and temperatures (K) to one temperature.
 *
 * By `contact` the energy stays and T is the weighted mean; `reversible` the entropy stays and T is
 * the weighted geometric mean, the difference in energy being the most work they can give.
 */
export function equalise(
  bodies: readonly { heatCapacity: number; temperature: number }[],
  how: 'contact' | 'reversible' = 'contact',
): Equalised {
  let capacity = 0;
  let energy = 0;
  let entropy = 0;
  for (const body of bodies) {
    positive('equalise', 'heatCapacity', body.heatCapacity);
    positive('equalise', 'temperature', body.temperature);
    capacity += body.heatCapacity;
    energy += body.heatCapacity * body.temperature;
    entropy += body.heatCapacity * log(body.temperature);
  }
  if (bodies.length === 0) throw new RangeError('equalise: bodies must not be empty, got none.');
  const temperature = how === 'contact' ? energy / capacity : exp(entropy / capacity);
  return {
    temperature,
    entropy: how === 'contact' ? capacity * log(temperature) - entropy : 0,
    work: how === 'contact' ? 0 : energy - capacity * temperature,
  };
}
