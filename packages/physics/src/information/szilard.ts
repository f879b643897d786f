import { positive, whole, within } from '../check.js';
import { log } from '../elementary.js';
import { shannonEntropy } from '../entropy/shannon.js';
import { Ledger } from '../ledger.js';
import { Random } from '../random.js';

/** What Szilard's engine did. Energies in the units of the temperature (k = 1). */
export interface SzilardReport {
  /** Mean work out of the bath per cycle, and its standard error. */
  readonly work: number;
  readonly workError: number;
  /** T(ln 2 − H(ε)): the most any engine can get from one measurement with that error. */
  readonly bound: number;
  /** Least work to wipe the record of one measurement: T ln 2. */
  readonly erasure: number;
  /** Entropy of the universe gained per cycle, memory wiped: H(ε) on average, never below 0. */
  readonly entropyPerCycle: number;
  readonly ledger: Ledger;
}

/**
 * Szilard's engine (1929): one molecule, one bit, work from one bath, and the bill for the bit.
 *
 * A wall parts the box; a measurement, wrong with probability `error`, says where the molecule is; the
 * wall moves to leave it the share 1 − error (the best choice), pulling a weight with ln(2(1 − error)) T
 * where right and ln(2 error) T where wrong. The record fills a memory of one bit, whose erasure costs
 * T ln 2 (Landauer). Reduced units, k = 1.
 */
export function szilard({
  error = 0,
  cycles = 10_000,
  temperature = 1,
  seed = 1,
}: {
  error?: number;
  cycles?: number;
  temperature?: number;
  seed?: number;
} = {}): SzilardReport {
  within('szilard', 'error', error, 0, 0.5);
  whole('szilard', 'cycles', cycles, 2);
  positive('szilard', 'temperature', temperature);
  const ledger = new Ledger({ secondLaw: 'statistical' });
  const bath = ledger.reservoir('bath', temperature);
  const gas = ledger.system('molecule');
  const memory = ledger.system('memory');
  const weight = ledger.worker('weight');
  const random = new Random(seed);
  const erasure = temperature * Math.LN2;
  let [sum, square] = [0, 0];
  for (let c = 0; c < cycles; c++) {
    const onLeft = random.uniform() < 0.5;
    const saysLeft = random.uniform() < error ? !onLeft : onLeft;
    const share = saysLeft === onLeft ? 1 - error : error;
    const work = temperature * log(2 * share);
    ledger.heat(bath, gas, work);
    ledger.work(gas, weight, work);
    ledger.entropy(memory, Math.LN2); // a blank memory now holds a random bit
    ledger.work(weight, memory, erasure);
    ledger.heat(memory, bath, erasure);
    ledger.entropy(memory, -Math.LN2);
    sum += work;
    square += work * work;
  }
  const work = sum / cycles;
  const noise = error > 0 && error < 1 ? shannonEntropy([error, 1 - error]) : 0;
  return {
    work,
    workError: Math.sqrt(Math.max(0, square / cycles - work * work) / (cycles - 1)),
    bound: temperature * (Math.LN2 - noise),
    erasure,
    entropyPerCycle: ledger.universe / cycles,
    ledger,
  };
}
