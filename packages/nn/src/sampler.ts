/**
 * From logits to a token: one Gibbs distribution, p ∝ exp(logit / T), after some tokens are ruled out.
 *
 * The rules are applied in the order that Hugging Face's `generate` uses, so settings carry over:
 * repetition penalty, temperature, top-k, top-p, min-p.
 */
export interface SamplingOptions {
  /** T in p ∝ exp(logit / T); 0 always takes the likeliest token. Default 1. */
  readonly temperature?: number;
  /** Keep the k likeliest tokens. */
  readonly topK?: number;
  /** Keep the smallest set of likeliest tokens whose probabilities sum to at least this. */
  readonly topP?: number;
  /** Keep tokens at least this fraction as likely as the likeliest one. */
  readonly minP?: number;
  /** Divide positive and multiply negative logits of tokens already seen by this. Default 1. */
  readonly repetitionPenalty?: number;
}

/** Draws the next token from `logits` (one per vocabulary entry, left unchanged), given the tokens seen so far. */
export type Sampler = (logits: Float32Array, seen?: Iterable<number>) => number;

/**
 * Makes a {@link Sampler}. `uniform` gives numbers in [0, 1) and is the only source of chance, so the same
 * numbers give the same tokens. It is asked once per token, and not at all at temperature 0.
 *
 * @example
 * ```ts
 * import { sampler } from '@gibbs/nn';
 * const logits = Float32Array.of(0, 2, 1);
 * console.log(sampler({ temperature: 0 })(logits)); // → 1
 * console.log(sampler({ topK: 2 }, () => 0.99)(logits)); // → 2
 * ```
 */
export function sampler(
  options: SamplingOptions = {},
  uniform: () => number = Math.random,
): Sampler {
  const { temperature = 1, topK, topP, minP, repetitionPenalty = 1 } = options;
  checkSampling(options);
  const restricted = topK !== undefined || topP !== undefined || minP !== undefined;
  let weights = new Float64Array(0);

  return (logits, seen = []) => {
    const vocab = logits.length;
    if (vocab === 0) throw new RangeError('sampler: logits must not be empty, got 0 of them.');
    if (weights.length !== vocab) weights = new Float64Array(vocab);
    weights.set(logits);
    if (repetitionPenalty !== 1) penalise(weights, seen, repetitionPenalty);
    const best = argmax(weights);
    const highest = weights[best] as number;
    if (Number.isNaN(highest)) {
      throw new RangeError(`sampler: logits must be numbers, got NaN at token ${best}.`);
    }
    // Infinite logits leave nothing to weigh: +∞ beats all, and if every token is ruled out the first stands.
    if (temperature === 0 || !Number.isFinite(highest)) return best;
    for (let i = 0; i < vocab; i++) {
      weights[i] = Math.exp(((weights[i] as number) - highest) / temperature);
    }
    if (restricted) restrict(weights, topK ?? vocab, topP ?? 1, minP ?? 0);
    return draw(weights, uniform());
  };
}

function checkSampling(options: SamplingOptions): void {
  const { temperature = 1, topK = 1, topP = 1, minP = 0, repetitionPenalty = 1 } = options;
  const rule = (holds: boolean, text: string, got: number) => {
    if (!holds) throw new RangeError(`sampler: ${text}, got ${got}.`);
  };
  rule(temperature >= 0 && temperature < Infinity, 'temperature must be at least 0', temperature);
  rule(Number.isInteger(topK) && topK >= 1, 'topK must be a whole number from 1', topK);
  rule(topP > 0 && topP <= 1, 'topP must lie in (0, 1]', topP);
  rule(minP >= 0 && minP <= 1, 'minP must lie in [0, 1]', minP);
  rule(
    repetitionPenalty > 0 && repetitionPenalty < Infinity,
    'repetitionPenalty must be above 0',
    repetitionPenalty,
  );
}

/** Keskar et al. 2019 (CTRL), §4.1: each seen token is made less likely once, however often it was seen. */
function penalise(logits: Float64Array, seen: Iterable<number>, penalty: number): void {
  for (const token of new Set(seen)) {
    const logit = logits[token];
    if (logit !== undefined) logits[token] = logit > 0 ? logit / penalty : logit * penalty;
  }
}

/** The index of the largest value; a NaN counts as largest, so that it can be reported. */
function argmax(values: Float64Array): number {
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) return i;
    if (value > (values[best] as number)) best = i;
  }
  return best;
}

/** Sets to 0 the weights (largest 1) that top-k, top-p and min-p rule out; the likeliest always stays. */
function restrict(weights: Float64Array, topK: number, topP: number, minP: number): void {
  const order = Array.from(weights.keys())
    .filter((i) => (weights[i] as number) > 0)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  let keep = Math.min(topK, order.length);
  let total = 0;
  for (let i = 0; i < keep; i++) total += weights[order[i] as number] as number;

  let mass = 0;
  for (let i = 0; i < keep; i++) {
    mass += weights[order[i] as number] as number;
    if (mass >= topP * total) keep = i + 1;
  }
  while (keep > 1 && (weights[order[keep - 1] as number] as number) < minP) keep--;
  for (const i of order.slice(keep)) weights[i] = 0;
}

/** The index where the running sum of weights passes `u` of the total. */
function draw(weights: Float64Array, u: number): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let rest = u * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight === 0) continue;
    last = i;
    rest -= weight;
    if (rest < 0) break;
  }
  return last; // the last possible token, should rounding carry u past the end
}
