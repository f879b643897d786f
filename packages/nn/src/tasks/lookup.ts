/**
 * A database that can be differentiated: a query asks every row, and each row answers by how close its key is.
 *
 *   weights = softmax(closeness(query, keys) / T)      result = weights · values
 *
 * This is the Gibbs distribution with energy −closeness, and one head of attention without its projections. All in
 * float64: tables are small and are looked at digit by digit.
 */

/** How close a key is to the query. See {@link closenessOf}. */
export type Closeness = 'inverse-distance' | 'dot' | 'gaussian';

/** What is looked up, and how. */
export interface LookupOptions {
  /** One key per row, all of the query's width. */
  keys: readonly (readonly number[])[];
  /** One value per row, all of one width. */
  values: readonly (readonly number[])[];
  closeness?: Closeness;
  /** Soft mode only; low is sharp, high is even. Must be > 0. */
  temperature?: number;
  /** `soft` mixes all rows; `hard` returns the closest row alone (the first, in a tie). */
  mode?: 'soft' | 'hard';
  /** The gradients are those of ½‖result − target‖²; without a target, those of the sum of the result. */
  target?: readonly number[];
}

/** What a lookup answers, with everything that led to it. */
export interface LookupAnswer {
  result: number[];
  /** Share of each row in the result; they add up to 1. */
  weights: number[];
  /** Closeness of each key, before the temperature. */
  closeness: number[];
  /** ½‖result − target‖², or the sum of the result where no target is given. */
  loss: number;
  /** Gradients of `loss`. In hard mode those of query and keys are exactly 0: nothing to learn from. */
  gradients: { query: number[]; keys: number[][]; values: number[][] };
}

/**
 * Looks a query up in a table of keys and values, softly or hard, with the gradients of the answer.
 *
 * result = Σ wᵢ·valuesᵢ with w = softmax(closeness / T); hard: w = 1 for the closest row, 0 elsewhere.
 *
 * @throws RangeError when the table is empty or ragged, a number is not finite, or the temperature is not above 0.
 *
 * @example
 * ```ts
 * import { lookup } from '@gibbs/nn/tasks';
 *
 * const keys = [[0, 0], [1, 0], [0, 1]];
 * const values = [[10], [20], [30]];
 * const soft = lookup([0.9, 0.1], { keys, values, closeness: 'gaussian', temperature: 0.1 });
 * console.log(soft.result[0].toFixed(2)); // → 19.82
 * const hard = lookup([0.9, 0.1], { keys, values, mode: 'hard' });
 * console.log(hard.result, hard.gradients.query); // → [ 20 ] [ 0, 0 ]
 * ```
 */
export function lookup(query: readonly number[], options: LookupOptions): LookupAnswer {
  const { keys, values, temperature = 1, mode = 'soft', target } = options;
  const kernel = closenessOf(options.closeness ?? 'inverse-distance');
  validate(query, options);

  const closeness = keys.map((key) => kernel.value(query, key));
  const weights = mode === 'hard' ? oneHotOfMax(closeness) : softmax(closeness, temperature);
  const width = (values[0] as readonly number[]).length;
  const result = Array.from({ length: width }, (_, j) =>
    sum(weights.map((w, i) => w * at(values, i, j))),
  );

  const dresult = target ? result.map((r, j) => r - (target[j] as number)) : result.map(() => 1);
  const loss = target ? sum(dresult.map((d) => d * d)) / 2 : sum(result);

  // result = Σ wᵢ vᵢ, so dvᵢ = wᵢ·dresult and dwᵢ = vᵢ·dresult.
  const dvalues = weights.map((w) => dresult.map((d) => w * d));
  const dweights = values.map((row) => dot(row, dresult));
  // w = softmax(c/T), so dcᵢ = wᵢ·(dwᵢ − Σ wⱼ dwⱼ)/T. The step of a hard lookup is flat: 0.
  const mean = dot(weights, dweights);
  const dcloseness =
    mode === 'hard'
      ? weights.map(() => 0)
      : weights.map((w, i) => (w * ((dweights[i] as number) - mean)) / temperature);

  const dquery = query.map(() => 0);
  const dkeys = keys.map((key, i) => {
    const dc = dcloseness[i] as number;
    if (dc === 0) return key.map(() => 0);
    const slope = kernel.slope(query, key, closeness[i] as number);
    for (const [j, s] of slope.query.entries()) dquery[j] = (dquery[j] as number) + dc * s;
    return slope.key.map((s) => dc * s);
  });
  return {
    result,
    weights,
    closeness,
    loss,
    gradients: { query: dquery, keys: dkeys, values: dvalues },
  };
}

/** How a query is trained. */
export interface TrainQueryOptions extends LookupOptions {
  target: readonly number[];
  steps?: number;
  learningRate?: number;
}

/** One step of a query on its way. */
export interface QueryStep extends LookupAnswer {
  step: number;
  query: number[];
}

/**
 * Moves a query downhill until the table returns the target: query ← query − rate·∂loss/∂query.
 *
 * Yields the state before each step and after the last, `steps + 1` in all. In hard mode the gradient is 0 and the
 * query stays where it is: that is why attention is soft.
 *
 * @example
 * ```ts
 * import { trainQuery } from '@gibbs/nn/tasks';
 *
 * const table = { keys: [[0, 0], [1, 1]], values: [[0], [1]], closeness: 'gaussian' as const, temperature: 0.2 };
 * const path = [...trainQuery([0.2, 0.2], { ...table, target: [1], steps: 200, learningRate: 0.5 })];
 * console.log(path[0].result[0].toFixed(2), path[200].result[0].toFixed(2)); // → 0.05 0.99
 * ```
 */
export function* trainQuery(
  start: readonly number[],
  options: TrainQueryOptions,
): Generator<QueryStep, void, void> {
  const { steps = 100, learningRate = 0.1 } = options;
  let query = [...start];
  for (let step = 0; step <= steps; step++) {
    const answer = lookup(query, options);
    yield { step, query, ...answer };
    query = query.map((q, j) => q - learningRate * (answer.gradients.query[j] as number));
  }
}

interface Kernel {
  value(query: readonly number[], key: readonly number[]): number;
  /** ∂closeness/∂query and ∂closeness/∂key at a known closeness c. */
  slope(
    query: readonly number[],
    key: readonly number[],
    c: number,
  ): { query: number[]; key: number[] };
}

/** Keeps 1/distance finite where the query sits on a key; the constant of the book. */
export const smallestDistance = 1e-5;

/**
 * The closeness kernels, with their slopes (δ = query − key, d = ‖δ‖):
 *
 *   inverse-distance   c = 1/(d + 1e-5)   ∂c/∂query = −c²·δ/d (0 on the key itself, where the peak is)
 *   dot                c = query·key      ∂c/∂query = key
 *   gaussian           c = −d²/2          ∂c/∂query = −δ; the weights are then Gaussians of variance T around the keys
 */
function closenessOf(name: Closeness): Kernel {
  switch (name) {
    case 'inverse-distance':
      return {
        value: (query, key) => 1 / (norm(minus(query, key)) + smallestDistance),
        slope: (query, key, c) => {
          const delta = minus(query, key);
          const distance = norm(delta);
          return opposite(delta.map((d) => (distance === 0 ? 0 : (-c * c * d) / distance)));
        },
      };
    case 'dot':
      return { value: dot, slope: (query, key) => ({ query: [...key], key: [...query] }) };
    case 'gaussian':
      return {
        value: (query, key) => -dot(minus(query, key), minus(query, key)) / 2,
        slope: (query, key) => opposite(minus(key, query)),
      };
    default:
      throw new RangeError(
        `lookup: closeness must be 'inverse-distance', 'dot' or 'gaussian', got '${String(name)}'.`,
      );
  }
}

function softmax(closeness: readonly number[], temperature: number): number[] {
  const top = Math.max(...closeness);
  const powers = closeness.map((c) => Math.exp((c - top) / temperature));
  const total = sum(powers);
  return powers.map((p) => p / total);
}

function oneHotOfMax(closeness: readonly number[]): number[] {
  const best = closeness.indexOf(Math.max(...closeness));
  return closeness.map((_, i) => (i === best ? 1 : 0));
}

function validate(query: readonly number[], options: LookupOptions): void {
  const { keys, values, temperature = 1, mode = 'soft', target } = options;
  if (keys.length === 0 || keys.length !== values.length) {
    throw new RangeError(
      `lookup: needs as many values as keys and at least one, got ${keys.length} keys and ${values.length} values.`,
    );
  }
  if (mode !== 'soft' && mode !== 'hard') {
    throw new RangeError(`lookup: mode must be 'soft' or 'hard', got '${String(mode)}'.`);
  }
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `lookup: temperature must be above 0 and finite, got ${temperature}. For the limit at 0 use mode: 'hard'.`,
    );
  }
  const width = (values[0] as readonly number[]).length;
  const rows: [string, readonly number[], number][] = [
    ['query', query, query.length],
    ...keys.map((row, i): [string, readonly number[], number] => [`key ${i}`, row, query.length]),
    ...values.map((row, i): [string, readonly number[], number] => [`value ${i}`, row, width]),
  ];
  if (target) rows.push(['target', target, width]);
  for (const [name, row, expected] of rows) {
    if (row.length !== expected || row.length === 0) {
      throw new RangeError(
        `lookup: ${name} must have ${Math.max(expected, 1)} numbers, got ${row.length}.`,
      );
    }
    const bad = row.find((x) => !Number.isFinite(x));
    if (bad !== undefined) throw new RangeError(`lookup: ${name} must be finite, got ${bad}.`);
  }
}

const sum = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0);
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, x, i) => total + x * (b[i] as number), 0);
const minus = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((x, i) => x - (b[i] as number));
const norm = (a: readonly number[]): number => Math.sqrt(dot(a, a));
const at = (rows: readonly (readonly number[])[], i: number, j: number): number =>
  (rows[i] as readonly number[])[j] as number;
/** The slopes of a kernel that knows only query − key: one is the other turned round. */
const opposite = (query: number[]): { query: number[]; key: number[] } => ({
  query,
  key: query.map((s) => -s),
});
