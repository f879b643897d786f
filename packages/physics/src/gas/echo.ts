import { positive, whole } from '../check.js';
import { Gas } from './gas.js';

/** How well a gas finds back after its velocities were reversed. */
export interface EchoPoint {
  /** Collisions per disk on the way out. */
  readonly collisionsPerDisk: number;
  /** Root mean square distance from where the disks had been, in diameters. */
  readonly error: number;
}

/**
 * Loschmidt's reversal in floating point: run out, turn all velocities, run back, see how far off.
 *
 * Hard disks are chaotic: each collision per disk multiplies the last bit's rounding by about e^1.15.
 * With positions counted from the corner of the box the echo is dead after about 22 of them; here they
 * count from the corner of a cell, some 40 times nearer, which buys ln 40/1.15 ≈ 3 more: the return
 * error is 10⁻⁸ diameters after 14, 10⁻² after 24 and that of a stranger after 28. The reversible
 * integer gas (`ReversibleGas`) comes back exactly, however long it ran. Reduced units, diameter 1,
 * kT = 1.
 */
export function floatEcho({
  disks = 1024,
  packing = 0.3,
  times = [0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  seed = 1,
}: {
  disks?: number;
  packing?: number;
  times?: readonly number[];
  seed?: number;
} = {}): EchoPoint[] {
  whole('floatEcho', 'disks', disks);
  positive('floatEcho', 'packing', packing);
  const side = Math.sqrt((disks * Math.PI) / (4 * packing));
  const options = { width: side, height: side, species: { count: disks }, seed };
  const start = new Gas({ ...options, walls: 'periodic' });
  start.run(5);
  const snapshot = start.snapshot();
  const home = start.positions();
  return times.map((time) => {
    const gas = Gas.restore(snapshot);
    const before = gas.collisions;
    gas.run(positive('floatEcho', 'time', time));
    const collisionsPerDisk = (2 * (gas.collisions - before)) / disks;
    gas.reverse();
    gas.run(time);
    const back = gas.positions();
    let sum = 0;
    for (let n = 0; n < back.length; n++) {
      const off = (back[n] as number) - (home[n] as number);
      sum += (off - side * Math.round(off / side)) ** 2;
    }
    return { collisionsPerDisk, error: Math.sqrt(sum / disks) };
  });
}
