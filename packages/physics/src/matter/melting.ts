import { whole } from '../check.js';
import { Gas } from '../gas/gas.js';
import { meter } from '../gas/measure.js';
import { bondOrder, hexagonalLattice, pairCorrelation } from './order.js';

/** Order and pressure of hard disks at one packing. */
export interface MeltingPoint {
  readonly packing: number;
  /** Z = PV/NkT, and βPd² = Z·4η/π. */
  readonly compressibility: number;
  readonly pressure: number;
  /** |⟨ψ₆⟩|: one crystal or many directions. */
  readonly globalOrder: number;
  /** ⟨|ψ₆|⟩: hexagons nearby. */
  readonly localOrder: number;
  /** Two-body entropy over k and per disk. */
  readonly pairEntropy: number;
}

/**
 * Hard disks from crystal to fluid: starts a perfect crystal at each packing and lets it be.
 *
 * `collisions` per disk are run before and again while measuring. Between 0.700 and 0.716 a large system
 * is part fluid, part hexatic at one pressure (βPd² = 9.185, Bernard and Krauth 2011); a small one passes
 * gradually, and near there it takes very many collisions to forget its crystal. Reduced units.
 *
 * @example
 * ```ts
 * import { melting } from '@gibbs/physics/matter';
 *
 * const [fluid, crystal] = melting({ packings: [0.6, 0.76], columns: 12, rows: 12, collisions: 200 });
 * console.log(fluid.globalOrder < 0.4, crystal.globalOrder > 0.8); // → true true
 * ```
 */
export function melting({
  packings = [0.68, 0.69, 0.7, 0.708, 0.716, 0.72, 0.73],
  columns = 32,
  rows = 32,
  collisions = 500,
  seed = 1,
}: {
  packings?: readonly number[];
  columns?: number;
  rows?: number;
  collisions?: number;
  seed?: number;
} = {}): MeltingPoint[] {
  whole('melting', 'collisions', collisions);
  return packings.map((packing) => {
    const { x, y, width, height } = hexagonalLattice(columns, rows, packing);
    const positions = Float64Array.from({ length: 2 * x.length }, (_, i) =>
      i % 2 === 0 ? (x[i >> 1] as number) : (y[i >> 1] as number),
    );
    const species = { count: x.length };
    const gas = new Gas({ width, height, positions, species, walls: 'periodic', seed });
    // Each collision has two partners.
    const share = Math.ceil((collisions * gas.count) / 2);
    gas.step(share);
    const read = meter(gas);
    gas.step(share);
    const { compressibility } = read();
    const now = gas.positions();
    const [xs, ys] = [0, 1].map((k) => now.filter((_, i) => i % 2 === k)) as [
      Float64Array,
      Float64Array,
    ];
    const order = bondOrder(xs, ys, { width, height });
    return {
      packing,
      compressibility,
      pressure: (compressibility * 4 * packing) / Math.PI,
      globalOrder: order.global,
      localOrder: order.meanLocal,
      pairEntropy: pairCorrelation(xs, ys, { width, height }).pairEntropy,
    };
  });
}
