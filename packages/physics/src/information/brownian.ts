import { finite, notNegative, positive, whole } from '../check.js';
import { exp, log } from '../elementary.js';
import { type Account, Ledger } from '../ledger.js';
import { Random, type RandomState } from '../random.js';

/** A particle as plain data. */
export interface BrownianState {
  readonly format: 'gibbs-brownian-2';
  readonly x: number;
  readonly v: number;
  readonly stiffness: number;
  readonly center: number;
  readonly steps: number;
  /** Mean x and v, then ⟨xx⟩, ⟨xv⟩ and ⟨vv⟩ about them, of the Gaussian the particle is drawn from. */
  readonly ensemble: readonly number[];
  readonly random: RandomState;
}

const FORMAT = 'gibbs-brownian-2';

/**
 * A particle of mass 1 in a harmonic trap and a heat bath (underdamped Langevin), reduced units, k = 1.
 *
 * dx = v dt, dv = −κ(x − c) dt − γ v dt + √(2γT) dW, by the splitting BAOAB (Leimkuhler and Matthews
 * 2013): half a kick, half a drift, the exact effect of the bath, half a drift, half a kick. In a
 * harmonic trap the positions have exactly Gibbs' distribution at any step below 2/√κ.
 *
 * The ledger books heat where it comes in (the bath, O), work where a parameter changes (the trap), and
 * what the finite step adds or takes as work of the integrator, so that ΔU = Q − W holds to rounding.
 * The entropy of the particle is that of its trajectory, −ln p(x, v, t) (Seifert 2005), with p the
 * Gaussian it is drawn from, carried along exactly; it changes where the bath acts and nowhere else.
 */
export class BrownianParticle {
  readonly ledger: Ledger;
  readonly particle: Account;
  readonly trap: Account;
  readonly integrator: Account;
  x: number;
  v: number;
  stiffness: number;
  center = 0;
  steps = 0;
  private readonly timeStep: number;
  private readonly random: Random;
  private bath: Account | null = null;
  private damping = 1;
  private noise = 0;
  private mean: [number, number] = [0, 0];
  private spread: [number, number, number];
  /** −ln p, up to a constant, as last booked. */
  private booked: number;

  constructor({
    temperature = 1,
    friction = 1,
    stiffness = 1,
    timeStep = 0.1,
    seed = 1,
  }: {
    temperature?: number;
    friction?: number;
    stiffness?: number;
    timeStep?: number;
    seed?: number;
  } = {}) {
    positive('BrownianParticle', 'temperature', temperature);
    positive('BrownianParticle', 'stiffness', stiffness);
    positive('BrownianParticle', 'timeStep', timeStep);
    this.timeStep = timeStep;
    this.stiffness = stiffness;
    this.stable(stiffness);
    this.random = new Random(seed);
    // A start drawn from equilibrium, so that no run-in is needed.
    this.x = Math.sqrt(temperature / stiffness) * this.random.normal();
    this.v = Math.sqrt(temperature) * this.random.normal();
    this.spread = [temperature / stiffness, 0, temperature];
    this.booked = this.surprise;
    this.ledger = new Ledger({ secondLaw: 'statistical' });
    this.particle = this.ledger.system('particle', this.energy);
    this.trap = this.ledger.worker('trap');
    this.integrator = this.ledger.worker('integrator');
    this.touch(this.ledger.reservoir('bath', temperature), friction);
  }

  /** ½v² + ½κ(x − c)². */
  get energy(): number {
    const d = this.x - this.center;
    return 0.5 * this.v * this.v + 0.5 * this.stiffness * d * d;
  }

  /** Brings the particle into contact with a reservoir of its ledger, or isolates it (null). */
  touch(bath: Account | null, friction = 1): void {
    notNegative('BrownianParticle.touch', 'friction', friction);
    this.bath = bath;
    this.damping = bath === null ? 1 : exp(-friction * this.timeStep);
    const temperature = bath?.temperature ?? 0;
    this.noise = Math.sqrt(temperature * (1 - this.damping * this.damping));
  }

  /** Sets the trap at once; the change of energy is work done by the trap, and is returned. */
  setTrap(stiffness: number, center: number = this.center): number {
    positive('BrownianParticle.setTrap', 'stiffness', stiffness);
    finite('BrownianParticle.setTrap', 'center', center);
    if (stiffness > this.stiffness) this.stable(stiffness);
    const before = this.energy;
    this.stiffness = stiffness;
    this.center = center;
    const work = this.energy - before;
    this.ledger.work(this.trap, this.particle, work);
    return work;
  }

  /** Goes on by `count` time steps. */
  step(count = 1): void {
    whole('BrownianParticle.step', 'count', count, 0);
    const h = this.timeStep / 2;
    for (let s = 0; s < count; s++) {
      const before = this.energy;
      this.v -= h * this.stiffness * (this.x - this.center);
      this.x += h * this.v;
      this.carryKick(h);
      this.carryDrift(h);
      let heat = 0;
      if (this.bath !== null) {
        const v = this.damping * this.v + this.noise * this.random.normal();
        heat = 0.5 * (v * v - this.v * this.v);
        this.v = v;
        this.ledger.heat(this.bath, this.particle, heat);
        this.carryBath();
      }
      this.x += h * this.v;
      this.v -= h * this.stiffness * (this.x - this.center);
      this.carryDrift(h);
      this.carryKick(h);
      this.ledger.work(this.integrator, this.particle, this.energy - before - heat);
    }
    this.steps += count;
    this.ledger.audit(this.particle, this.energy);
  }

  snapshot(): BrownianState {
    const { x, v, stiffness, center, steps } = this;
    const ensemble = [...this.mean, ...this.spread];
    const random = this.random.snapshot();
    return { format: FORMAT, x, v, stiffness, center, steps, ensemble, random };
  }

  /** Goes back to a snapshot; the books go on, and the jump in energy is booked as work of the trap. */
  restore(state: BrownianState): void {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `BrownianParticle.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const before = this.energy;
    this.x = finite('BrownianParticle.restore', 'x', state.x);
    this.v = finite('BrownianParticle.restore', 'v', state.v);
    this.stiffness = positive('BrownianParticle.restore', 'stiffness', state.stiffness);
    this.center = finite('BrownianParticle.restore', 'center', state.center);
    this.steps = whole('BrownianParticle.restore', 'steps', state.steps, 0);
    const [x, v, xx, xv, vv] = state.ensemble as [number, number, number, number, number];
    for (const value of [x, v, xx, xv, vv]) {
      finite('BrownianParticle.restore', 'ensemble', value);
    }
    this.mean = [x, v];
    this.spread = [xx, xv, vv];
    this.random.restore(state.random);
    this.bookEntropy();
    this.ledger.work(this.trap, this.particle, this.energy - before);
  }

  /** −ln p(x, v) less ln 2π: ½ zᵀC⁻¹z + ½ ln det C for the Gaussian with covariance C. */
  private get surprise(): number {
    const [xx, xv, vv] = this.spread;
    const [x, v] = [this.x - this.mean[0], this.v - this.mean[1]];
    const det = xx * vv - xv * xv;
    return (0.5 * (vv * x * x - 2 * xv * x * v + xx * v * v)) / det + 0.5 * log(det);
  }

  private bookEntropy(): void {
    const now = this.surprise;
    this.ledger.entropy(this.particle, now - this.booked);
    this.booked = now;
  }

  /** The Gaussian after a kick v − hκ(x − c). */
  private carryKick(h: number): void {
    const { mean, spread } = this;
    const k = h * this.stiffness;
    mean[1] -= k * (mean[0] - this.center);
    spread[2] += k * (k * spread[0] - 2 * spread[1]);
    spread[1] -= k * spread[0];
  }

  /** The Gaussian after a drift x + hv. */
  private carryDrift(h: number): void {
    const { mean, spread } = this;
    mean[0] += h * mean[1];
    spread[0] += h * (2 * spread[1] + h * spread[2]);
    spread[1] += h * spread[2];
  }

  /** The Gaussian after the bath: velocities shrink and get their noise. */
  private carryBath(): void {
    const { damping, spread } = this;
    this.mean[1] *= damping;
    spread[1] *= damping;
    spread[2] = damping * damping * spread[2] + this.noise * this.noise;
    this.bookEntropy();
  }

  private stable(stiffness: number): void {
    const limit = 2 / Math.sqrt(stiffness);
    if (this.timeStep >= limit) {
      throw new RangeError(
        `BrownianParticle: timeStep must be below 2/√stiffness = ${limit}, got ${this.timeStep}. The leapfrog would blow up.`,
      );
    }
  }
}

/**
 * Stationary ⟨x²⟩ and ⟨v²⟩ of an integrator in a harmonic trap (κ = m = kT = 1), solved exactly.
 *
 * One step is a linear map plus noise; its covariance is a fixed point found by iterating the map. BAOAB
 * gives ⟨x²⟩ = 1 and ⟨v²⟩ = 1 − h²/4; OBABO ⟨x²⟩ = 1/(1 − h²/4); Euler–Maruyama (overdamped, friction 1)
 * ⟨x²⟩ = 1/(1 − h/2).
 */
export function stationaryCovariance(
  method: 'BAOAB' | 'OBABO' | 'EulerMaruyama',
  timeStep: number,
  friction = 1,
): { xx: number; vv: number } {
  positive('stationaryCovariance', 'timeStep', timeStep);
  positive('stationaryCovariance', 'friction', friction);
  if (timeStep >= 2) {
    throw new RangeError(`stationaryCovariance: timeStep must be below 2, got ${timeStep}.`);
  }
  if (method === 'EulerMaruyama') {
    // x' = (1 − h)x + √(2h) ξ: the fixed point of c = (1 − h)²c + 2h.
    return { xx: (2 * timeStep) / (1 - (1 - timeStep) * (1 - timeStep)), vv: 1 };
  }
  const letters = method.split('');
  const uses: Record<string, number> = {};
  for (const letter of letters) uses[letter] = (uses[letter] ?? 0) + 1;
  let [xx, xv, vv] = [1, 0, 1];
  for (let i = 0; i < 1e5; i++) {
    const before = [xx, xv, vv];
    for (const letter of letters) {
      const h = timeStep / (uses[letter] as number);
      if (letter === 'A') {
        [xx, xv] = [xx + 2 * h * xv + h * h * vv, xv + h * vv];
      } else if (letter === 'B') {
        [xv, vv] = [xv - h * xx, vv - 2 * h * xv + h * h * xx];
      } else {
        const d = exp(-friction * h);
        [xv, vv] = [d * xv, d * d * vv + 1 - d * d];
      }
    }
    const change = Math.abs(xx - (before[0] as number)) + Math.abs(vv - (before[2] as number));
    if (change < 1e-15 && i > 10) break;
  }
  return { xx, vv };
}
