/** Gradient checking by central differences. */
import { alias, scoped, session } from '../handle.js';
import { copy } from '../ops/apply.js';
import { to } from '../ops/elementwise.js';
import { typedArray } from '../print.js';
import type { Tensor } from '../tensor.js';
import { gradientsOf } from './backward.js';
import { noGrad } from './grad.js';

export interface GradientReport {
  readonly ok: boolean;
  /** The element where both disagree most; absent if there was nothing to compare. */
  readonly worst:
    | {
        readonly input: number;
        readonly index: number;
        readonly analytic: number;
        readonly numeric: number;
        readonly error: number;
      }
    | undefined;
  /** The same as a sentence. */
  readonly message: string;
}

/**
 * Compares the recorded gradient of the scalar `fn(...inputs)` with `(f(x + h) − f(x − h))/2h`, element by
 * element, in float64 whatever the dtype of the inputs. The error is |analytic − numeric| / max(1, |numeric|).
 */
export function checkGradients(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  { step = 1e-5, tolerance = 1e-6 }: { step?: number; tolerance?: number } = {},
): GradientReport {
  return scoped(
    () => {
      const points = inputs.map((x) =>
        x.dtype === 'int32'
          ? alias(x)
          : noGrad(() => (x.dtype === 'float64' ? copy(x) : to(x, 'float64'))),
      );
      const free = points.filter((x) => x.dtype !== 'int32');
      for (const x of free) x.requiresGrad = true;
      const recording = session.gradients;
      session.gradients = true;
      let gradients: Tensor[];
      try {
        gradients = gradientsOf('checkGradients', fn(...points), free);
      } finally {
        session.gradients = recording;
        for (const x of free) x.requiresGrad = false;
      }
      let worst: GradientReport['worst'];
      free.forEach((x, at) => {
        const analytic = typedArray.read(gradients[at] as Tensor);
        const start = typedArray.read(x);
        const valueAt = (index: number, shift: number): number => {
          const moved = start.slice();
          moved[index] = (moved[index] as number) + shift;
          x.copyFrom(moved);
          return noGrad(() =>
            scoped(
              () => typedArray.read(fn(...points))[0] as number,
              'checkGradients',
              () => [],
            ),
          );
        };
        start.forEach((_, index) => {
          const numeric = (valueAt(index, step) - valueAt(index, -step)) / (2 * step);
          const found = analytic[index] as number;
          const error = Math.abs(found - numeric) / Math.max(1, Math.abs(numeric));
          // NaN is worse than any number, and stays
          if (!worst || (worst.error >= 0 && !(error <= worst.error)))
            worst = { input: points.indexOf(x), index, analytic: found, numeric, error };
        });
        x.copyFrom(start);
      });
      const ok = worst === undefined || worst.error <= tolerance;
      const message = worst
        ? `worst at input ${worst.input}, element ${worst.index}: analytic ${worst.analytic}, numeric ${worst.numeric}, error ${worst.error.toExponential(1)}`
        : 'nothing to compare';
      return { ok, worst, message };
    },
    'checkGradients',
    () => [],
  );
}
