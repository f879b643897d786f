import { positive, whole } from '../check.js';
import type { Account, Ledger } from '../ledger.js';
import { Gas } from './gas.js';

/** Height of every cylinder, so that a width of 10 is a square. */
export const HEIGHT = 10;

const PISTON = 0;
const SIDES = ['left', 'bottom', 'top'] as const;

export interface CylinderOptions {
  /** Disks in the cylinder; 100 where not given. */
  readonly disks?: number;
  /** Radius of a disk; 0.15 where not given. */
  readonly radius?: number;
  /** Temperature (kT) it starts with. */
  readonly temperature: number;
  /** Where the piston stands at first, and the farthest it will ever go. */
  readonly width: number;
  readonly longest: number;
  readonly seed?: number;
}

/** What a span of time did, measured from the blows of the disks. */
export interface CylinderReading {
  /** Area at the middle of the span; momentum given to the piston per height and time. */
  readonly area: number;
  readonly pressure: number;
  /** Kinetic temperature, mean of before and after. */
  readonly temperature: number;
  /** Heat into the gas, and heat over that temperature. */
  readonly heat: number;
  readonly entropy: number;
}

/** What has been exchanged. Positive: heat into the gas, work out of it. */
export interface CycleBooks {
  readonly heatHot: number;
  readonly heatCold: number;
  /** Net heat from reservoirs at other temperatures: the stores of a regenerator. */
  readonly heatStores: number;
  readonly work: number;
}

/**
 * Hard disks in a cylinder 10 high that a driven piston closes on the right. The other three sides
 * are elastic, or together in contact with one reservoir.
 *
 * Reduced units: k = 1, mass 1. In two dimensions the heat capacity is k per disk and γ = 2.
 *
 * @example
 * ```ts
 * import { Cylinder } from '@gibbs/physics';
 *
 * const cylinder = new Cylinder({ temperature: 1, width: 10, longest: 20, seed: 1 });
 * cylinder.drive(0.1, 20);
 * const { heat } = cylinder.runUntil(100);
 * console.log(cylinder.width, heat, cylinder.gas.temperature() < 0.6); // → 20 0 true
 * ```
 */
export class Cylinder {
  readonly gas: Gas;

  constructor(options: CylinderOptions) {
    const op = 'Cylinder';
    const radius = positive(op, 'radius', options.radius ?? 0.15);
    const width = positive(op, 'width', options.width);
    const longest = positive(op, 'longest', options.longest);
    if (!(width <= longest)) {
      throw new RangeError(`${op}: width must be at most longest, ${longest}, got ${width}.`);
    }
    this.gas = new Gas({
      width: longest + 2 * radius,
      height: HEIGHT,
      species: {
        count: whole(op, 'disks', options.disks ?? 100),
        radius,
        temperature: options.temperature,
        region: { right: width },
      },
      seed: options.seed ?? 1,
    });
    this.gas.addBarrier({ x: width });
  }

  get ledger(): Ledger {
    return this.gas.ledger;
  }

  get time(): number {
    return this.gas.time;
  }

  /** Where the piston stands. */
  get width(): number {
    return this.gas.barrier(PISTON).x;
  }

  /** Puts the sides in contact with a reservoir at a temperature, or isolates them. */
  touch(temperature: number | null): void {
    for (const side of SIDES) {
      this.gas.setWall(side, temperature === null ? 'elastic' : { temperature });
    }
  }

  /** Moves the piston at a speed (outwards where positive) as far as `to`; speed 0 holds it. */
  drive(speed: number, to?: number): void {
    this.gas.driveBarrier(PISTON, to === undefined ? { speed } : { speed, to });
  }

  /** Runs up to a moment and says what happened on the way. */
  runUntil(time: number): CylinderReading {
    const { gas } = this;
    const from = { x: this.width, t: gas.time, kT: gas.temperature(), heat: heatInto(gas) };
    const { impulseFromLeft } = gas.barrier(PISTON);
    gas.runUntil(time);
    const heat = heatInto(gas) - from.heat;
    const temperature = (from.kT + gas.temperature()) / 2;
    const impulse = gas.barrier(PISTON).impulseFromLeft - impulseFromLeft;
    return {
      area: (HEIGHT * (from.x + this.width)) / 2,
      pressure: impulse / (HEIGHT * (gas.time - from.t)),
      temperature,
      heat,
      entropy: heat / temperature,
    };
  }

  /** What has been exchanged since the start, by the temperature of the reservoirs. */
  books(hot: number, cold: number): CycleBooks {
    let [heatHot, heatCold, heatStores, work] = [0, 0, 0, 0];
    for (const { kind, temperature, heat, energy } of this.ledger.accounts) {
      if (kind === 'work') work += energy;
      else if (temperature === hot) heatHot -= heat;
      else if (temperature === cold) heatCold -= heat;
      else if (kind === 'reservoir') heatStores -= heat;
    }
    return { heatHot, heatCold, heatStores, work };
  }

  /** Everything there is to know, as bytes; `Cylinder.restore` makes the same cylinder of them. */
  snapshot(): Uint8Array {
    return this.gas.snapshot();
  }

  /** The cylinder that `snapshot` was taken of: it goes on bit for bit as that one would have. */
  static restore(snapshot: Uint8Array): Cylinder {
    const cylinder = Object.create(Cylinder.prototype);
    return Object.assign(cylinder, { gas: Gas.restore(snapshot) });
  }
}

/** Heat that has come into the gas so far: its account is the first of the books. */
function heatInto({ ledger }: Gas): number {
  return (ledger.accounts[0] as Account).heat;
}
