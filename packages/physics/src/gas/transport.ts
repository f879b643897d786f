import { positive, whole } from '../check.js';
import type { Gas } from './gas.js';

/** x and y of all disks apart, with the sides of the box: what order parameters and correlations take. */
export function coordinates(gas: Gas): {
  x: Float64Array;
  y: Float64Array;
  width: number;
  height: number;
} {
  const x = new Float64Array(gas.count);
  const y = new Float64Array(gas.count);
  gas.forEach((atX, atY, _vx, _vy, _mass, _kind, n) => {
    x[n] = atX;
    y[n] = atY;
  });
  return { x, y, width: gas.settings.width, height: gas.settings.height };
}

/** Mean square displacement against time, and the diffusion coefficient that it tends to. */
export interface Diffusion {
  readonly time: Float64Array;
  readonly meanSquare: Float64Array;
  /** D = slope of the second half of the curve / 4 (Einstein in two dimensions), in length² per time. */
  readonly coefficient: number;
}

/**
 * Runs the gas on for `repeats` spans and measures how far disks wander in each.
 *
 * Displacements are those of the disks themselves: a disk that leaves a periodic box on one side and
 * comes back on the other has moved on, not back.
 */
export function diffusion(
  gas: Gas,
  { span, points = 20, repeats = 10 }: { span: number; points?: number; repeats?: number },
): Diffusion {
  positive('diffusion', 'span', span);
  whole('diffusion', 'points', points, 4);
  whole('diffusion', 'repeats', repeats);
  const time = Float64Array.from({ length: points }, (_, k) => (span * (k + 1)) / points);
  const meanSquare = new Float64Array(points);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = gas.time;
    const from = gas.positions(undefined, { unwrapped: true });
    for (let k = 0; k < points; k++) {
      gas.runUntil(start + (time[k] as number));
      const to = gas.positions(undefined, { unwrapped: true });
      let sum = 0;
      for (let n = 0; n < from.length; n++) sum += ((to[n] as number) - (from[n] as number)) ** 2;
      meanSquare[k] = (meanSquare[k] as number) + sum / (gas.count * repeats);
    }
  }
  const half = points >> 1;
  const rise = (meanSquare[points - 1] as number) - (meanSquare[half - 1] as number);
  return {
    time,
    meanSquare,
    coefficient: rise / (4 * ((time[points - 1] as number) - (time[half - 1] as number))),
  };
}
