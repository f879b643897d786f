import { spawn } from 'node:child_process';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import command from '../src/commands/coffee.js';
import { binary, gibbs } from './spawn.js';

const small = ['coffee', '--size', '64', '--steps', '40', '--block', '4'];

describe('gibbs coffee', () => {
  it('finds the hump of a stirred cup, while entropy rises', () => {
    const { stdout, stderr, code } = gibbs([...small, '--json']);
    expect(code).toBe(0);
    const result = v.parse(command.schema, JSON.parse(stdout)) as {
      readings: { entropy: number }[];
      peak: { inside: boolean; prominence: number; step: number };
      cups: { step: number }[];
    };
    expect(result.readings).toHaveLength(41);
    expect(result.peak.inside).toBe(true);
    expect(result.peak.prominence).toBeGreaterThan(2);
    expect(result.readings.at(-1)?.entropy).toBeGreaterThan(0.5);
    expect(result.cups.map(({ step }) => step)).toEqual([0, result.peak.step, 40]);
    expect(stderr).toMatch(/^coffee {2}10 % {2}4\/40 steps .*\n/);
  });

  it('is the same for the same seed, and another for another', () => {
    const run = (seed: string) => gibbs([...small, '--seed', seed, '--format', 'csv']).stdout;
    expect(run('1')).toBe(run('1'));
    expect(run('1')).not.toBe(run('2'));
    expect(run('1')).toMatch(/^step,entropy,complexity,control,structure,structureControl\n0,0,/);
  });

  it('tells each step as an event', () => {
    const lines = gibbs([...small, '--format', 'jsonl'])
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['start', ...new Array(40).fill('step'), 'done']);
  });

  it('draws within 80 columns', () => {
    const { stdout } = gibbs(small);
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/Most complex at step \d+/);
  });

  it('says nothing but its figure with --quiet', () => {
    const { stdout, stderr } = gibbs([...small, '-q']);
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeGreaterThan(2);
  });

  it('refuses a block larger than the cup', () => {
    const { stdout, stderr, code } = gibbs(['coffee', '--size', '16', '--block', '17']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^gibbs: .*block.*\n$/);
  });

  it('stops at an interrupt with exit 130, and its events end with the error', async () => {
    const child = spawn(process.execPath, [
      binary,
      'coffee',
      '--size',
      '512',
      '--steps',
      '100000',
      '--format',
      'jsonl',
    ]);
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    child.stdout.on('data', (chunk) => {
      if (stdout === '') child.kill('SIGINT');
      stdout += chunk;
    });
    expect(await ended).toBe(130);
    expect(stderr).toBe('gibbs: interrupted\n');
    const last = JSON.parse(stdout.trim().split('\n').at(-1) as string);
    expect(last).toEqual({ v: 1, type: 'error', message: 'interrupted', exitCode: 130 });
  });
});
