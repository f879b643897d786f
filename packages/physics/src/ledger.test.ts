import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Entry, LawError, Ledger } from './ledger.js';

function books(secondLaw: 'strict' | 'statistical' = 'strict') {
  const ledger = new Ledger({ secondLaw });
  return {
    ledger,
    hot: ledger.reservoir('hot', 600),
    cold: ledger.reservoir('cold', 300),
    gas: ledger.system('gas', 100),
    shaft: ledger.worker('shaft'),
  };
}

function lawOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LawError) return `${error.law} | ${error.message}`;
    throw error;
  }
  return 'no error';
}

describe('Ledger', () => {
  test('keeps ΔU = Q − W after every event, whatever is booked', () => {
    const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), amount)), (entries) => {
        const { ledger, hot, cold, gas, shaft } = books();
        let size = 100;
        for (const [which, x] of entries) {
          if (which === 0) ledger.heat(hot, gas, x);
          if (which === 1) ledger.heat(gas, cold, x);
          if (which === 2) ledger.work(gas, shaft, x);
          size += Math.abs(x);
          expect(Math.abs(gas.energy - 100 - (gas.heat - gas.work))).toBeLessThanOrEqual(
            1e-15 * size,
          );
          expect(Math.abs(ledger.imbalance)).toBeLessThanOrEqual(1e-15 * size);
        }
      }),
    );
  });

  test('loses nothing over a million small events', () => {
    const { ledger, hot, gas } = books('statistical');
    for (let i = 0; i < 1e6; i++) ledger.heat(hot, gas, 0.1);
    expect(gas.energy).toBeCloseTo(100_100, 9);
    expect(hot.entropy).toBeCloseTo(-1e5 / 600, 11);
    expect(ledger.events).toBe(1e6);
  });

  test('credits the entropy of reservoirs with q/T', () => {
    const { ledger, hot, cold } = books();
    ledger.heat(hot, cold, 600);
    expect(hot.entropy).toBe(-1);
    expect(cold.entropy).toBe(2);
    expect(ledger.settle()).toBe(1);
    expect(ledger.settle()).toBe(0);
  });

  test('refuses heat that runs from cold to hot by itself (Clausius)', () => {
    const { ledger, hot, cold } = books();
    const expected =
      'second law | heat: second law (Clausius): heat does not pass by itself from "cold" at 300 to "hot" at 600. Put a machine between them that takes in work.';
    expect(lawOf(() => ledger.heat(cold, hot, 1))).toBe(expected);
    expect(lawOf(() => ledger.heat(hot, cold, -1))).toBe(expected);
    expect(ledger.events).toBe(0);
  });

  test('refuses a cycle that turns the heat of one reservoir into work (Kelvin)', () => {
    const { ledger, hot, gas, shaft } = books();
    ledger.heat(hot, gas, 60);
    ledger.work(gas, shaft, 60);
    expect(lawOf(() => ledger.settle('one cycle'))).toBe(
      'second law | settle: second law: the entropy of the universe must not fall, got -0.1 over one cycle. Kelvin: no cycle turns heat from one reservoir wholly into work.',
    );
  });

  test('refuses an engine above the Carnot limit and a fridge with too little work', () => {
    const engine = books();
    engine.ledger.heat(engine.hot, engine.gas, 600);
    engine.ledger.work(engine.gas, engine.shaft, 400);
    engine.ledger.heat(engine.gas, engine.cold, 200);
    expect(lawOf(() => engine.ledger.settle())).toContain('Carnot: no engine');
    const fridge = books();
    fridge.ledger.heat(fridge.cold, fridge.gas, 300);
    fridge.ledger.work(fridge.shaft, fridge.gas, 1);
    fridge.ledger.heat(fridge.gas, fridge.hot, 301);
    expect(lawOf(() => fridge.ledger.settle())).toContain('Clausius: no cycle moves heat');
  });

  test('refuses energy from nowhere', () => {
    const { ledger, hot, gas } = books();
    ledger.heat(hot, gas, 10);
    expect(ledger.audit(gas, 110 + 1e-11)).toBeCloseTo(0, 9);
    expect(lawOf(() => ledger.audit(gas, 111))).toBe(
      'first law | audit: first law: the energy of "gas" must be 110 by the books (opening + heat in − work out), got 111: 1 from nowhere.',
    );
    expect(lawOf(() => ledger.audit(gas, Number.NaN))).toContain('first law');
  });

  test('refuses a reservoir at or below absolute zero', () => {
    for (const temperature of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(lawOf(() => new Ledger().reservoir('void', temperature))).toBe(
        `third law | reservoir: the temperature of "void" must be finite and above 0, got ${temperature} (third law: absolute zero is out of reach).`,
      );
    }
  });

  test('lets a statistical ledger show a fall of entropy instead of refusing it', () => {
    const { ledger, hot, cold } = books('statistical');
    ledger.heat(cold, hot, 600);
    expect(ledger.settle()).toBe(-1);
  });

  test('names what is wrong with an entry', () => {
    const { ledger, hot, cold, gas, shaft } = books();
    expect(() => ledger.heat(hot, gas, Number.NaN)).toThrow(
      'heat: amount must be a finite number, got NaN.',
    );
    expect(() => ledger.heat(gas, gas, 1)).toThrow(
      'heat: the two accounts must differ, got "gas" twice.',
    );
    expect(() => ledger.heat(shaft, gas, 1)).toThrow('a work account carries no heat, got "shaft"');
    expect(() => ledger.work(gas, cold, 1)).toThrow('a reservoir takes heat only, got "cold"');
    expect(() => ledger.entropy(hot, 1)).toThrow('only a system states its own entropy');
    expect(() => ledger.system('gas')).toThrow(
      'each account needs a name of its own, got "gas" twice',
    );
    expect(() => ledger.system('other', Number.NaN)).toThrow(
      'energy must be a finite number, got NaN',
    );
  });

  test('shows every entry to an observer', () => {
    const { ledger, hot, gas, shaft } = books('statistical');
    const seen: Entry[] = [];
    ledger.observer = (entry) => seen.push(entry);
    ledger.heat(hot, gas, 2);
    ledger.work(gas, shaft, 1);
    ledger.entropy(gas, 0.5);
    expect(seen.map(({ kind, from, to, amount }) => [kind, from?.name, to.name, amount])).toEqual([
      ['heat', 'hot', 'gas', 2],
      ['work', 'gas', 'shaft', 1],
      ['entropy', undefined, 'gas', 0.5],
    ]);
  });

  test('goes through JSON and back, and refuses a snapshot that does not fit', () => {
    const { ledger, hot, gas } = books();
    ledger.heat(hot, gas, 0.1);
    const state = JSON.parse(JSON.stringify(ledger.snapshot()));
    const copy = books().ledger;
    copy.restore(state);
    expect(copy.snapshot()).toEqual(ledger.snapshot());
    expect(copy.report()).toEqual(ledger.report());
    expect(() => copy.restore({ ...state, format: 'gibbs-ledger-0' })).toThrow(
      'restore: format must be "gibbs-ledger-1", got "gibbs-ledger-0".',
    );
    expect(() => copy.restore({ ...state, accounts: state.accounts.slice(1) })).toThrow(
      'restore: the accounts must be [reservoir hot, reservoir cold, system gas, work shaft], got [reservoir cold, system gas, work shaft].',
    );
    const short = state.accounts.map((a: { sums: number[] }) => ({ ...a, sums: a.sums.slice(2) }));
    expect(() => copy.restore({ ...state, accounts: short })).toThrow('The snapshot is cut short.');
  });
});
