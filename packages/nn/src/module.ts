import { Tensor } from '@gibbs/tensor';

/**
 * A part of a model: its public fields that are tensors are its parameters, its public fields that are modules
 * (or arrays of them) are its parts. Names are the paths to them, `blocks.0.attention.query.weight`.
 *
 * Nothing is registered: what a class declares is what is trained and saved. A tensor that is neither (a table
 * of angles, a cache) stays in a private `#field`, which the walk cannot see.
 */
export abstract class Module {
  /** Whether the model is being trained; only {@link Dropout} behaves differently then. */
  training = true;

  /** All parameters by name, each once: a tensor shared by two parts goes by the name met first. */
  namedParameters(): Map<string, Tensor> {
    const found = new Map<string, Tensor>();
    const seen = new Set<Tensor>();
    for (const [path, module] of this.namedModules()) {
      for (const [field, value] of Object.entries(module)) {
        if (value instanceof Tensor && !seen.has(value)) {
          seen.add(value);
          found.set(path ? `${path}.${field}` : field, value);
        }
      }
    }
    return found;
  }

  parameters(): Tensor[] {
    return [...this.namedParameters().values()];
  }

  /** This module (under the empty name) and every part of it, in the order the fields were declared. */
  namedModules(): Map<string, Module> {
    const found = new Map<string, Module>();
    walk('', this, found);
    return found;
  }

  /** Sets {@link training} here and in every part; `train(false)` before evaluating or generating. */
  train(on = true): this {
    for (const module of this.namedModules().values()) module.training = on;
    return this;
  }
}

function walk(path: string, value: unknown, found: Map<string, Module>): void {
  if (value instanceof Module) {
    found.set(path, value);
  } else if (!Array.isArray(value)) return;
  for (const [field, part] of Object.entries(value))
    walk(path ? `${path}.${field}` : field, part, found);
}

/** Throws unless every size is a whole number from 1. */
export function checkSizes(name: string, sizes: Readonly<Record<string, number>>): void {
  for (const [what, size] of Object.entries(sizes)) {
    if (!(Number.isInteger(size) && size >= 1)) {
      throw new RangeError(`${name}: ${what} must be a whole number from 1, got ${size}.`);
    }
  }
}
