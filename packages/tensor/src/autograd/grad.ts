/** Gradients as functions of functions, and scopes in which nothing is recorded or kept. */
import { refuseType } from '../errors.js';
import { alias, release, scoped, session } from '../handle.js';
import { isTensor } from '../ops/apply.js';
import type { Tensor } from '../tensor.js';
import { gradientsOf } from './backward.js';

/** What a step may return: a tensor, or several in an array or object. */
export type Tree =
  | Tensor
  | undefined
  | null
  | number
  | boolean
  | string
  | readonly Tree[]
  | { readonly [name: string]: Tree };

/** The function that gives the gradients of `fn`, one per argument. */
export function grad<A extends readonly Tensor[]>(
  fn: (...inputs: A) => Tensor,
): (...inputs: A) => { -readonly [K in keyof A]: Tensor } {
  const both = valueAndGrad(fn);
  return (...inputs) => {
    const [value, gradients] = both(...inputs);
    release(value, 'grad');
    return gradients;
  };
}

/** The function that gives the value of `fn` and its gradients, one per argument. */
export function valueAndGrad<A extends readonly Tensor[]>(
  fn: (...inputs: A) => Tensor,
): (...inputs: A) => [value: Tensor, gradients: { -readonly [K in keyof A]: Tensor }] {
  return (...inputs) =>
    scoped(
      () => {
        const leaves = inputs.map((x) => {
          const leaf = alias(x);
          leaf.requiresGrad = true;
          return leaf;
        });
        const recording = session.gradients;
        session.gradients = true;
        try {
          const value = fn(...(leaves as unknown as A));
          if (!isTensor(value))
            refuseType('valueAndGrad', 'the function must return a tensor', typeof value);
          const gradients = gradientsOf('valueAndGrad', value, leaves);
          value.origin = undefined;
          return [value, gradients] as [Tensor, { -readonly [K in keyof A]: Tensor }];
        } finally {
          session.gradients = recording;
          for (const leaf of leaves) leaf.requiresGrad = false;
        }
      },
      'valueAndGrad',
      ([value, gradients]) => [value, ...(gradients as readonly Tensor[])],
    );
}

/** Runs `run` without recording, so that its results carry no gradient. */
export function noGrad<R>(run: () => R): R {
  const recording = session.gradients;
  session.gradients = false;
  try {
    return run();
  } finally {
    session.gradients = recording;
  }
}

/**
 * Runs `run` and frees every tensor made in it, except those it returns, tensors with `requiresGrad` and
 * gradients. Scopes may be nested.
 */
export function scope<R extends Tree>(run: () => R): R;
export function scope(run: () => void): void;
export function scope(run: () => unknown): unknown {
  return scoped(run as () => Tree, 'the end of a scope', tensorsIn);
}

/** All tensors in a tree. */
export function* tensorsIn(tree: Tree): Generator<Tensor> {
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return;
  if (isTensor(tree)) yield tree;
  else for (const part of Object.values(tree)) yield* tensorsIn(part as Tree);
}
