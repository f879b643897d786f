import { positive, whole } from '../check.js';
import { exp, log } from '../elementary.js';
import { type Account, Ledger } from '../ledger.js';
import { Random } from '../random.js';

/** The work of many runs of one protocol, in units of the temperature given (k = 1). */
export interface WorkRuns {
  readonly forward: Float64Array;
  readonly reverse: Float64Array;
  /** Exact ΔF of the protocol. */
  readonly deltaF: number;
  /** Exact ⟨W⟩ of the forward runs as simulated. */
  readonly expectedMean: number;
  /** Exact variance of the forward runs as simulated. */
  readonly expectedVariance: number;
  readonly ledger: Ledger;
}

/**
 * An overdamped bead dragged through water by a trap at constant speed (van Zon and Cohen 2003).
 *
 * The trap moves in `steps` jumps, each followed by the exact relaxation of the bead, so Jarzynski and
 * Crooks hold exactly for the protocol as simulated, not just in the limit of small steps. ΔF = 0; the
 * mean work tends to ζv²(t − (ζ/κ)(1 − e^(−κt/ζ))) and the variance to 2T⟨W⟩. Reduced units, k = 1.
 * Back and forth are the same by symmetry, with other noise. Between runs the trap rests and the bead
 * relaxes. The entropy booked for the bead is that of its trajectory, −ln p(y, t) (Seifert 2005), with
 * p the Gaussian that it is drawn from: it makes ⟨e^(−total entropy)⟩ = 1 for any number of steps.
 */
export function dragTrap({
  speed = 1,
  duration = 5,
  stiffness = 1,
  friction = 1,
  temperature = 1,
  steps = 100,
  runs = 20_000,
  seed = 1,
}: {
  speed?: number;
  duration?: number;
  stiffness?: number;
  friction?: number;
  temperature?: number;
  steps?: number;
  runs?: number;
  seed?: number;
} = {}): WorkRuns {
  for (const [name, value] of Object.entries({
    speed,
    duration,
    stiffness,
    friction,
    temperature,
  })) {
    positive('dragTrap', name, value);
  }
  whole('dragTrap', 'steps', steps);
  whole('dragTrap', 'runs', runs, 2);
  const jump = (speed * duration) / steps;
  const decay = exp((-stiffness * duration) / (steps * friction));
  const spread = Math.sqrt((temperature / stiffness) * (1 - decay * decay));
  const { ledger, bath, bead, trap } = books(temperature);
  // y is the bead's place seen from the trap, `lag` its mean, after a pull `lastLag`.
  let y = 0;
  const potential = (at: number) => 0.5 * stiffness * at * at;
  let lastLag = 0;
  for (let s = 0; s < steps; s++) lastLag = (lastLag - jump) * decay;
  const pull = (random: Random): Float64Array =>
    Float64Array.from({ length: runs }, () => {
      // The bead forgets where the last run left it: it starts in equilibrium.
      const left = potential(y);
      y = Math.sqrt(temperature / stiffness) * random.normal();
      ledger.heat(bath, bead, potential(y) - left);
      ledger.entropy(bead, potential(y) / temperature - bead.entropy);
      let work = 0;
      let heat = 0;
      for (let s = 0; s < steps; s++) {
        const before = y - jump;
        work += 0.5 * stiffness * (before * before - y * y);
        y = decay * before + spread * random.normal();
        heat += 0.5 * stiffness * (y * y - before * before);
      }
      ledger.work(trap, bead, work);
      ledger.heat(bath, bead, heat);
      ledger.entropy(bead, potential(y - lastLag) / temperature - bead.entropy);
      ledger.audit(bead, potential(y));
      return work;
    });
  const root = new Random(seed);
  const [forward, reverse] = [pull(root.split(1)), pull(root.split(2))];
  // The mean lag obeys y' = (y − jump) decay; W is linear in Gaussian y, so var W = 2T(⟨W⟩ − ΔF).
  let [mean, lag] = [0, 0];
  for (let s = 0; s < steps; s++) {
    mean += 0.5 * stiffness * jump * jump - stiffness * jump * lag;
    lag = (lag - jump) * decay;
  }
  const expectedVariance = 2 * temperature * mean;
  return { forward, reverse, deltaF: 0, expectedMean: mean, expectedVariance, ledger };
}

/**
 * A trap whose stiffness changes at once from 1 to `ratio` and, in the reverse runs, back.
 *
 * After each jump the bead relaxes before the next, so there and back make a cycle of the books, with
 * the entropy of its trajectory, −ln p(x).
 *
 * ΔF = (T/2) ln ratio; ⟨W⟩ = (T/2)(ratio − 1), variance (T²/2)(ratio − 1)². Reduced units, k = 1.
 */
export function quenchTrap({
  ratio = 4,
  temperature = 1,
  runs = 100_000,
  seed = 1,
}: {
  ratio?: number;
  temperature?: number;
  runs?: number;
  seed?: number;
} = {}): WorkRuns {
  positive('quenchTrap', 'ratio', ratio);
  positive('quenchTrap', 'temperature', temperature);
  whole('quenchTrap', 'runs', runs, 2);
  const { ledger, bath, bead, trap } = books(temperature);
  const root = new Random(seed);
  const [there, back] = [root.split(1), root.split(2)];
  const [forward, reverse] = [new Float64Array(runs), new Float64Array(runs)];
  let energy = 0;
  const quench = (random: Random, from: number, to: number): number => {
    const x = Math.sqrt(temperature / from) * random.normal();
    const relaxed = 0.5 * from * x * x;
    ledger.heat(bath, bead, relaxed - energy);
    ledger.entropy(bead, relaxed / temperature - 0.5 * log(from) - bead.entropy);
    const work = 0.5 * (to - from) * x * x;
    ledger.work(trap, bead, work);
    energy = 0.5 * to * x * x;
    ledger.audit(bead, energy);
    return work;
  };
  for (let n = 0; n < runs; n++) {
    forward[n] = quench(there, 1, ratio);
    reverse[n] = quench(back, ratio, 1);
  }
  return {
    forward,
    reverse,
    deltaF: 0.5 * temperature * log(ratio),
    expectedMean: 0.5 * temperature * (ratio - 1),
    expectedVariance: 0.5 * temperature * temperature * (ratio - 1) * (ratio - 1),
    ledger,
  };
}

function books(temperature: number): {
  ledger: Ledger;
  bath: Account;
  bead: Account;
  trap: Account;
} {
  const ledger = new Ledger({ secondLaw: 'statistical' });
  return {
    ledger,
    bath: ledger.reservoir('bath', temperature),
    bead: ledger.system('bead'),
    trap: ledger.worker('trap'),
  };
}
