import { describe, expect, it } from 'vitest';
import { allGates } from './gates.js';
import { answerXor, explainXor, sweepXor, type XorActivation, XorTraining } from './xor.js';

describe('XOR by training', () => {
  it('is never solved by one neuron, by two about half the time, by four nearly always', () => {
    const [one, two, three, four] = sweepXor().map(({ solved }) => solved) as [
      number,
      number,
      number,
      number,
    ];
    expect(one).toBe(0);
    expect(two).toBeGreaterThan(256 * 0.4);
    expect(two).toBeLessThan(256 * 0.65);
    expect(three).toBeGreaterThan(two);
    expect(three).toBeGreaterThan(256 * 0.75);
    expect(four).toBeGreaterThan(256 * 0.9);
  });

  it('finds weights for all sixteen gates, at two neurons from some seed, at four from most', () => {
    const seeds = Array.from({ length: 8 }, (_, seed) => seed);
    for (const width of [2, 4]) {
      const training = new XorTraining({
        runs: allGates.flatMap(({ gate }) => seeds.map((seed) => ({ seed, width, gate }))),
      });
      training.advance(600);
      for (const [g, { name }] of allGates.entries()) {
        const solved = seeds.filter((seed) => training.solved(g * seeds.length + seed)).length;
        expect(solved, name).toBeGreaterThanOrEqual(width === 2 ? 1 : 6);
      }
      training.dispose();
    }
  });

  it('names the seeds that failed, and they fail alone too', () => {
    const [two] = sweepXor({ seeds: 20, widths: [2] });
    expect(two?.failed.length).toBe(20 - (two?.solved as number));
    const seed = two?.failed[0] as number;
    const alone = new XorTraining({ runs: [{ seed, width: 2 }] });
    alone.advance(600);
    expect(alone.solved(0)).toBe(false);
    alone.dispose();
  });

  it('gives a run the same numbers alone as in company', () => {
    const runs = [
      { seed: 5, width: 2 },
      { seed: 6, width: 4 },
      { seed: 7, width: 1 },
    ];
    const together = new XorTraining({ runs });
    together.advance(100);
    for (const [i, run] of runs.entries()) {
      const alone = new XorTraining({ runs: [run] });
      alone.advance(100);
      expect(alone.network(0)).toEqual(together.network(i));
      expect(alone.loss(0)).toBe(together.loss(i));
      alone.dispose();
    }
    together.dispose();
  });

  it('is a step at a time what it is in one go', () => {
    const [slow, fast] = [0, 1].map(() => new XorTraining({ runs: [{ seed: 1, width: 3 }] })) as [
      XorTraining,
      XorTraining,
    ];
    for (let i = 0; i < 50; i++) slow.advance();
    fast.advance(50);
    expect(slow.network(0)).toEqual(fast.network(0));
    expect(slow.step).toBe(50);
    slow.dispose();
    fast.dispose();
  });

  it('takes the steps that the slow twin works out', () => {
    for (const activation of ['tanh', 'sigmoid', 'relu'] as XorActivation[]) {
      const training = new XorTraining({
        runs: [{ seed: 9, width: 3 }],
        activation,
        learningRate: 0.5,
      });
      training.advance(20);
      const before = training.network(0);
      const { gradients, loss, rows } = explainXor(before);
      training.advance();
      expect(training.loss(0)).toBeCloseTo(loss, 5);
      expect(training.probabilities(0)[1]).toBeCloseTo(rows[1]?.probability as number, 5);
      expect(answerXor(before, 0, 1)).toBe(rows[1]?.probability);
      const after = training.network(0);
      const moved = (network: typeof gradients) => [...network.hidden.flat(), ...network.output];
      const expected = moved(before).map((w, i) => w - 0.5 * (moved(gradients)[i] as number));
      moved(after).forEach((w, i) => {
        expect(w).toBeCloseTo(expected[i] as number, 5);
      });
      training.dispose();
    }
  });

  it('refuses runs without neurons and reading before the first step', () => {
    expect(() => new XorTraining({ runs: [{ seed: 1, width: 0 }] })).toThrow(
      'XorTraining: needs at least one run, of 1 or more neurons, got widths [0].',
    );
    const training = new XorTraining({ runs: [{ seed: 1, width: 1 }] });
    expect(() => training.loss(0)).toThrow(
      'XorTraining: nothing to read before the first step. Advance first.',
    );
    training.dispose();
  });
});

describe('explainXor', () => {
  it('has the gradients that finite differences find', () => {
    const network = {
      activation: 'tanh' as const,
      hidden: [
        [0.3, -0.7, 0.1],
        [1.2, 0.4, -0.2],
      ] as [number, number, number][],
      output: [0.8, -0.5, 0.05],
    };
    const { gradients } = explainXor(network);
    const h = 1e-6;
    for (const [list, slopes] of [
      ...network.hidden.map((row, i) => [row, gradients.hidden[i]] as [number[], number[]]),
      [network.output, gradients.output] as [number[], number[]],
    ]) {
      for (const [i, w] of list.entries()) {
        list[i] = w + h;
        const up = explainXor(network).loss;
        list[i] = w - h;
        const down = explainXor(network).loss;
        list[i] = w;
        expect(slopes[i]).toBeCloseTo((up - down) / (2 * h), 8);
      }
    }
  });
});
