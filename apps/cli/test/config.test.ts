import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-config-'));
const file = (content: string): string => {
  const path = join(folder, 'gibbs.json');
  writeFileSync(path, content);
  return path;
};
const env = (more: Record<string, string>) => ({ env: { ...process.env, ...more } });
const compression = (args: string[], more: Record<string, string> = {}): number => {
  const { stdout, stderr } = gibbs(
    ['engine', 'otto', '--hot', '3000', '--json', ...args],
    env(more),
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout).shape.compression;
};

describe('--config and --set', () => {
  it('go before defaults, and after the environment and what is typed', () => {
    const config = [
      '--config',
      file('{ "compression": 4, /* for one command: */ "mix": { "time": 9 }, }'),
    ];
    expect(compression([])).toBe(3);
    expect(compression(config)).toBe(4);
    expect(compression([...config], { GIBBS_COMPRESSION: '5' })).toBe(5);
    expect(compression([...config, '--set', 'compression=6'], { GIBBS_COMPRESSION: '5' })).toBe(6);
    expect(compression([...config, '--set', 'engine.compression=6', '--compression', '7'])).toBe(7);
  });

  it('hold the options that every command takes, and sections for commands', () => {
    const config = file('{ "format": "json", "engine": { "compression": 4 } }');
    const { stdout } = gibbs(['engine', 'otto', '--config', config]);
    expect(JSON.parse(stdout).shape.compression).toBe(4);
    expect(gibbs(['engine', 'otto', '--config', config, '-q']).stdout).toMatch(/^0\.\d+\n$/);
  });

  it.each([
    ['{ "compresion": 4 }', [], "there is no key 'compresion' (Did you mean 'compression'?)"],
    ['{ "engin": { "hot": 900 } }', [], "there is no key 'engin' (Did you mean 'engine'?)"],
    ['{ "engine": { "hott": 900 } }', [], "there is no key 'engine.hott' (Did you mean 'hot'?)"],
    ['{ "hot": "warm" }', [], `'hot' = "warm" is invalid. It is a number from 0.001 to 1000000.`],
  ])('%s is refused', (content, args, reason) => {
    const path = file(content);
    const { stdout, stderr, code } = gibbs(['engine', 'otto', '--config', path, ...args]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(reason);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it.each([
    [['--set', 'hot'], 2, "--set: it is of the form name=value, got 'hot'"],
    [['--set', 'hott=1'], 2, "--set: there is no key 'hott' (Did you mean 'hot'?)"],
    [['--config', 'no.json'], 3, '--config: cannot read no.json: no such file'],
  ])('%j exits %i', (args, code, message) => {
    expect(gibbs(['engine', ...args])).toEqual({ stdout: '', stderr: `gibbs: ${message}\n`, code });
  });
});
