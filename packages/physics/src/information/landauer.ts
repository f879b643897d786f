import { positive, whole } from '../check.js';
import { BOLTZMANN } from '../constants.js';
import { exp } from '../elementary.js';
import { shannonEntropy } from '../entropy/shannon.js';
import { Ledger } from '../ledger.js';
import { Random } from '../random.js';

/** Landauer's bound k T ln 2 in joules: the least heat that wiping one bit gives off. */
export function landauerJoules(temperatureKelvin: number): number {
  return BOLTZMANN * positive('landauerJoules', 'temperatureKelvin', temperatureKelvin) * Math.LN2;
}

/** What erasing did. Energies in the units of the temperature (k = 1). */
export interface ErasureReport {
  /** Exact mean work, from the master equation. */
  readonly work: number;
  /** Mean over the runs that were sampled, and its standard error. */
  readonly sampledWork: number;
  readonly sampledError: number;
  /** Chance that the bit ends up wrong. */
  readonly errorRate: number;
  /** T(ln 2 − H(errorRate)): the least an erasure this good can cost. */
  readonly bound: number;
  /** Share of runs that cost less than the bound: single runs may. */
  readonly shareBelowBound: number;
  readonly ledger: Ledger;
}

/**
 * Erases a random bit by raising the energy of state 1 to `height` in `duration`, then letting it fall.
 *
 * The bit flips as detailed balance says, at rate 1 towards equilibrium, so `duration` counts relaxation
 * times. Slow erasure costs T ln 2; haste costs more, about in proportion to 1/duration. The energy
 * rises in jumps each followed by exact relaxation. Reduced units, k = 1.
 */
export function eraseBit({
  duration = 100,
  height = 12,
  temperature = 1,
  steps = 1000,
  runs = 2000,
  seed = 1,
}: {
  duration?: number;
  height?: number;
  temperature?: number;
  steps?: number;
  runs?: number;
  seed?: number;
} = {}): ErasureReport {
  positive('eraseBit', 'duration', duration);
  positive('eraseBit', 'height', height);
  positive('eraseBit', 'temperature', temperature);
  whole('eraseBit', 'steps', steps);
  whole('eraseBit', 'runs', runs, 2);
  const rise = (height * temperature) / steps;
  const forget = exp(-duration / steps); // what one wait leaves of the past
  const equilibrium = Float64Array.from({ length: steps + 1 }, (_, s) => {
    const boltzmann = exp((-rise * s) / temperature);
    return boltzmann / (1 + boltzmann);
  });

  let one = 0.5;
  let work = 0;
  for (let s = 1; s <= steps; s++) {
    work += one * rise;
    const target = equilibrium[s] as number;
    one = target + (one - target) * forget;
  }
  work -= one * rise * steps; // the fall gives back what a wrong bit has stored

  const ledger = new Ledger({ secondLaw: 'statistical' });
  const bath = ledger.reservoir('bath', temperature);
  const bit = ledger.system('bit');
  const hand = ledger.worker('hand');
  const random = new Random(seed);
  const kept = shannonEntropy([one, 1 - one]);
  const bound = temperature * (Math.LN2 - kept);
  let [sum, square, cheap] = [0, 0, 0];
  for (let r = 0; r < runs; r++) {
    let state = random.uniform() < 0.5 ? 1 : 0;
    let spent = 0;
    let heat = 0;
    for (let s = 1; s <= steps; s++) {
      spent += state * rise;
      const target = equilibrium[s] as number;
      const next = random.uniform() < target + (state - target) * forget ? 1 : 0;
      heat += (next - state) * rise * s;
      state = next;
    }
    const back = state * rise * steps;
    ledger.work(hand, bit, spent);
    ledger.work(bit, hand, back);
    spent -= back;
    ledger.heat(bath, bit, heat);
    ledger.audit(bit, 0);
    ledger.entropy(bit, kept - Math.LN2);
    sum += spent;
    square += spent * spent;
    if (spent < bound) cheap += 1;
  }
  const mean = sum / runs;
  return {
    work,
    sampledWork: mean,
    sampledError: Math.sqrt((square / runs - mean * mean) / (runs - 1)),
    errorRate: one,
    bound,
    shareBelowBound: cheap / runs,
    ledger,
  };
}
