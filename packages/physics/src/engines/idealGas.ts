import { notNegative, positive } from '../check.js';
import { BOLTZMANN, GAS_CONSTANT } from '../constants.js';
import { exp, log } from '../elementary.js';

/** A fixed amount of ideal gas whose molecules have `degreesOfFreedom` quadratic terms of energy. */
export interface IdealGas {
  /** N k in J/K: pV = N k T. */
  readonly joulesPerKelvin: number;
  /** f: 3 for a monatomic gas, 5 for a diatomic one, 2 for disks in a plane. */
  readonly degreesOfFreedom: number;
  /** γ = (f + 2)/f, the ratio of the heat capacities. */
  readonly gamma: number;
  /** C_v = (f/2) N k in J/K. */
  readonly heatCapacity: number;
}

/** A state of equilibrium; the three are tied by pV = N k T. */
export interface GasState {
  /** Pa; in two dimensions N/m. */
  readonly pressure: number;
  /** m³; in two dimensions m². */
  readonly volume: number;
  /** K. */
  readonly temperature: number;
}

/**
 * An ideal gas by its amount and its degrees of freedom, in SI units.
 *
 * γ = (f + 2)/f. Give `moles` or `particles`; one mole of a monatomic gas where nothing is said.
 */
export function idealGas({
  degreesOfFreedom = 3,
  moles,
  particles,
}: {
  degreesOfFreedom?: number;
  moles?: number;
  particles?: number;
} = {}): IdealGas {
  positive('idealGas', 'degreesOfFreedom', degreesOfFreedom);
  if (moles !== undefined && particles !== undefined) {
    throw new RangeError('idealGas: give moles or particles, got both.');
  }
  const joulesPerKelvin =
    particles === undefined
      ? positive('idealGas', 'moles', moles ?? 1) * GAS_CONSTANT
      : positive('idealGas', 'particles', particles) * BOLTZMANN;
  return {
    joulesPerKelvin,
    degreesOfFreedom,
    gamma: (degreesOfFreedom + 2) / degreesOfFreedom,
    heatCapacity: (degreesOfFreedom / 2) * joulesPerKelvin,
  };
}

/** The state at a temperature (K) and a volume (m³). */
export function gasState(gas: IdealGas, temperature: number, volume: number): GasState {
  positive('gasState', 'temperature', temperature);
  positive('gasState', 'volume', volume);
  return { pressure: (gas.joulesPerKelvin * temperature) / volume, volume, temperature };
}

/** Energy U = C_v T in J. */
export function gasEnergy(gas: IdealGas, state: GasState): number {
  return gas.heatCapacity * state.temperature;
}

/** Entropy difference C_v ln(T₂/T₁) + N k ln(V₂/V₁) in J/K. */
export function gasEntropyChange(gas: IdealGas, from: GasState, to: GasState): number {
  return (
    gas.heatCapacity * log(to.temperature / from.temperature) +
    gas.joulesPerKelvin * log(to.volume / from.volume)
  );
}

/**
 * The state a share `fraction` of the way along a polytropic process.
 *
 * p Vⁿ constant means that ln p, ln V and ln T all move in straight lines, so one geometric
 * interpolation draws every process: isothermal, adiabatic, isochoric and isobaric alike.
 */
export function along(from: GasState, to: GasState, fraction: number): GasState {
  notNegative('along', 'fraction', fraction);
  const blend = (a: number, b: number) => (a === b ? a : a * exp(fraction * log(b / a)));
  return {
    pressure: blend(from.pressure, to.pressure),
    volume: blend(from.volume, to.volume),
    temperature: blend(from.temperature, to.temperature),
  };
}
