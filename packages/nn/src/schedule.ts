/**
 * A learning rate for every step, counted from 0. A schedule is a plain function of the step, so it has no
 * state: a run resumed at step n reads the same rates as one that was never stopped.
 */
export type Schedule = (step: number) => number;

/** The same rate at every step. */
export function constant(learningRate: number): Schedule {
  return () => learningRate;
}

export interface WarmupOptions {
  /** The highest rate, reached when the warm-up ends. */
  readonly peak: number;
  /** Steps of the whole run; later steps keep the last rate. */
  readonly steps: number;
  /** Steps that rise in a straight line from peak / warmup to the peak. Default 0. */
  readonly warmup?: number;
  /** The rate at the end. Default 0. */
  readonly floor?: number;
}

/**
 * Warm-up, then half a cosine down: `floor + (peak − floor) · (1 + cos πt) / 2` with t from 0 to 1
 * (Loshchilov and Hutter 2017, SGDR, without restarts).
 *
 * @example
 * ```ts
 * import { cosine } from '@gibbs/nn';
 * const rate = cosine({ peak: 1, steps: 12, warmup: 2 });
 * console.log([0, 1, 2, 7, 12].map((step) => rate(step).toFixed(2)).join(' ')); // → 0.50 1.00 1.00 0.50 0.00
 * ```
 */
export function cosine(options: WarmupOptions): Schedule {
  return warmed('cosine', options, (t) => (1 + Math.cos(Math.PI * t)) / 2);
}

/** Warm-up, then a straight line down from the peak to the floor. */
export function linear(options: WarmupOptions): Schedule {
  return warmed('linear', options, (t) => 1 - t);
}

/**
 * One cycle: half a cosine up from `peak / 25` over the first 30 % of the steps, then half a cosine down to
 * `peak / 250,000` (Smith and Topin 2018; the defaults are PyTorch's `OneCycleLR`).
 */
export function oneCycle({
  peak,
  steps,
  rise = 0.3,
  startDivisor = 25,
  endDivisor = 1e4,
}: {
  peak: number;
  steps: number;
  rise?: number;
  startDivisor?: number;
  endDivisor?: number;
}): Schedule {
  checkSteps('oneCycle', steps);
  const start = peak / startDivisor;
  const end = start / endDivisor;
  const top = rise * steps - 1;
  const last = steps - 1;
  const between = (a: number, b: number, t: number) =>
    b + ((a - b) * (1 + Math.cos(Math.PI * t))) / 2;
  return (step) =>
    step <= top
      ? between(start, peak, top === 0 ? 1 : step / top)
      : between(peak, end, Math.min(1, (step - top) / (last - top)));
}

function warmed(
  name: string,
  { peak, steps, warmup = 0, floor = 0 }: WarmupOptions,
  decay: (t: number) => number,
): Schedule {
  checkSteps(name, steps);
  if (!(warmup >= 0 && warmup <= steps)) {
    throw new RangeError(
      `${name}: warmup must lie between 0 and steps, got ${warmup} of ${steps}.`,
    );
  }
  return (step) => {
    if (step < warmup) return (peak * (step + 1)) / warmup;
    const t = steps === warmup ? 1 : Math.min(1, (step - warmup) / (steps - warmup));
    return floor + (peak - floor) * decay(t);
  };
}

function checkSteps(name: string, steps: number): void {
  if (!(Number.isFinite(steps) && steps >= 1)) {
    throw new RangeError(`${name}: steps must be at least 1, got ${steps}.`);
  }
}
