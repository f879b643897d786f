/**
 * Rotary positions (Su et al. 2021) in the layout of Hugging Face's Llama: within each head of size 2·half the
 * pair (xᵢ, xᵢ₊ₕₐₗf) is turned by the angle position · frequencyᵢ,
 *
 *   yᵢ = xᵢ cos − xᵢ₊ₕ sin,   yᵢ₊ₕ = xᵢ₊ₕ cos + xᵢ sin.
 *
 * x and y are dense [batch, time, heads, 2·half]; `cos` and `sin` are tables [context, half]. The first position
 * is read from memory, so that a captured step can be replayed at the next one. The pullback turns back.
 */

import type { Code, I32, Local, V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

/** (batch · time, time, heads, half, x, cos, sin, start) → y. */
export function rotaryRows(k: KernelBuilder, backwards: boolean): Code {
  const { f } = k;
  const [places, time, heads, half, x0, cos0, sin0, start, y0] = k.args(9);
  const [begin, end, cut] = k.share(places, 1);
  const [x, y, cos, sin, bytes] = f.i32s(5) as [I, I, I, I, I];
  const row = f.i32();
  const [c, s, near, far] = f.v128s(4) as [V, V, V, V];
  const ahead = backwards ? f32x4.sub : f32x4.add;
  const behind = backwards ? f32x4.add : f32x4.sub;

  const turn = (lanes: 1 | 4): Code => {
    const load = lanes === 4 ? v128.load : v128.load32Zero;
    const store = (address: I32, value: V128) =>
      lanes === 4 ? v128.store(address, value) : v128.storeLane(address, value, 0);
    return [
      c.set(load(cos)),
      s.set(load(sin)),
      near.set(load(x)),
      far.set(load(i32.add(x, bytes))),
      store(y, behind(f32x4.mul(near, c), f32x4.mul(far, s))),
      store(i32.add(y, bytes), ahead(f32x4.mul(far, c), f32x4.mul(near, s))),
      [x, y, cos, sin].map((p) => p.move(4 * lanes)),
    ];
  };
  return [
    cut,
    bytes.set(i32.shl(half, 2)),
    f.for(begin, end, 1, (place) => [
      row.set(i32.mul(i32.add(i32.load(start), i32.remU(place, time)), bytes)),
      x.set(i32.mul(place, i32.mul(heads, i32.shl(bytes, 1)))),
      y.set(i32.add(y0, x)),
      x.set(i32.add(x0, x)),
      f.times(heads, [
        cos.set(i32.add(cos0, row)),
        sin.set(i32.add(sin0, row)),
        f.times(i32.shrU(half, 2), turn(4)),
        f.times(i32.and(half, 3), turn(1)),
        x.move(bytes),
        y.move(bytes),
      ]),
    ]),
  ];
}

type I = Local<'i32'>;
type V = Local<'v128'>;
