import { describe, expect, it } from 'vitest';
import { drawName, drawNameSentence, nameCorpus, type Uniform } from './names.js';

/** Mulberry32, for tests. */
const uniformFrom = (seed: number): Uniform => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

describe('names', () => {
  it('are capitalised words, and nearly all different', () => {
    const uniform = uniformFrom(1);
    const names = Array.from({ length: 20_000 }, () => drawName(uniform));
    for (const name of names) expect(name).toMatch(/^[A-Z][a-z]+$/);
    expect(new Set(names).size).toBeGreaterThan(18_000);
  });

  it('are the same from the same numbers', () => {
    expect(nameCorpus(50, uniformFrom(3))).toBe(nameCorpus(50, uniformFrom(3)));
    expect(nameCorpus(50, uniformFrom(3))).not.toBe(nameCorpus(50, uniformFrom(4)));
  });
});

describe('a sentence', () => {
  it('names its name where it says, and wants it again at the end', () => {
    const uniform = uniformFrom(2);
    for (let i = 0; i < 300; i++) {
      const { before, mention, name, end } = drawNameSentence('Keyvan', uniform);
      expect(before[mention]).toBe(' Keyvan');
      expect(before.filter((piece) => piece === ' Keyvan')).toHaveLength(1);
      expect(`${before.join('')}${name}${end}`).toMatch(/^[A-Z].* Keyvan,.* my name is Keyvan\.$/);
    }
  });

  it('puts the name at many places and many distances from the end', () => {
    const uniform = uniformFrom(2);
    const drawn = Array.from({ length: 2000 }, () => drawNameSentence('Keyvan', uniform));
    expect(new Set(drawn.map((s) => s.mention)).size).toBeGreaterThan(15);
    expect(new Set(drawn.map((s) => s.before.length - s.mention)).size).toBeGreaterThan(30);
  });

  it('is one sentence alone when fixed', () => {
    const { before, name, end } = drawNameSentence('Keyvan', uniformFrom(1), 'fixed');
    expect(`${before.join('')}${name}${end}`).toBe("I'm called Keyvan, so my name is Keyvan.");
  });
});
