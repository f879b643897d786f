import { type Deed, History } from '@gibbs/journeys/heat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const walk = (history: History, to: number) => {
  while (history.tick < to) history.forward();
  while (history.tick > to) history.back();
};

describe('the history of a gas', () => {
  it('is the same to the last bit whichever way a tick is reached', () => {
    const deeds = fc
      .array(fc.record<Deed>({ at: fc.nat(11), kind: fc.constantFrom('reverse', 'nudge') }), {
        maxLength: 5,
      })
      .map((list) => list.toSorted((a, b) => a.at - b.at));
    fc.assert(
      fc.property(
        deeds,
        fc.array(fc.nat(12), { maxLength: 6 }),
        fc.nat(12),
        (done, detour, end) => {
          const straight = new History({ particles: 16, seed: 1 });
          const wandering = new History({ particles: 16, seed: 1 });
          straight.rewrite(done);
          wandering.rewrite(done);
          for (const tick of [...detour, end]) walk(wandering, tick);
          walk(straight, end);
          expect(wandering.bits()).toEqual(straight.bits());
        },
      ),
      { seed: 8, numRuns: 40 },
    );
  });

  it('forgets deeds that are taken back, wherever it stands', () => {
    const gas = new History({ particles: 16, seed: 1 });
    gas.rewrite([
      { at: 2, kind: 'nudge' },
      { at: 5, kind: 'reverse' },
    ]);
    walk(gas, 9);
    gas.rewrite([
      { at: 2, kind: 'nudge' },
      { at: 4, kind: 'nudge' },
    ]);
    walk(gas, 12);
    const straight = new History({ particles: 16, seed: 1 });
    straight.rewrite([
      { at: 2, kind: 'nudge' },
      { at: 4, kind: 'nudge' },
    ]);
    walk(straight, 12);
    expect(gas.bits()).toEqual(straight.bits());
    gas.rewrite([]);
    walk(gas, 0);
    expect(gas.bits()).toEqual(new History({ particles: 16, seed: 1 }).bits());
  });

  it('brings every disk home after a turn, and does not after a nudge as well', () => {
    const homes = (deeds: Deed[]) => {
      const history = new History({ particles: 256, seed: 7 });
      history.rewrite(deeds);
      walk(history, 300);
      return { home: history.look().home, mixing: history.mark().mixing[1] as number };
    };
    expect(homes([{ at: 150, kind: 'reverse' }])).toEqual({ home: 256, mixing: 0 });
    const nudged = homes([
      { at: 150, kind: 'nudge' },
      { at: 150, kind: 'reverse' },
    ]);
    expect(nudged.home).toBeLessThan(256);
    expect(nudged.mixing).toBeGreaterThan(0.1);
  });

  it('keeps momentum exactly and energy nearly', () => {
    const history = new History({ particles: 64, seed: 3 });
    const { energy, momentum } = history.look();
    walk(history, 200);
    const later = history.look();
    expect(momentum).toEqual([0, 0]);
    expect(later.momentum).toEqual([0, 0]);
    expect(Math.abs(later.energy / energy - 1)).toBeLessThan(5e-3);
  });
});
