import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { binary, gibbs, patience } from './spawn.js';

describe('a command line that cannot be understood', () => {
  it.each([
    [['tuor'], "unknown command 'tuor' (Did you mean tour?)"],
    [['tour', '--sed', '3'], "unknown option '--sed' (Did you mean one of --seed, --set?)"],
    [['tour', '--sed=3'], "unknown option '--sed' (Did you mean one of --seed, --set?)"],
    [['lookup', '1', '--tabel', 'x'], "unknown option '--tabel' (Did you mean --table?)"],
    [
      ['tour', '--seed', 'x'],
      "option '--seed <n>' argument 'x' is invalid. It is a whole number from 0 to 4294967295.",
    ],
    [['tour', '--seed'], "option '--seed <n>' argument missing"],
    [
      ['tour', '--format', 'jsno'],
      "option '--format <format>' argument 'jsno' is invalid. It is one of human, json, jsonl, csv, quiet. (Did you mean json?)",
    ],
    [['tour', '--json', '-q'], 'one format at a time, got json and quiet'],
    [['completion'], "missing required argument 'shell'"],
    [
      ['completion', 'bahs'],
      "completion: shell must be one of bash, zsh, fish, got 'bahs'. (Did you mean bash?)",
    ],
    [
      ['completion', 'zsh', 'more'],
      "too many arguments for 'completion'. Expected 1 argument but got 2: zsh, more.",
    ],
  ])('%j is one line on stderr and exit 2', (args, message) => {
    expect(gibbs(args)).toEqual({ stdout: '', stderr: `gibbs: ${message}\n`, code: 2 });
  });

  it('shows the help on stderr where no command is named', () => {
    const { stdout, stderr, code } = gibbs([]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toBe(gibbs(['--help']).stdout);
  });

  it('shows where an error came from with --debug only', () => {
    expect(gibbs(['tuor', '--debug']).stderr).toMatch(/\n {4}at /);
    expect(gibbs(['tuor']).stderr).not.toMatch(/\n {4}at /);
  });
});

describe('help', () => {
  it('opens with examples, goes to stdout and ends well', () => {
    const { stdout, stderr, code } = gibbs(['--help']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^Examples:\n {2}gibbs tour {2}/);
    expect(stdout).toContain('--format <format>');
  });

  it('is the same by `gibbs help NAME`', () => {
    const { stdout, code } = gibbs(['tour', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Examples:\n {2}gibbs tour/);
    expect(gibbs(['help', 'tour'])).toEqual({ stdout, stderr: '', code });
  });

  it('fits in 80 columns', () => {
    for (const args of [['--help'], ['tour', '--help'], ['completion', '--help']])
      for (const line of gibbs(args).stdout.split('\n'))
        expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  it('tells the version', () => {
    expect(gibbs(['--version'])).toMatchObject({
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      code: 0,
    });
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s that knows the commands', (shell) => {
    const { stdout, stderr, code } = gibbs(['completion', shell]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('tour');
    expect(stdout).toContain('completion');
  });

  it('completes commands, their options and option values in bash', () => {
    const script = gibbs(['completion', 'bash']).stdout;
    const complete = (words: string[]): string[] => {
      const ask = `COMP_WORDS=(${words.map((w) => `'${w}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _gibbs; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const child = spawnSync('bash', ['-c', `${script}\n${ask}`], {
        encoding: 'utf8',
        cwd: '/',
        ...patience,
      });
      return child.stdout.trim().split('\n');
    };
    expect(complete(['gibbs', 'to'])).toContain('tour');
    expect(complete(['gibbs', 'lookup', '--ta'])).toEqual(['--table']);
    expect(complete(['gibbs', 'tour', '--format', 'js'])).toEqual(['json', 'jsonl']);
    expect(complete(['gibbs', '--see'])).toEqual(['--seed']);
  });
});

describe('a reader that stops early', () => {
  it('ends the program quietly', () => {
    const child = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "$0" "$1" completion zsh | head -1`, process.execPath, binary],
      { encoding: 'utf8', ...patience },
    );
    expect(child).toMatchObject({ stdout: '#compdef gibbs\n', stderr: '', status: 0 });
  });

  it('is not the same as a full disk, which is said and exits 3', () => {
    const child = spawnSync(
      'bash',
      ['-c', `"$0" "$1" completion zsh > /dev/full`, process.execPath, binary],
      { encoding: 'utf8', ...patience },
    );
    expect(child.stderr).toMatch(/^gibbs: cannot write the result: no space left on the device\n$/);
    expect(child.status).toBe(3);
  });
});

describe('gibbs man', () => {
  it('prints a page that names every command, option and exit code', () => {
    const { stdout, stderr, code } = gibbs(['man']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^\.TH GIBBS 1 /);
    for (const word of ['gibbs tokenizer encode', 'gibbs sweep status', '\\-\\-seed', '130'])
      expect(stdout).toContain(word);
    const lint = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', '-'], {
      input: stdout,
      encoding: 'utf8',
      ...patience,
    });
    if (lint.error === undefined) expect(lint.stderr).toBe('');
  });
});
