import { describe, expect, it } from 'vitest';
import { count, Progress, type ProgressStyle, seconds } from './progress.js';
import { plain } from './style.js';

function recorded(style: ProgressStyle): {
  progress: Progress;
  written: string[];
  pass: (ms: number) => void;
} {
  const written: string[] = [];
  let time = 0;
  const progress = new Progress({
    style,
    write: (text) => written.push(text),
    columns: () => 80,
    paint: plain,
    now: () => time,
  });
  return {
    progress,
    written,
    pass: (ms) => {
      time += ms;
    },
  };
}

describe('progress in lines', () => {
  it('prints one line per tenth, with rate and time left, and one at the end', () => {
    const { progress, written, pass } = recorded('lines');
    const task = progress.start('xor', 200, 'steps');
    for (let i = 1; i <= 200; i++) {
      pass(10);
      task.update(i);
    }
    task.finish('4 of 4');
    expect(written).toHaveLength(10);
    expect(written[0]).toBe('xor  10 %  20/200 steps  100/s  ETA 0:02\n');
    expect(written[8]).toBe('xor  90 %  180/200 steps  100/s  ETA 0:01\n');
    expect(written[9]).toBe('xor  done  4 of 4  2.0 s\n');
  });

  it('skips tenths that were passed at once', () => {
    const { progress, written, pass } = recorded('lines');
    const task = progress.start('x', 10, 'steps');
    pass(1000);
    task.update(5);
    task.update(5);
    expect(written).toEqual(['x  50 %  5/10 steps  5/s  ETA 0:01\n']);
  });
});

describe('progress as a bar', () => {
  it('redraws one line within the width and leaves a line with the outcome', () => {
    const { progress, written, pass } = recorded('bar');
    const task = progress.start('duel', 1000, 'steps');
    pass(500);
    task.update(250, 'loss 2.31');
    pass(10);
    task.update(255);
    task.finish('learned');
    expect(written).toHaveLength(4);
    expect(written[0]).toBe(`\r\x1b[2Kduel ${'─'.repeat(24)} 1000 steps`);
    expect(written[1]).toBe(
      `\r\x1b[2Kduel ${'━'.repeat(6)}${'─'.repeat(18)} 250/1000 steps  500/s  ETA 0:02  loss 2.31`,
    );
    expect((written[1] as string).replace('\r\x1b[2K', '').length).toBeLessThan(80);
    expect(written[3]).toBe('✓ duel  learned  0.5 s\n');
  });

  it('never prints wider than the terminal', () => {
    const written: string[] = [];
    const progress = new Progress({
      style: 'bar',
      write: (text) => written.push(text),
      columns: () => 20,
      paint: plain,
    });
    progress.start('a label that is long', 1000, 'steps').update(10, 'a note that is long too');
    for (const text of written) expect(text.replace('\r\x1b[2K', '').length).toBeLessThan(20);
  });
});

describe('no progress', () => {
  it('writes nothing', () => {
    const { progress, written } = recorded('none');
    const task = progress.start('x', 10, 'steps');
    task.update(5);
    task.finish();
    expect(written).toEqual([]);
  });
});

describe('numbers for people', () => {
  it('keeps counts and durations short', () => {
    expect([7, 0.25, 950, 12_345, 456_789, 4_560_000].map(count)).toEqual([
      '7',
      '0.25',
      '950',
      '12.3k',
      '457k',
      '4.6M',
    ]);
    expect([40, 9_940, 59_000, 200_000].map(seconds)).toEqual([
      '0.0 s',
      '9.9 s',
      '59 s',
      '3 min 20 s',
    ]);
  });
});
