import { describe, expect, it } from 'vitest';
import {
  addByGates,
  allGates,
  type Bit,
  bestLineForXor,
  constructedXor,
  constructGate,
  fullAdder,
  type Gate,
  gates,
  halfAdder,
  runGateNetwork,
  truthTable,
  xorScore,
} from './gates.js';

const column = (gate: Gate) => truthTable.map(([a, b]) => gate(a, b)).join('');

describe('gates', () => {
  it('have the truth tables of their names', () => {
    expect(Object.fromEntries(Object.entries(gates).map(([name, g]) => [name, column(g)]))).toEqual(
      { nand: '1110', and: '0001', or: '0111', nor: '1000', xor: '0110', xnor: '1001' },
    );
  });

  it('are wired from NAND alone, XOR from four of them', () => {
    // The wiring of `gates.xor`, counted.
    let used = 0;
    const counted: Gate = (a, b) => {
      used++;
      return gates.nand(a, b);
    };
    const xor: Gate = (a, b) => {
      const shared = counted(a, b);
      return counted(counted(a, shared), counted(b, shared));
    };
    expect(column(xor)).toBe(column(gates.xor));
    expect(used / 4).toBe(4);
  });
});

describe('a gate network', () => {
  it('is XOR with constructed weights, exactly as a circuit', () => {
    for (const [a, b] of truthTable) {
      expect(runGateNetwork(constructedXor, a, b)).toBe(gates.xor(a, b));
    }
  });

  it('turns from neuron to gate as it sharpens', () => {
    for (const sharpness of [10, 100, 1000]) {
      const options = { response: 'sigmoid' as const, sharpness };
      expect(xorScore((a, b) => runGateNetwork(constructedXor, a, b, options))).toBe(4);
    }
    const sharp = { response: 'sigmoid' as const, sharpness: 1000 };
    expect(runGateNetwork(constructedXor, 1, 0, sharp)).toBeCloseTo(1, 12);
  });

  it('answers at most three rows as a line, whatever the line', () => {
    expect(bestLineForXor().score).toBe(3);
    const { line } = bestLineForXor();
    expect(xorScore((a, b) => Number(line[0] * a + line[1] * b + line[2] > 0))).toBe(3);
  });
});

describe('all sixteen gates', () => {
  it('answer with the binary digits of their number, each another', () => {
    expect(allGates.map(({ gate }) => Number.parseInt(column(gate), 2))).toEqual([
      ...Array(16).keys(),
    ]);
    expect(new Set(allGates.map(({ name }) => name)).size).toBe(16);
  });

  it('are networks with constructed weights, exactly as circuits and nearly so as neurons', () => {
    for (const { gate } of allGates) {
      const network = constructGate(gate);
      for (const [a, b] of truthTable) {
        expect(runGateNetwork(network, a, b)).toBe(gate(a, b));
        const soft = runGateNetwork(network, a, b, { response: 'sigmoid', sharpness: 50 });
        expect(soft).toBeCloseTo(gate(a, b), 6);
      }
    }
  });
});

describe('adders of NAND gates', () => {
  const bits: Bit[] = [0, 1];
  it('add two bits and three', () => {
    for (const a of bits) {
      for (const b of bits) {
        expect(2 * halfAdder(a, b).carry + halfAdder(a, b).sum).toBe(a + b);
        for (const c of bits) {
          expect(2 * fullAdder(a, b, c).carry + fullAdder(a, b, c).sum).toBe(a + b + c);
        }
      }
    }
  });

  it('add whole numbers', () => {
    for (let a = 0; a < 16; a++) {
      for (let b = 0; b < 16; b++) expect(addByGates(a, b, { bits: 4 })).toBe(a + b);
    }
    expect(addByGates(2 ** 31, 2 ** 31 - 1, { bits: 32 })).toBe(2 ** 32 - 1);
    expect(() => addByGates(16, 1, { bits: 4 })).toThrow(
      'addByGates: numbers must be whole, from 0 and below 2^4, got 16.',
    );
  });
});
