import { type RotaryAngles, type Tensor, tensor } from '@gibbs/tensor';

/**
 * The places of the 2017 Transformer: `P[t, 2i] = sin(t / 10000^(2i/channels))`, `P[t, 2i+1]` the cosine, so that
 * moving by a fixed number of places turns every pair by a fixed angle. [context, channels].
 */
export function sinusoidal(context: number, channels: number): Tensor {
  const table = new Float32Array(context * channels);
  for (let place = 0; place < context; place++) {
    for (let c = 0; c < channels; c++) {
      const angle = place / 10_000 ** ((c - (c % 2)) / channels);
      table[place * channels + c] = c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return tensor(table, { shape: [context, channels] });
}

/**
 * The slopes of ALiBi (Press et al. 2022): head h lowers a score by its slope for each place between query and
 * key. For n heads, n a power of two, they are 2^(−8/n), 2^(−16/n), …; other counts take every other slope of
 * twice the next smaller power, as the authors do.
 */
export function alibiSlopes(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const slopes = (n: number) => Array.from({ length: n }, (_, h) => 2 ** ((-8 * (h + 1)) / n));
  const extra = slopes(2 * power).filter((_, h) => h % 2 === 0);
  return [...slopes(power), ...extra.slice(0, heads - power)];
}

/** Cosines and sines of rotary positions, [context, headSize / 2]: place · theta^(−2i/headSize) for pair i. */
export function rotaryTable(context: number, headSize: number, theta: number): RotaryAngles {
  const half = headSize / 2;
  const angle = (at: number) => Math.floor(at / half) / theta ** ((2 * (at % half)) / headSize);
  const table = (f: (x: number) => number) =>
    tensor(
      Float32Array.from({ length: context * half }, (_, at) => f(angle(at))),
      { shape: [context, half] },
    ).keep();
  return { cos: table(Math.cos), sin: table(Math.sin), start: tensor(Int32Array.of(0)).keep() };
}
