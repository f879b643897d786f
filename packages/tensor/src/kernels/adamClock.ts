/** Adam's count of steps, in double precision so that 1 − β₂ᵗ keeps its digits. */

import type { Engine, Span } from '../wasm/engine.js';
import { when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f64 from '../wasm/f64.js';
import * as i32 from '../wasm/i32.js';

/** state [t, β₁ᵗ, β₂ᵗ] moves on by one step; corrections become [1/(1 − β₁ᵗ), 1/√(1 − β₂ᵗ)]. */
export function adamClockTick(
  engine: Engine,
  [beta1, beta2]: readonly [number, number],
  [state, corrections]: readonly [number, number],
  spans: readonly Span[],
): void {
  const kernel = engine.kernel('adamClock', (k) => {
    const [at, to] = k.args(2);
    const [p1, p2] = [k.f.local('f64'), k.f.local('f64')];
    const one = (p: typeof p1): ReturnType<typeof f64.sub> => f64.sub(1, p);
    return when(i32.eqz(k.thread), [
      f64.store(at, f64.add(f64.load(at), 1)),
      p1.set(f64.mul(f64.load(at, 8), k.double(2))),
      p2.set(f64.mul(f64.load(at, 16), k.double(4))),
      f64.store(at, p1, 8),
      f64.store(at, p2, 16),
      f32.store(to, f32.demote(f64.div(1, one(p1)))),
      f32.store(to, f32.demote(f64.div(1, f64.sqrt(one(p2)))), 4),
    ]);
  });
  engine.launch(
    kernel,
    [state, corrections, ...doubleBits(beta1), ...doubleBits(beta2)],
    spans,
    spans,
  );
}

/** The two words of a double: the betas must not lose digits on their way. */
function doubleBits(x: number): number[] {
  return [...new Int32Array(Float64Array.of(x).buffer)];
}
