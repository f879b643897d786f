import { describe, expect, it } from 'vitest';
import { Chambers, type Visitor } from './chambers.js';

type Rule = (visitor: Visitor) => boolean;

const oneWay: Rule = ({ fromLeft }) => fromLeft;
const bySpeed: Rule = ({ fromLeft, energy }) => energy > Math.LN2 === fromLeft;
const greedy: Rule = ({ entropyIfOpen }) => entropyIfOpen < 0;

function attend(box: Chambers, until: number, rule: Rule, erases = false): void {
  for (let guest = box.flyUntil(until); guest !== null; guest = box.flyUntil(until)) {
    box.answer(rule(guest));
    if (erases && box.blind) box.erase();
  }
}

/** A straight flight folded into [0, length], the obvious way. */
function folded(place: number, length: number): number {
  let x = place;
  while (x < 0 || x > length) x = x < 0 ? -x : 2 * length - x;
  return x;
}

describe('two chambers with a door', () => {
  it('fly as single molecules do in a closed chamber, where nobody is let through', () => {
    const box = new Chambers({ particles: 50, memoryBits: 1e5, seed: 3 });
    const { x, y, vx, vy, side } = structuredClone({ ...box, tape: null, ledger: null });
    attend(box, 7, () => false);
    expect(box.measurements).toBeGreaterThan(30);
    for (let n = 0; n < 50; n++) {
      const low = side[n] as number;
      const far = folded((x[n] as number) + 7 * (vx[n] as number) - low, 1) + low;
      expect(box.x[n]).toBeCloseTo(far, 9);
      expect(box.y[n]).toBeCloseTo(folded((y[n] as number) + 7 * (vy[n] as number), 1), 9);
    }
  });

  it('are one box of twice the length where the door is the whole wall and stands open', () => {
    const box = new Chambers({ particles: 50, door: 1, seed: 4 });
    box.attended = false;
    const [x, vx] = [box.x.slice(), box.vx.slice()];
    expect(box.flyUntil(7)).toBeNull();
    for (let n = 0; n < 50; n++) {
      const place = folded((x[n] as number) + 7 * (vx[n] as number), 2);
      expect(box.x[n]).toBeCloseTo(place, 9);
      expect(box.side[n]).toBe(place > 1 ? 1 : 0);
    }
    expect(box.measurements).toBe(0);
    expect(box.ledger.universe).toBe(box.gas.entropy);
  });

  it('keep the energy of every molecule', () => {
    const box = new Chambers({ seed: 5 });
    const energies = () => Array.from(box.vx, (v, n) => v * v + (box.vy[n] as number) ** 2);
    const before = energies();
    attend(box, 50, greedy, true);
    expect(energies()).toEqual(before);
  });

  it('are sorted by number, by temperature, or by whatever lowers their entropy', () => {
    const [number, heat, most] = [oneWay, bySpeed, greedy].map((rule) => {
      const box = new Chambers({ memoryBits: 400, seed: 6 });
      attend(box, 1000, rule);
      return box;
    }) as [Chambers, Chambers, Chambers];
    expect(number.left).toBeLessThan(15);
    expect(heat.temperatures[1]).toBeGreaterThan(2 * heat.temperatures[0]);
    for (const box of [number, heat, most]) {
      expect(box.blind).toBe(true);
      expect(box.gas.entropy).toBeLessThan(-10);
    }
    expect(most.gas.entropy).toBeLessThan(heat.gas.entropy);
  });

  it('book what a visitor was said to change', () => {
    const box = new Chambers({ seed: 8 });
    for (let n = 0; n < 60; n++) {
      const { entropyIfOpen } = box.flyUntil(1e6) as Visitor;
      const before = box.gas.entropy;
      const open = n % 3 !== 0;
      box.answer(open);
      expect(box.gas.entropy - before).toBeCloseTo(open ? entropyIfOpen : 0, 12);
      expect(box.tape[n]).toBe(open ? 1 : 0);
    }
  });

  it('lower no entropy in sum, whatever the rule: all of 300 runs, wiping included', () => {
    for (const rule of [oneWay, bySpeed, greedy]) {
      for (let seed = 0; seed < 100; seed++) {
        const box = new Chambers({ particles: 40, memoryBits: 32, seed });
        attend(box, 12, rule, true);
        expect(box.ledger.universe).toBeGreaterThan(0);
        expect(box.ledger.imbalance).toBe(0);
      }
    }
  });

  it('let entropy breathe by about one k where nobody looks', () => {
    let lowest = 0;
    for (let seed = 0; seed < 40; seed++) {
      const box = new Chambers({ seed });
      box.attended = false;
      for (let time = 1; time <= 20; time++) box.flyUntil(time);
      lowest = Math.min(lowest, box.ledger.universe);
    }
    expect(lowest).toBeLessThan(-0.5);
    expect(lowest).toBeGreaterThan(-10);
  });

  it('shut the door of a blind demon and pay kT ln 2 a bit to see again', () => {
    const box = new Chambers({ memoryBits: 10, temperature: 2, seed: 9 });
    attend(box, 100, oneWay);
    expect([box.used, box.blind, box.flyUntil(200)]).toEqual([10, true, null]);
    const before = box.ledger.universe;
    expect(box.erase()).toBeCloseTo(20 * Math.LN2, 12);
    expect(box.ledger.universe).toBeCloseTo(before, 12);
    expect([box.used, box.erasures, box.flyUntil(300) === null]).toEqual([0, 1, false]);
  });

  it('keep a molecule waiting at the door until it is answered', () => {
    const box = new Chambers({ seed: 10 });
    const guest = box.flyUntil(50) as Visitor;
    expect(box.flyUntil(60)).toEqual(guest);
    expect(box.time).toBeLessThan(50);
    box.answer(false);
    expect(box.flyUntil(60)?.molecule).not.toBe(guest.molecule);
  });

  it('go on from a snapshot to the same bits', () => {
    const box = new Chambers({ seed: 11 });
    box.flyUntil(3);
    const state = JSON.parse(JSON.stringify(box.snapshot()));
    const copy = new Chambers({ seed: 12 });
    copy.restore(state);
    for (const each of [box, copy]) attend(each, 9, greedy, true);
    expect(copy.snapshot()).toEqual(box.snapshot());
  });

  it('refuse what they cannot take, by name', () => {
    const box = new Chambers();
    expect(() => new Chambers({ particles: 1 })).toThrow(
      'Chambers: particles must be a whole number of at least 2, got 1.',
    );
    expect(() => new Chambers({ door: 2 })).toThrow(
      'Chambers: door must be between 0 and 1, got 2.',
    );
    expect(() => box.flyUntil(Number.NaN)).toThrow(
      'Chambers.flyUntil: time must be a finite number, got NaN.',
    );
    expect(() => box.answer(true)).toThrow(
      'Chambers.answer: a molecule must stand at the door. Call flyUntil first.',
    );
    const state = box.snapshot();
    expect(() => box.restore({ ...state, gas: [1] })).toThrow(
      'Chambers.restore: gas must be 500 finite numbers for 100 particles, got 1.',
    );
    expect(() => box.restore({ ...state, format: 'x' as never })).toThrow(
      'Chambers.restore: format must be "gibbs-chambers-1", got "x".',
    );
  });
});
