import { Cylinder, enter, particleStrokes, type Stroke } from '@gibbs/physics';
import { type Journey, Replay } from '../journey.js';
import { cold, type Deed, type Hand, type Look, type Mark, type Setup } from './protocol.js';

interface Kept {
  bytes: Uint8Array;
  contact: number | null;
  stroke: number;
  within: number;
  lap: number;
  reading: { area: number; pressure: number; temperature: number };
  entropy: number;
}

const narrowest = 4;
const radius = 0.15;

/** An engine of particles with a timeline: it runs its cycle until the first hand is laid on it. */
export class EngineRoom extends Replay<Deed, Kept> implements Journey<Deed, Mark, Look> {
  readonly #setup: Setup;
  readonly #strokes: readonly Stroke[];
  readonly #longest: number;
  #cylinder: Cylinder;
  #contact: number | null = null;
  /** Which stroke runs, and how many ticks of it are done. */
  #stroke = 0;
  #within = 0;
  #lap = 0;
  #reading: Kept['reading'];
  #entropy = 0;

  constructor(setup: Setup) {
    super();
    const { hot, disks, seed } = setup;
    this.#setup = setup;
    this.#strokes = particleStrokes({ ...setup, cold });
    const width = (this.#strokes[0] as Stroke).from;
    this.#longest = Math.max(...this.#strokes.map(({ to }) => to));
    this.#cylinder = new Cylinder({
      ...{ disks, radius, seed, width },
      temperature: hot,
      longest: this.#longest,
    });
    this.#reading = { area: 10 * width, pressure: (disks * hot) / (10 * width), temperature: hot };
  }

  protected advance(deeds: readonly Deed[]): void {
    const byHand = this.deeds.some(({ at }) => at <= this.tick);
    for (const { kind } of deeds) this.#take(kind);
    const cylinder = this.#cylinder;
    const stroke = this.#strokes[this.#stroke] as Stroke;
    const ticks = Math.ceil(stroke.duration);
    if (!byHand && this.#within === 0) {
      this.#contact = stroke.contact;
      enter(cylinder, stroke);
    }
    const reading = cylinder.runUntil(cylinder.time + (byHand ? 1 : stroke.duration / ticks));
    this.#reading = reading;
    this.#entropy += reading.entropy;
    if (byHand) return;
    this.#within += 1;
    if (this.#within < ticks) return;
    this.#within = 0;
    this.#stroke = (this.#stroke + 1) % this.#strokes.length;
    if (this.#stroke === 0) this.#lap += 1;
  }

  /** Does one thing by hand. What the cycle last did goes on until then. */
  #take(hand: Hand): void {
    const cylinder = this.#cylinder;
    const pace = this.#setup.speed * Math.sqrt(cold);
    const { width } = cylinder;
    if (hand === 'out' && width < this.#longest) cylinder.drive(pace, this.#longest);
    else if (hand === 'in' && width > narrowest) cylinder.drive(-pace, narrowest);
    else if (hand === 'stop') cylinder.drive(0);
    else if (hand === 'hot' || hand === 'cold' || hand === 'apart') {
      this.#contact = { hot: this.#setup.hot, cold, apart: null }[hand];
      cylinder.touch(this.#contact);
    }
  }

  protected keep(): Kept {
    return {
      bytes: this.#cylinder.snapshot(),
      contact: this.#contact,
      stroke: this.#stroke,
      within: this.#within,
      lap: this.#lap,
      reading: this.#reading,
      entropy: this.#entropy,
    };
  }

  protected take(kept: Kept): void {
    this.#cylinder = Cylinder.restore(kept.bytes);
    this.#contact = kept.contact;
    this.#stroke = kept.stroke;
    this.#within = kept.within;
    this.#lap = kept.lap;
    this.#reading = kept.reading;
    this.#entropy = kept.entropy;
  }

  mark(): Mark {
    const { area, pressure, temperature } = this.#reading;
    const { heatHot, heatCold, work } = this.#cylinder.books(this.#setup.hot, cold);
    const energy = this.#cylinder.gas.energy;
    const byHand = this.deeds.some(({ at }) => at < this.tick);
    // A tick belongs to the stroke it was in, also where it was that stroke's last.
    const ended = this.#within === 0 && this.tick > 0;
    const strokes = this.#strokes.length;
    const stroke = ended ? (this.#stroke + strokes - 1) % strokes : this.#stroke;
    const lap = ended && this.#stroke === 0 ? this.#lap - 1 : this.#lap;
    return {
      tick: this.tick,
      lap,
      stroke: byHand ? null : stroke,
      ...{ area, pressure, temperature, entropy: this.#entropy, heatHot, heatCold, work, energy },
    };
  }

  look(): Look {
    const { gas, width } = this.#cylinder;
    const velocities = gas.velocities();
    return {
      positions: Float32Array.from(gas.positions()),
      energies: Float32Array.from({ length: gas.count }, (_, n) => {
        const [vx, vy] = [velocities[2 * n] as number, velocities[2 * n + 1] as number];
        return (vx * vx + vy * vy) / 2;
      }),
      piston: width,
      contact: this.#contact === null ? null : this.#contact === cold ? 'cold' : 'hot',
      longest: this.#longest,
    };
  }

  bits(): BufferSource {
    const { gas, ledger } = this.#cylinder;
    const sums = ledger.accounts.flatMap(({ heat, energy }) => [heat, energy]);
    return Float64Array.from([...gas.positions(), ...gas.velocities(), ...sums]);
  }
}

/** What one time round exchanged, and how long it took. */
export interface Lap {
  lap: number;
  heatHot: number;
  heatCold: number;
  work: number;
  ticks: number;
}

/** The rounds that were run to their end up to a tick. */
export function lapsOf(marks: readonly Mark[], until: number): Lap[] {
  const laps: Lap[] = [];
  let from = marks[0];
  for (let tick = 1; tick < until; tick++) {
    const [mark, next] = [marks[tick], marks[tick + 1]];
    if (!from || !mark || !next || next.stroke === null || next.lap === mark.lap) continue;
    laps.push({
      lap: mark.lap,
      heatHot: mark.heatHot - from.heatHot,
      heatCold: mark.heatCold - from.heatCold,
      work: mark.work - from.work,
      ticks: mark.tick - from.tick,
    });
    from = mark;
  }
  return laps;
}
