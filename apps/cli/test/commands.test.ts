/**
 * Runs every command that the root README and this app's documents show: the lines of ```sh fences that
 * call gibbs, also by way of `npm start --`, in the order they are shown, in a folder of their own.
 * A line with the comment `# not run` is left out; `npm start` alone is the tour.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { binary, patience } from './spawn.js';

const app = join(import.meta.dirname, '..');
const documents = [
  join(app, '../../README.md'),
  ...globSync(['README.md', 'docs/**/*.md'], { cwd: app }).map((file) => join(app, file)),
];

const folder = mkdtempSync(join(tmpdir(), 'gibbs-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shim = join(folder, 'gibbs');
writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`);
chmodSync(shim, 0o755);
// The text that the root README's own commands read.
copyFileSync(join(app, '../../README.md'), join(folder, 'README.md'));

/** The command lines of a document's ```sh fences that call gibbs. */
export function shownCommands(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh[ \t]*\n([\s\S]*?)^```/gm)]
    .flatMap((fence) => (fence[1] as string).replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => !/# not run\b/.test(line))
    .map((line) =>
      line
        .trim()
        .replace(/^npm start( --)?(?= |$)/, (_, dashes?: string) =>
          dashes ? 'gibbs' : 'gibbs tour',
        ),
    )
    .filter((line) => /(^|\| *)gibbs /.test(line));
}

describe('shownCommands', () => {
  it('finds what calls gibbs and leaves out the rest', () => {
    const fences = [
      '```sh\nnpm test\nnpm start\nnpm start -- tour --json',
      'gibbs chat # not run: it never ends',
      'cat x | gibbs y\n```',
      '```ts\ngibbs no\n```',
    ];
    expect(shownCommands(fences.join('\n'))).toEqual([
      'gibbs tour',
      'gibbs tour --json',
      'cat x | gibbs y',
    ]);
  });
});

it('documents show commands', () => {
  const shown = documents.flatMap((document) => shownCommands(readFileSync(document, 'utf8')));
  expect(shown.length).toBeGreaterThan(5);
});

describe('a shown command', () => {
  const shown = documents.flatMap((document) => shownCommands(readFileSync(document, 'utf8')));
  for (const command of new Set(shown.map((line) => line.replace(/\s+#.*$/, '')))) {
    it(command, () => {
      const child = spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        // A short duel: what is tested here is that the commands work, not how well they learn.
        env: {
          ...process.env,
          ...(/\b(tour|duel)\b/.test(command) && { GIBBS_STEPS: '20' }),
          PATH: `${folder}${delimiter}${process.env.PATH}`,
        },
        maxBuffer: 1 << 28,
        ...patience,
      });
      expect(child.status, child.stderr).toBe(0);
      expect(child.stderr).not.toMatch(/^gibbs: /m);
    }, 120_000);
  }
});
