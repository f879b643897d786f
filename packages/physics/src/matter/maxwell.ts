import { positive, whole } from '../check.js';
import { ATOMIC_MASS, BOLTZMANN } from '../constants.js';
import { exp } from '../elementary.js';

/** The three speeds of a gas, m/s. */
export interface Speeds {
  readonly mostProbable: number;
  readonly mean: number;
  readonly rootMeanSquare: number;
}

/**
 * Speeds of Maxwell's distribution in two or three dimensions, in m/s.
 *
 * In units of √(kT/m): √2, √(8/π), √3 in space; 1, √(π/2), √2 in the plane.
 */
export function maxwellSpeeds({
  massDaltons,
  temperatureKelvin,
  dimensions = 3,
}: {
  massDaltons: number;
  temperatureKelvin: number;
  dimensions?: 2 | 3;
}): Speeds {
  positive('maxwellSpeeds', 'massDaltons', massDaltons);
  positive('maxwellSpeeds', 'temperatureKelvin', temperatureKelvin);
  whole('maxwellSpeeds', 'dimensions', dimensions, 2, 3);
  const unit = Math.sqrt((BOLTZMANN * temperatureKelvin) / (massDaltons * ATOMIC_MASS));
  return {
    mostProbable: unit * Math.sqrt(dimensions - 1),
    mean: unit * Math.sqrt(dimensions === 3 ? 8 / Math.PI : Math.PI / 2),
    rootMeanSquare: unit * Math.sqrt(dimensions),
  };
}

/** Density of the speed v in the plane, (m v/kT) e^(−mv²/2kT); reduced units. */
export function planeSpeedDensity(speed: number, temperatureOverMass: number): number {
  positive('planeSpeedDensity', 'temperatureOverMass', temperatureOverMass);
  if (!(speed >= 0)) return 0;
  return (speed / temperatureOverMass) * exp((-speed * speed) / (2 * temperatureOverMass));
}
