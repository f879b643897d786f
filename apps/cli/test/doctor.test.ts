import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import doctor from '../src/commands/doctor.js';
import { gibbs } from './spawn.js';

describe('gibbs doctor', () => {
  it('tells what this Node and machine have', () => {
    const { stdout, stderr, code } = gibbs(['doctor', '--json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const report = JSON.parse(stdout);
    expect(v.is(doctor.schema, report)).toBe(true);
    expect(report).toMatchObject({
      node: process.versions.node,
      webAssembly: { simd: true, threads: true },
    });
    expect(gibbs(['doctor']).stdout).toContain(`node         ${process.versions.node}`);
  });
});

describe('gibbs config schema', () => {
  it('describes what a command prints, so that the print can be held against it', () => {
    const { stdout, code } = gibbs(['config', 'schema', 'engine']);
    expect(code).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema.title).toBe('gibbs engine --json');
    const result = JSON.parse(gibbs(['engine', '--json']).stdout);
    expect(schema.required.toSorted()).toEqual(Object.keys(result).toSorted());
    expect(schema.properties.cycle.enum).toContain('carnot');
  });

  it('describes every command at once', () => {
    const { $defs } = JSON.parse(gibbs(['config', 'schema']).stdout);
    expect(Object.keys($defs)).toEqual(expect.arrayContaining(['tour', 'engine', 'config schema']));
  });

  it.each([
    [
      ['config', 'schema', 'engin'],
      "gibbs: config schema: there is no command 'engin'. (Did you mean engine?)\n",
    ],
    [['config', 'shema'], "gibbs: unknown command 'shema' (Did you mean schema?)\n"],
  ])('%j exits 2', (args, stderr) => {
    expect(gibbs(args)).toEqual({ stdout: '', stderr, code: 2 });
  });

  it('shows the help of its group where no command is named', () => {
    const { stdout, stderr, code } = gibbs(['config']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain('Usage: gibbs config');
  });
});
