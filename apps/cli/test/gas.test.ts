import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import gas from '../src/commands/gas.js';
import mix from '../src/commands/mix.js';
import { gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-gas-'));

describe('gibbs gas', () => {
  it('comes to equilibrium with its energy kept and Maxwell’s speeds', () => {
    const { stdout, code } = gibbs(['gas', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(gas.schema, result)).toBe(true);
    expect(result.entropy.at(-1)[1] - result.entropy[0][1]).toBeGreaterThan(0.4);
    expect(result.entropy.at(-1)[1]).toBeLessThan(result.entropyMost);
    expect(Math.abs(result.energyDrift)).toBeLessThan(1e-12);
    expect(result.compressibility).toBeGreaterThan(1.2);
    expect(result.speeds.counts.reduce((a: number, b: number) => a + b)).toBe(400);
    expect(result.start.every(([x]: [number]) => x < 32)).toBe(true);
    expect(result.end.some(([x]: [number]) => x > 48)).toBe(true);
  });

  it('shows box, entropy and speeds in 80 columns, and draws them', () => {
    const path = join(folder, 'gas.png');
    const { stdout, code } = gibbs(['gas', '--time', '10', '--plot', path]);
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    expect(stdout).toContain('entropy / k per disk');
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
  });

  it('refuses a box that is too small for its disks, in one line', () => {
    const { stdout, stderr, code } = gibbs(['gas', '--width', '10', '--height', '10']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^gibbs: Gas: .*\n$/);
  });
});

describe('gibbs mix', () => {
  it('raises the entropy of mixing from nothing towards ln 2', () => {
    const { stdout, code } = gibbs(['mix', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(mix.schema, result)).toBe(true);
    expect(result.mixing[0][1]).toBe(0);
    expect(result.mixing.at(-1)[1]).toBeGreaterThan(0.5);
    expect(result.mixing.at(-1)[1]).toBeLessThan(Math.LN2);
  });

  it('tells the gases apart without colour, in 80 columns', () => {
    const { stdout } = gibbs(['mix', '--disks', '100', '--time', '5', '--heavy', '3']);
    expect(stdout).toMatch(/^[● ]+[○ ]+/);
    for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  it('is proved by verify', () => {
    const out = join(folder, 'mix');
    gibbs(['mix', '--disks', '50', '--time', '20', '--out', out, '-q']);
    expect(gibbs(['verify', join(out, 'run.json')])).toMatchObject({ code: 0 });
  });
});
