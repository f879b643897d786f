import { noGrad, Tensor } from '@gibbs/tensor';
import type { Module } from './module.js';

type Forward = (...inputs: unknown[]) => unknown;

/**
 * Finds where numbers stop being finite: a parameter, or the first part of the model that makes NaN or infinity out
 * of finite inputs while `run` is computed. Gives words for an error message.
 */
export function blame(model: Module, run: () => unknown): string {
  for (const [name, parameter] of model.namedParameters()) {
    if (!allFinite(parameter)) return `the weight ${name}`;
  }
  let guilty: string | undefined;
  const watched: (Module & { forward?: Forward })[] = [];
  for (const [name, part] of model.namedModules() as Map<string, Module & { forward?: Forward }>) {
    const forward = part.forward;
    if (typeof forward !== 'function') continue;
    watched.push(part);
    // An own property hides the method; it is not enumerable, so that the walk over parameters does not meet it.
    Object.defineProperty(part, 'forward', {
      configurable: true,
      enumerable: false,
      value: (...inputs: unknown[]) => {
        const y = forward.apply(part, inputs);
        if (guilty === undefined && y instanceof Tensor && !allFinite(y)) {
          const clean = inputs.every((x) => !(x instanceof Tensor) || allFinite(x));
          guilty = clean ? name || 'the model itself' : `what is given to ${name || 'the model'}`;
        }
        return y;
      },
    });
  }
  try {
    noGrad(run);
  } finally {
    for (const part of watched) delete part.forward;
  }
  return guilty ?? 'the loss';
}

function allFinite(t: Tensor): boolean {
  return t.toTypedArray().every((x) => Number.isFinite(x));
}
