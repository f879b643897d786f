import { Ledger } from '../ledger.js';
import { along, type GasState, gasEnergy, type IdealGas } from './idealGas.js';
import type { Process } from './process.js';

/** One process of a cycle and the reservoir that its heat comes from or goes to. */
export interface Leg extends Process {
  /** Which reservoir the heat is exchanged with; null where there is none. */
  readonly reservoir: 'hot' | 'cold' | null;
  /** Share of the heat that a regenerator gives or keeps instead of the reservoir, 0 to 1. */
  readonly regenerated: number;
}

/** A closed cycle with its books. Energies in J per cycle, entropies in J/K per cycle. */
export interface Cycle {
  readonly name: string;
  readonly gas: IdealGas;
  readonly legs: readonly Leg[];
  readonly hotKelvin: number;
  readonly coldKelvin: number;
  /** Heat taken from the hot reservoir (an engine) or from the cold one (a refrigerator). */
  readonly heatIn: number;
  /** Heat given to the other reservoir. */
  readonly heatOut: number;
  /** Net work done by the gas; negative in a refrigerator. */
  readonly work: number;
  /** W/Q_h. Of a refrigerator this is the efficiency of the engine it reverses. */
  readonly efficiency: number;
  /** 1 − T_c/T_h, what no cycle between these reservoirs can pass. */
  readonly limit: number;
  /** Entropy the universe gained, at least 0. */
  readonly entropyGenerated: number;
  /** The books the cycle was run through. */
  readonly ledger: Ledger;
}

/**
 * Runs the legs once through a strict ledger and returns the cycle with its balance.
 *
 * Each leg books heat, work and the entropy of gas, regenerator and reservoirs, is audited against
 * C_v T (first law) and settled (second law). Throws where the legs do not close.
 */
export function closeCycle(
  name: string,
  gas: IdealGas,
  legs: readonly Leg[],
  hotKelvin: number,
  coldKelvin: number,
): Cycle {
  checkClosed(name, legs);
  const start = (legs[0] as Leg).from;
  const ledger = new Ledger();
  const hot = ledger.reservoir('hot', hotKelvin);
  const cold = ledger.reservoir('cold', coldKelvin);
  const fluid = ledger.system('gas', gasEnergy(gas, start));
  const regenerator = ledger.system('regenerator');
  const shaft = ledger.worker('shaft');
  for (const leg of legs) {
    const stored = leg.regenerated * leg.heat;
    if (stored !== 0) {
      ledger.heat(regenerator, fluid, stored);
      ledger.entropy(regenerator, -leg.regenerated * leg.entropy);
    }
    if (leg.reservoir !== null && leg.heat !== 0) {
      ledger.heat(leg.reservoir === 'hot' ? hot : cold, fluid, leg.heat - stored);
    }
    ledger.work(fluid, shaft, leg.work);
    ledger.entropy(fluid, leg.entropy);
    ledger.audit(fluid, gasEnergy(gas, leg.to));
    ledger.settle(`the ${leg.name} leg of ${name}`);
  }
  const refrigerates = cold.heat < 0 && hot.heat > 0;
  const work = shaft.energy;
  const hotHeat = Math.abs(hot.heat);
  return {
    name,
    gas,
    legs,
    hotKelvin,
    coldKelvin,
    heatIn: refrigerates ? -cold.heat : -hot.heat,
    heatOut: refrigerates ? hot.heat : cold.heat,
    work,
    efficiency: Math.abs(work) / hotHeat,
    limit: 1 - coldKelvin / hotKelvin,
    entropyGenerated: ledger.universe,
    ledger,
  };
}

/** The loop as columns for a P–V or a T–S diagram, `points` to a leg; entropy starts at 0. */
export function loop(
  cycle: Cycle,
  points = 32,
): {
  pressure: Float64Array;
  volume: Float64Array;
  temperature: Float64Array;
  entropy: Float64Array;
} {
  const n = cycle.legs.length * points + 1;
  const columns = {
    pressure: new Float64Array(n),
    volume: new Float64Array(n),
    temperature: new Float64Array(n),
    entropy: new Float64Array(n),
  };
  let entropy = 0;
  cycle.legs.forEach((leg, l) => {
    for (let i = 0; i <= points; i++) {
      const state = along(leg.from, leg.to, i / points);
      const row = l * points + i;
      columns.pressure[row] = state.pressure;
      columns.volume[row] = state.volume;
      columns.temperature[row] = state.temperature;
      columns.entropy[row] = entropy + leg.entropy * (i / points);
    }
    entropy += leg.entropy;
  });
  return columns;
}

function checkClosed(name: string, legs: readonly Leg[]): void {
  legs.forEach((leg, i) => {
    const next = (legs[(i + 1) % legs.length] as Leg).from;
    for (const key of ['pressure', 'volume', 'temperature'] as const satisfies (keyof GasState)[]) {
      if (Math.abs(leg.to[key] / next[key] - 1) > 1e-12) {
        throw new RangeError(
          `${name}: each leg must start where the last one ended, got ${key} ${leg.to[key]} and then ${next[key]}.`,
        );
      }
    }
  });
}
