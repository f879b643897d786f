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

/**
 * How rotary angles are made slower, so that a model reads further than it was first trained to.
 *
 * - `linear`: all by `factor` (Chen et al. 2023, "Extending context window of large language models via positional
 *   interpolation").
 * - `llama3`: those that turn less than `lowTurns` times within `originalContext` places by `factor`, those that turn
 *   more than `highTurns` times not at all, and those between in proportion (Llama 3.1).
 */
export type RotaryScaling =
  | { readonly kind: 'linear'; readonly factor: number }
  | {
      readonly kind: 'llama3';
      readonly factor: number;
      readonly lowTurns: number;
      readonly highTurns: number;
      readonly originalContext: number;
    };

/** The angle by which each pair of channels turns from one place to the next: theta^(−2i/headSize), scaled. */
function rotaryFrequencies(headSize: number, theta: number, scaling?: RotaryScaling): number[] {
  return Array.from({ length: headSize / 2 }, (_, i) => {
    const angle = theta ** ((-2 * i) / headSize);
    if (!scaling) return angle;
    if (scaling.kind === 'linear') return angle / scaling.factor;
    const { factor, lowTurns, highTurns, originalContext } = scaling;
    const turns = (originalContext * angle) / (2 * Math.PI);
    const kept = Math.min(1, Math.max(0, (turns - lowTurns) / (highTurns - lowTurns)));
    return angle * (kept + (1 - kept) / factor);
  });
}

/** Cosines and sines of rotary positions, [context, headSize / 2]: place · frequency of each pair. */
export function rotaryTable(
  context: number,
  headSize: number,
  theta: number,
  scaling?: RotaryScaling,
): RotaryAngles {
  const half = headSize / 2;
  const frequencies = rotaryFrequencies(headSize, theta, scaling);
  const angle = (at: number) => Math.floor(at / half) * (frequencies[at % half] as number);
  const table = (f: (x: number) => number) =>
    tensor(
      Float32Array.from({ length: context * half }, (_, at) => f(angle(at))),
      { shape: [context, half] },
    ).keep();
  return { cos: table(Math.cos), sin: table(Math.sin), start: tensor(Int32Array.of(0)).keep() };
}
