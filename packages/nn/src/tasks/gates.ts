/**
 * Gates three ways: wired from NAND, as a two-layer network with weights set by reasoning, and (in xor.ts) with weights
 * found by training.
 */

/** A signal: 0 or 1. */
export type Bit = 0 | 1;

/** The four rows of a truth table of two inputs, in counting order. */
export const truthTable: readonly (readonly [Bit, Bit])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/** A gate of two inputs. */
export type Gate = (a: Bit, b: Bit) => Bit;

/** The gate from which every other can be wired. */
const nand: Gate = (a, b) => (a === 1 && b === 1 ? 0 : 1);

/** Gates wired from NAND alone; XOR takes four, of which one is shared. */
export const gates: Readonly<Record<'nand' | 'and' | 'or' | 'nor' | 'xor' | 'xnor', Gate>> = {
  nand,
  and: (a, b) => not(nand(a, b)),
  or: (a, b) => nand(not(a), not(b)),
  nor: (a, b) => not(nand(not(a), not(b))),
  xor: (a, b) => {
    const shared = nand(a, b);
    return nand(nand(a, shared), nand(b, shared));
  },
  xnor: (a, b) => not(gates.xor(a, b)),
};

const not = (a: Bit): Bit => nand(a, a);

const always: Gate = (a) => nand(a, not(a));

/**
 * All sixteen gates of two inputs, wired from NAND alone, in the order of their truth tables read as binary numbers:
 * gate n answers the rows 00, 01, 10, 11 with the four binary digits of n.
 */
export const allGates: readonly { name: string; gate: Gate }[] = [
  { name: 'never', gate: (a) => not(always(a, a)) },
  { name: 'and', gate: gates.and },
  { name: 'a and not b', gate: (a, b) => gates.and(a, not(b)) },
  { name: 'a', gate: (a) => not(not(a)) },
  { name: 'b and not a', gate: (a, b) => gates.and(not(a), b) },
  { name: 'b', gate: (_, b) => not(not(b)) },
  { name: 'xor', gate: gates.xor },
  { name: 'or', gate: gates.or },
  { name: 'nor', gate: gates.nor },
  { name: 'xnor', gate: gates.xnor },
  { name: 'not b', gate: (_, b) => not(b) },
  { name: 'a or not b', gate: (a, b) => nand(not(a), b) },
  { name: 'not a', gate: (a) => not(a) },
  { name: 'b or not a', gate: (a, b) => nand(a, not(b)) },
  { name: 'nand', gate: nand },
  { name: 'always', gate: always },
];

/** Adds two bits: five NAND gates, the one that XOR shares giving the carry. */
export function halfAdder(a: Bit, b: Bit): { sum: Bit; carry: Bit } {
  const shared = nand(a, b);
  return { sum: nand(nand(a, shared), nand(b, shared)), carry: not(shared) };
}

/** Adds three bits: two half adders, and a carry if either has one, which is NAND of what they share; nine gates. */
export function fullAdder(a: Bit, b: Bit, carryIn: Bit): { sum: Bit; carry: Bit } {
  const first = nand(a, b);
  const half = nand(nand(a, first), nand(b, first));
  const second = nand(half, carryIn);
  return {
    sum: nand(nand(half, second), nand(carryIn, second)),
    carry: nand(first, second),
  };
}

/**
 * Adds two whole numbers below 2^bits bit by bit, with full adders alone; the last carry is the highest bit.
 *
 * @example
 * ```ts
 * import { addByGates } from '@gibbs/nn/tasks';
 *
 * console.log(addByGates(57, 68, { bits: 8 })); // → 125
 * ```
 *
 * @throws RangeError when a number needs more bits.
 */
export function addByGates(a: number, b: number, { bits = 16 }: { bits?: number } = {}): number {
  for (const n of [a, b]) {
    if (!(Number.isInteger(n) && n >= 0 && n < 2 ** bits)) {
      throw new RangeError(
        `addByGates: numbers must be whole, from 0 and below 2^${bits}, got ${n}.`,
      );
    }
  }
  const bitOf = (n: number, place: number): Bit => (Math.floor(n / 2 ** place) % 2 === 1 ? 1 : 0);
  let [total, carry]: [number, Bit] = [0, 0];
  for (let place = 0; place < bits; place++) {
    const step = fullAdder(bitOf(a, place), bitOf(b, place), carry);
    total += step.sum * 2 ** place;
    carry = step.carry;
  }
  return total + carry * 2 ** bits;
}

/** A network of two inputs, one hidden layer and one output; `hidden` rows are [weight a, weight b, bias]. */
export interface GateNetwork {
  hidden: readonly (readonly [number, number, number])[];
  /** One weight per hidden neuron, then the bias. */
  output: readonly number[];
}

/**
 * XOR by construction: one neuron fires for "a or b", one for "a and b", and the output wants the first without
 * the second. Thresholds stand half-way between the sums they have to tell apart.
 */
export const constructedXor: GateNetwork = {
  hidden: [
    [1, 1, -0.5],
    [1, 1, -1.5],
  ],
  output: [1, -1, -0.5],
};

/**
 * Weights for any gate, by construction: one hidden neuron for each row of the truth table that is answered with 1,
 * which fires on that row alone, and an output that fires when any of them does.
 */
export function constructGate(gate: Gate): GateNetwork {
  const hidden = truthTable
    .filter(([a, b]) => gate(a, b) === 1)
    .map(([a, b]): [number, number, number] => [2 * a - 1, 2 * b - 1, 0.5 - a - b]);
  return { hidden, output: [...hidden.map(() => 1), -0.5] };
}

/**
 * What each neuron of a gate network does with its sum z: a threshold at 0 (the gate), the logistic curve
 * 1/(1+e^(−z·sharpness)) (the neuron; sharper is closer to the gate), or nothing at all (a line).
 */
export type GateResponse = 'step' | 'sigmoid' | 'line';

/**
 * Runs a gate network: the same weights are a logic circuit with `step`, a neural network with `sigmoid`, and with
 * `line` only a line, which no weights make into XOR.
 *
 * @example
 * ```ts
 * import { constructedXor, runGateNetwork } from '@gibbs/nn/tasks';
 *
 * console.log(runGateNetwork(constructedXor, 1, 0), runGateNetwork(constructedXor, 1, 1)); // → 1 0
 * const soft = runGateNetwork(constructedXor, 1, 0, { response: 'sigmoid', sharpness: 10 });
 * console.log(soft.toFixed(3)); // → 0.992
 * ```
 */
export function runGateNetwork(
  network: GateNetwork,
  a: number,
  b: number,
  { response = 'step', sharpness = 1 }: { response?: GateResponse; sharpness?: number } = {},
): number {
  const respond = (z: number): number => {
    if (response === 'line') return z;
    return response === 'step' ? Number(z > 0) : 1 / (1 + Math.exp(-z * sharpness));
  };
  const hidden = network.hidden.map(([wa, wb, bias]) => respond(wa * a + wb * b + bias));
  const sum = network.output.reduce((z, w, i) => z + w * (hidden[i] ?? 1), 0);
  return respond(sum);
}

/** How many rows of XOR a network answers rightly, with 0.5 between no and yes. */
export function xorScore(answer: (a: Bit, b: Bit) => number): number {
  return truthTable.filter(([a, b]) => answer(a, b) > 0.5 === (gates.xor(a, b) === 1)).length;
}

/**
 * The most rows of XOR that any line w·a + v·b + c > 0 can answer: 3.
 *
 * Found by trying every order in which a line can sort the four corners, not by argument: the corners are separated
 * by some line with small integer weights if they are by any.
 */
export function bestLineForXor(): { score: number; line: [number, number, number] } {
  let best: { score: number; line: [number, number, number] } = { score: 0, line: [0, 0, 0] };
  for (let w = -2; w <= 2; w++) {
    for (let v = -2; v <= 2; v++) {
      for (let c = -4.5; c <= 4.5; c++) {
        const score = xorScore((a, b) => Number(w * a + v * b + c > 0));
        if (score > best.score) best = { score, line: [w, v, c] };
      }
    }
  }
  return best;
}
