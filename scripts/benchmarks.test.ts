// The benchmarks' runner on a toy area: contenders that answer, that fail, that die, and peers that are not there.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const benchmarks = resolve(import.meta.dirname, '../benchmarks');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gibbs-bench-'));
  for (const file of globSync('*.mjs', { cwd: benchmarks }))
    cpSync(join(benchmarks, file), join(folder, file));
  mkdirSync(join(folder, 'toy'));
  writeFileSync(join(folder, 'toy', 'bench.mjs'), toyBench);
  writeFileSync(join(folder, 'toy', 'contender.mjs'), toyContender);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const toyBench = `
export const peers = { absent: { probe: ['node', '-e', 'process.exit(1)'], needs: 'a thing that is not there' } };
export const contenders = {
  gibbs: { command: ['node', 'contender.mjs', '30'] },
  limit: { command: ['node', 'contender.mjs', '40'] },
  slow: { command: ['node', 'contender.mjs', '10'] },
  absent: { peer: 'absent', command: ['node', 'contender.mjs', '99'] },
  mortal: { command: ['node', '-e', 'process.exit(3)'] },
};
export const rows = [
  { id: 'speed', work: 'a | b', unit: 'x/s', rounds: 3, targets: [{ versus: 'limit', atLeast: 0.7 }, { versus: ['slow', 'absent'], atLeast: 4 }] },
  { id: 'time', work: 'c', unit: 's', better: 'lower', rounds: 3, targets: [{ versus: 'limit', atLeast: 1.2 }, { value: true, atMost: 31 }] },
  { id: 'lonely', work: 'd', unit: 's', rounds: 1, targets: [{ versus: 'absent', atLeast: 2 }] },
  { id: 'broken', work: 'e', unit: 's', rounds: 1, targets: [{ value: true, atLeast: 1 }] },
  { id: 'hanging', work: 'f', unit: 's', rounds: 1, sampleSeconds: 0.5 },
  { id: 'dying', work: 'g', unit: 's', rounds: 1 },
  { id: 'after', work: 'h', unit: 's', rounds: 1 },
  { id: 'goal', work: 'i', unit: 'x/s', rounds: 1, targets: [{ versus: 'slow', atLeast: 2 }, { value: true, atLeast: 100, goal: true }] },
];
`;
const toyContender = `
import { createInterface } from 'node:readline';
console.log('a line of its own');
console.log(JSON.stringify({ ready: true, version: '1', rows: ['speed', 'time', 'lonely', 'broken', 'hanging', 'dying', 'after', 'goal'] }));
for await (const line of createInterface({ input: process.stdin })) {
  const { row } = JSON.parse(line);
  if (row === 'dying') throw new Error('worn out');
  if (row === 'hanging') continue;
  console.log(JSON.stringify(row === 'broken' ? { error: 'planted' } : { value: Number(process.argv[2]) }));
}
`;

function bench(...args: string[]) {
  return spawnSync(process.execPath, [join(folder, 'run.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  });
}

describe('the benchmarks', () => {
  it('judge each row against its targets', () => {
    const { rows, missing, machine } = JSON.parse(bench('toy', '--json', '--no-save').stdout);
    expect(machine.cores).toBeGreaterThan(0);
    expect(missing.map((m: { name: string }) => m.name)).toEqual(['absent', 'mortal']);
    const [speed, time, lonely, broken, hanging, dying, after, goal] = rows;
    expect(speed).toMatchObject({
      id: 'toy/speed',
      gibbs: 30,
      peers: { limit: 40, slow: 10 },
      limit: 40,
      holds: false,
    });
    expect(speed.targets.map((t: { holds: boolean }) => t.holds)).toEqual([true, false]);
    expect(time).toMatchObject({ holds: true, target: '≥ 1.2 × limit; ≤ 31 s' });
    expect(lonely.holds).toBeNull();
    expect(broken).toMatchObject({ gibbs: null, error: 'planted', holds: false });
    // What hangs or dies costs its own row alone.
    expect(hanging).toMatchObject({ gibbs: null, error: 'no answer in 0.5 s' });
    expect(dying).toMatchObject({ gibbs: null, error: expect.stringContaining('worn out') });
    expect(after).toMatchObject({ gibbs: 30, peers: { limit: 40, slow: 10 } });
    // A goal that is missed is shown, and the row holds.
    expect(goal).toMatchObject({ holds: true, target: '≥ 2 × slow; goal ≥ 100 x/s' });
    expect(goal.targets.map((t: { holds: boolean }) => t.holds)).toEqual([true, false]);
  });

  it('keep the last measurement of each row, and name what is missing', () => {
    const { stdout } = bench('toy');
    const kept = readFileSync(join(folder, 'RESULTS.md'), 'utf8');
    expect(kept).toContain(stdout.trim());
    expect(kept).toContain('| a \\| b | x/s | 30 (30–30) |');
    expect(kept).toContain('Not measured: absent: needs a thing that is not there');
    bench('toy');
    expect(readFileSync(join(folder, 'RESULTS.md'), 'utf8').match(/^## toy$/gm)).toHaveLength(1);
  });

  it('measure one row anew and leave the others and their order', () => {
    bench('toy');
    const file = join(folder, 'RESULTS.md');
    const before = readFileSync(file, 'utf8').replace('30 (30–30)', '77 (77–77)');
    writeFileSync(file, before.replace('| c | s | 30', '| c | s | 88'));
    bench('toy', '--only', 'speed', '--rounds', '1');
    expect(readFileSync(file, 'utf8')).toContain('| a \\| b | x/s | 77');
    bench('toy', '--only', 'speed');
    const works = readFileSync(file, 'utf8').match(/^\| (a \\\| b|[c-h]) \|.*? \| \S+/gm);
    expect(works).toEqual([
      '| a \\| b | x/s | 30',
      '| c | s | 88',
      '| d | s | 30',
      '| e | s | error:',
      '| f | s | error:',
      '| g | s | error:',
      '| h | s | 30',
    ]);
  });

  it('refuse an area that is not there with exit code 2', () => {
    const { status, stderr } = bench('toi');
    expect(status).toBe(2);
    expect(stderr).toBe('bench: no area "toi". There are toy.\n');
  });
});
