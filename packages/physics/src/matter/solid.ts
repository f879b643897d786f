import { positive } from '../check.js';
import { GAS_CONSTANT } from '../constants.js';
import { cos, exp, log } from '../elementary.js';

/** Molar heat capacity, entropy (both J/(mol K)) and thermal energy (J/mol) of a solid. */
export interface SolidState {
  readonly heatCapacity: number;
  readonly entropy: number;
  readonly energy: number;
}

/**
 * Einstein's solid (1907): every atom three oscillators of one frequency, hν = k Θ.
 *
 * With x = Θ/T: C = 3R x² eˣ/(eˣ − 1)², S = 3R [x/(eˣ − 1) − ln(1 − e^(−x))]. Third law: S → 0 as T → 0.
 * The zero-point energy is left out.
 */
export function einsteinSolid(temperatureKelvin: number, einsteinKelvin: number): SolidState {
  positive('einsteinSolid', 'temperatureKelvin', temperatureKelvin);
  positive('einsteinSolid', 'einsteinKelvin', einsteinKelvin);
  const mode = oscillator(einsteinKelvin / temperatureKelvin);
  return {
    heatCapacity: 3 * GAS_CONSTANT * mode.heat,
    entropy: 3 * GAS_CONSTANT * mode.entropy,
    energy: 3 * GAS_CONSTANT * temperatureKelvin * mode.energy,
  };
}

/**
 * Debye's solid (1912): sound waves of all frequencies up to kΘ/h, their number growing as ν².
 *
 * C = 9R t³ ∫₀^(1/t) x⁴eˣ/(eˣ − 1)² dx with t = T/Θ: (12π⁴/5) R t³ when cold, 3R (Dulong and Petit)
 * when hot. The integral over modes u = x t in [0, 1] is done by 24-point Gauss–Legendre on four
 * panels, to 10⁻⁸ and better.
 *
 * @example
 * ```ts
 * import { debyeSolid } from '@gibbs/physics/matter';
 *
 * const copper = debyeSolid(298.15, 343);
 * console.log(copper.heatCapacity.toFixed(2), copper.entropy.toFixed(2)); // → 23.37 30.57
 * ```
 */
export function debyeSolid(temperatureKelvin: number, debyeKelvin: number): SolidState {
  positive('debyeSolid', 'temperatureKelvin', temperatureKelvin);
  positive('debyeSolid', 'debyeKelvin', debyeKelvin);
  const ratio = debyeKelvin / temperatureKelvin;
  // Above x = 60 a mode holds less than 10⁻²³ of anything: stop there.
  const top = Math.min(1, 60 / ratio);
  let [heat, entropy, energy] = [0, 0, 0];
  const panels = 4;
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < nodes.length; i++) {
      const [node, weight] = nodes[i] as readonly [number, number];
      // u = top · s² tames the logarithm of the entropy at u = 0.
      const s = (p + node) / panels;
      const u = top * s * s;
      const w = (3 * u * u * weight * 2 * s * top) / panels;
      const mode = oscillator(ratio * u);
      heat += w * mode.heat;
      entropy += w * mode.entropy;
      energy += w * mode.energy;
    }
  }
  return {
    heatCapacity: 3 * GAS_CONSTANT * heat,
    entropy: 3 * GAS_CONSTANT * entropy,
    energy: 3 * GAS_CONSTANT * temperatureKelvin * energy,
  };
}

/** One quantum oscillator at x = hν/kT: heat capacity and entropy over k, energy over kT. */
function oscillator(x: number): { heat: number; entropy: number; energy: number } {
  const e = exp(-x);
  // 1 − e^(−x) loses digits for small x; the series does not.
  const gap = x < 1e-3 ? x * (1 - x / 2 + (x * x) / 6 - (x * x * x) / 24) : 1 - e;
  const occupation = e / gap;
  return {
    heat: (x * x * e) / (gap * gap),
    entropy: x * occupation - log(gap),
    energy: x * occupation,
  };
}

/** Gauss–Legendre nodes and weights on [0, 1], found by Newton's method on the Legendre polynomial. */
const nodes: readonly (readonly [number, number])[] = /* @__PURE__ */ gaussLegendre(24);

function gaussLegendre(order: number): [number, number][] {
  return Array.from({ length: order }, (_, i) => {
    let x = cos((Math.PI * (i + 0.75)) / (order + 0.5)); // Tricomi's first guess
    let slope = 1;
    for (let round = 0; round < 60; round++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= order; k++) {
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      }
      slope = (order * (x * value - before)) / (x * x - 1);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    return [(1 - x) / 2, 1 / ((1 - x * x) * slope * slope)];
  });
}
