import { notNegative, positive } from '../check.js';
import { LawError, Ledger } from '../ledger.js';
import { temperatures } from './cycles.js';

/** A machine as someone might describe it: what goes in and out per cycle, in J. */
export interface Claim {
  readonly hotKelvin: number;
  readonly coldKelvin: number;
  /** Heat taken from the hot reservoir; negative where heat is given to it. */
  readonly heatFromHot: number;
  /** Heat given to the cold reservoir; negative where heat is taken from it. */
  readonly heatToCold: number;
  /** Net work out; negative where work goes in. */
  readonly workOut: number;
}

/** What became of a claim that breaks no law. */
export interface Admitted {
  readonly kind: 'engine' | 'refrigerator' | 'heater' | 'conductor';
  readonly entropyGenerated: number;
  readonly ledger: Ledger;
}

/**
 * Books one cycle of a claimed machine, and refuses a perpetual one with the law it breaks.
 *
 * Of the first kind (more out than in): first law. Of the second kind (all heat of one reservoir into
 * work, heat uphill for nothing, an engine above Carnot): second law. The refusal comes from the
 * ledger, which knows nothing of machines.
 *
 * @example
 * ```ts
 * import { admitMachine } from '@gibbs/physics/engines';
 *
 * const claim = { hotKelvin: 600, coldKelvin: 300, heatFromHot: 100, heatToCold: 40, workOut: 60 };
 * try {
 *   admitMachine(claim);
 * } catch (error) {
 *   console.log(error.law); // → second law
 * }
 * console.log(admitMachine({ ...claim, heatToCold: 55, workOut: 45 }).kind); // → engine
 * ```
 */
export function admitMachine({
  hotKelvin,
  coldKelvin,
  heatFromHot,
  heatToCold,
  workOut,
}: Claim): Admitted {
  temperatures('admitMachine', hotKelvin, coldKelvin);
  const ledger = new Ledger();
  const hot = ledger.reservoir('hot', hotKelvin);
  const cold = ledger.reservoir('cold', coldKelvin);
  const machine = ledger.system('machine');
  const shaft = ledger.worker('shaft');
  ledger.heat(hot, machine, heatFromHot);
  ledger.heat(machine, cold, heatToCold);
  ledger.work(machine, shaft, workOut);
  const left = machine.energy;
  const scale = Math.abs(heatFromHot) + Math.abs(heatToCold) + Math.abs(workOut);
  if (Math.abs(left) > 1e-9 * scale) {
    throw new LawError(
      'first law',
      `admitMachine: first law: over a cycle work must equal heat in less heat out, got ${workOut} J of work from ${heatFromHot} J in and ${heatToCold} J out. ${left < 0 ? `${-left} J come from nowhere` : `${left} J vanish`}.`,
    );
  }
  const entropyGenerated = ledger.settle('one cycle of the machine');
  const kind =
    workOut > 0
      ? 'engine'
      : workOut === 0
        ? 'conductor'
        : heatToCold < 0
          ? 'refrigerator'
          : 'heater';
  return { kind, entropyGenerated, ledger };
}

/** What `heatEngine` gives for the heat asked. */
export interface EngineBalance extends Admitted {
  readonly workOut: number;
  readonly heatToCold: number;
}

/** An engine asked for by its efficiency; above 1 it breaks the first law, above 1 − T_c/T_h the second. */
export function heatEngine({
  hotKelvin,
  coldKelvin,
  efficiency,
  heatFromHot = 1,
}: {
  hotKelvin: number;
  coldKelvin: number;
  efficiency: number;
  heatFromHot?: number;
}): EngineBalance {
  temperatures('heatEngine', hotKelvin, coldKelvin);
  notNegative('heatEngine', 'efficiency', efficiency);
  positive('heatEngine', 'heatFromHot', heatFromHot);
  if (efficiency > 1) {
    throw new LawError(
      'first law',
      `heatEngine: first law: efficiency must be at most 1, got ${efficiency}. More work would come out than heat goes in.`,
    );
  }
  const limit = 1 - coldKelvin / hotKelvin;
  if (efficiency > limit * (1 + 1e-12)) {
    throw new LawError(
      'second law',
      `heatEngine: second law: efficiency must be at most 1 − T_c/T_h = ${limit}, got ${efficiency}. Widen the gap of temperatures.`,
    );
  }
  const workOut = efficiency * heatFromHot;
  const heatToCold = heatFromHot - workOut;
  return {
    ...admitMachine({ hotKelvin, coldKelvin, heatFromHot, heatToCold, workOut }),
    workOut,
    heatToCold,
  };
}

/** A refrigerator asked for by its coefficient of performance Q_c/W; above T_c/(T_h − T_c) it breaks the second law. */
export function coolingMachine({
  hotKelvin,
  coldKelvin,
  cop,
  heatFromCold = 1,
}: {
  hotKelvin: number;
  coldKelvin: number;
  cop: number;
  heatFromCold?: number;
}): Admitted & { workIn: number; heatToHot: number } {
  temperatures('coolingMachine', hotKelvin, coldKelvin);
  positive('coolingMachine', 'cop', cop);
  positive('coolingMachine', 'heatFromCold', heatFromCold);
  const limit = coldKelvin / (hotKelvin - coldKelvin);
  if (cop > limit * (1 + 1e-12)) {
    throw new LawError(
      'second law',
      `coolingMachine: second law: cop must be at most T_c/(T_h − T_c) = ${limit}, got ${cop}. Narrow the gap of temperatures.`,
    );
  }
  const workIn = heatFromCold / cop;
  const heatToHot = heatFromCold + workIn;
  const admitted = admitMachine({
    ...{ hotKelvin, coldKelvin },
    heatFromHot: -heatToHot,
    heatToCold: -heatFromCold,
    workOut: -workIn,
  });
  return { ...admitted, workIn, heatToHot };
}
