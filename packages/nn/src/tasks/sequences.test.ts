import { generator } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { drawSequenceBatch, type SequenceTask, sequenceCodec, sequenceTasks } from './sequences.js';

const uniformFrom = (seed: number) => {
  const chance = generator(seed);
  return () => chance.uniform();
};
const tasks = Object.values(sequenceTasks) as SequenceTask[];

describe('sequence tasks', () => {
  it('solve what was solved by hand', () => {
    const { copy, reverse, sort, addition, parity, brackets } = sequenceTasks;
    expect(copy.solve('abca')).toBe('abca');
    expect(reverse.solve('abc')).toBe('cba');
    expect(sort.solve('caab')).toBe('aabc');
    expect(addition.solve('57+68')).toBe('125');
    expect(addition.solve('0+0')).toBe('0');
    expect(parity.solve('10110')).toBe('1');
    expect(parity.solve('11')).toBe('0');
    for (const text of ['()', '([])', '()[]', '[[]()]']) expect(brackets.solve(text)).toBe('y');
    for (const text of ['(', ')', '([)]', '(]', '())']) expect(brackets.solve(text)).toBe('n');
  });

  it('draw problems of the asked size, solved rightly, over their own symbols', () => {
    for (const task of tasks) {
      const uniform = uniformFrom(1);
      const codec = sequenceCodec(task);
      const sizes = new Set<number>();
      for (let i = 0; i < 300; i++) {
        const { prompt, answer } = task.draw(6, uniform);
        sizes.add(prompt.length);
        expect(prompt.length).toBeGreaterThan(0);
        expect(prompt.length).toBeLessThanOrEqual(task.name === 'addition' ? 13 : 6);
        expect(answer).toBe(task.solve(prompt));
        expect(codec.decode(codec.encode(`${prompt}=${answer}.`))).toBe(`${prompt}=${answer}.`);
      }
      expect(sizes.size).toBeGreaterThan(2);
    }
  });

  it('draw brackets of which about half are balanced', () => {
    const uniform = uniformFrom(2);
    const answers = Array.from(
      { length: 2000 },
      () => sequenceTasks.brackets.draw(8, uniform).answer,
    );
    const share = answers.filter((answer) => answer === 'y').length / 2000;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.62);
  });

  it('refuse strange symbols and a context too short', () => {
    expect(() => sequenceCodec(sequenceTasks.parity).encode('2')).toThrow(
      'sequence: symbols of parity are "01=.", got "2".',
    );
    expect(() =>
      drawSequenceBatch(sequenceTasks.copy, {
        count: 20,
        size: 5,
        uniform: uniformFrom(1),
        context: 2,
      }),
    ).toThrow('sequence: the context must hold 11 tokens, got 2.');
  });
});

describe('a batch of problems', () => {
  it('wants each answer and its end, one place after it is read, and nothing else', () => {
    const batch = drawSequenceBatch(sequenceTasks.reverse, {
      count: 8,
      size: 5,
      uniform: uniformFrom(3),
    });
    const codec = sequenceCodec(sequenceTasks.reverse);
    for (const [i, { prompt, answer }] of batch.problems.entries()) {
      const row = <T>(list: ArrayLike<T>) =>
        Array.from(list).slice(i * batch.context, (i + 1) * batch.context);
      const read = codec.decode(row(batch.inputs).filter((t) => t !== codec.padding));
      expect(read).toBe(`${prompt}=${answer}`);
      const targets = row(batch.targets);
      expect(codec.decode(targets.filter((t) => t >= 0))).toBe(`${answer}.`);
      expect(targets.findIndex((t) => t >= 0)).toBe(prompt.length);
    }
  });
});
