import { describe, expect, it } from 'vitest';
import {
  bestLineForXor,
  constructedXor,
  type Gate,
  gates,
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
