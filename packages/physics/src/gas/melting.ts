import { positive, whole } from '../check.js';
import { bondOrder } from '../matter/order.js';
import { Gas } from './gas.js';
import { meter } from './measure.js';
import { coordinates } from './transport.js';

/** Hard disks at one packing. */
export interface MeltingPoint {
  readonly packing: number;
  /** Z = P A / N kT. */
  readonly compressibility: number;
  /** P* = P d² / kT, with d the diameter. */
  readonly pressure: number;
  /** |mean ψ₆|: order of the whole. */
  readonly order: number;
  /** Mean |ψ₆|: order around each disk. */
  readonly localOrder: number;
}

/**
 * Melts a crystal of hard disks by giving it room: each packing starts from the perfect lattice.
 *
 * Between packings of about 0.700 and 0.716 liquid and hexatic coexist (Bernard and Krauth 2011): the
 * pressure stays near 9.185 and ψ₆ falls from that of a crystal to nothing. In a system of a few
 * thousand disks the step is rounded, and near it the crystal needs long to melt.
 */
export function melting({
  packings = [0.66, 0.68, 0.7, 0.708, 0.716, 0.73, 0.75],
  rows = 32,
  settle = 400,
  samples = 40,
  seed = 1,
}: {
  packings?: readonly number[];
  /** Rows and columns of the lattice; the rows must be even. */
  rows?: number;
  /** Collisions per disk before it is measured, and half as many while it is. */
  settle?: number;
  samples?: number;
  seed?: number;
} = {}): MeltingPoint[] {
  whole('melting', 'rows', rows, 4);
  if (rows % 2 === 1) throw new RangeError(`melting: rows must be even, got ${rows}.`);
  whole('melting', 'settle', settle);
  whole('melting', 'samples', samples);
  return packings.map((packing) => {
    positive('melting', 'packing', packing);
    const count = rows * rows;
    // A lattice cell of sides a and a√3/2 holds one disk.
    const a = Math.sqrt(Math.PI / (4 * packing) / (Math.sqrt(3) / 2));
    const gas = new Gas({
      width: rows * a,
      height: (rows * a * Math.sqrt(3)) / 2,
      species: { count },
      walls: 'periodic',
      seed,
    });
    gas.step((settle * count) / 2);
    const read = meter(gas);
    let order = 0;
    let localOrder = 0;
    for (let k = 0; k < samples; k++) {
      gas.step(Math.ceil((settle * count) / 4 / samples));
      const { x, y, width, height } = coordinates(gas);
      const bonds = bondOrder(x, y, { width, height });
      order += bonds.global / samples;
      localOrder += bonds.meanLocal / samples;
    }
    const { compressibility } = read();
    const pressure = (compressibility * 4 * packing) / Math.PI;
    return { packing, compressibility, pressure, order, localOrder };
  });
}
