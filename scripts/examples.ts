/**
 * Runs every example a reader can copy: the ```ts fences of a folder's README and docs, and those under
 * `@example` in its docstrings. What an example prints must equal its `// → text` comments, in order.
 *
 * A fence marked ```ts no-run is left out; one that promises nothing is an error, since nothing would hold it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

export interface Example {
  /** Where it stands, as `file:line`. */
  at: string;
  code: string;
  /** The lines that it says it prints. */
  promised: string[];
}

/** What became of an example: the lines it printed, or the error it stopped with. */
export interface Outcome {
  printed: string[];
  error?: string;
}

/** Declares one test for each example under `folder` (a package, so that its own name resolves to its build). */
export function exampleTests(folder: string, extra: string[] = []): void {
  const examples = collectExamples(folder, extra);
  describe('examples', () => {
    it('are there', () => {
      expect(examples.length).toBeGreaterThan(0);
    });
    let outcomes: Outcome[] | undefined;
    examples.forEach((example, i) => {
      it(`${example.at} prints what it says`, () => {
        outcomes ??= runExamples(folder, examples);
        checkExample(example, outcomes[i] as Outcome);
      });
    });
  });
}

/** Throws where an example failed, promised nothing, or printed something else than it promised. */
export function checkExample(example: Example, outcome: Outcome): void {
  if (outcome.error) throw new Error(`${example.at}: ${outcome.error}`);
  if (example.promised.length === 0)
    throw new Error(
      `${example.at}: an example must say what it prints. Add a "// → text" comment.`,
    );
  expect(outcome.printed, example.at).toEqual(example.promised);
}

/** All examples in the Markdown files and docstrings under `folder`, and in the `extra` Markdown files. */
export function collectExamples(folder: string, extra: string[] = []): Example[] {
  const files = globSync(['README.md', 'docs/**/*.md', 'src/**/*.ts'], { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(folder, file));
  return [...files, ...extra].flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const name = relative(folder, file);
    return file.endsWith('.md') ? fences(name, text, 1) : docstringFences(name, text);
  });
}

function docstringFences(name: string, text: string): Example[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)]
    .filter((doc) => doc[0].includes('@example'))
    .flatMap((doc) => {
      const line = text.slice(0, doc.index).split('\n').length;
      const bare = doc[0].replace(/^[ \t]*\/?\*+\/?[ ]?/gm, '');
      return fences(name, bare, line);
    });
}

function fences(name: string, text: string, firstLine: number): Example[] {
  return [...text.matchAll(/^```ts[ \t]*(.*)\n([\s\S]*?)^```/gm)]
    .filter((fence) => !(fence[1] as string).includes('no-run'))
    .map((fence) => {
      const code = fence[2] as string;
      return {
        at: `${name}:${firstLine + text.slice(0, fence.index).split('\n').length - 1}`,
        code,
        promised: [...code.matchAll(/\/\/ →[ ]?(.*)$/gm)].map((m) => (m[1] as string).trimEnd()),
      };
    });
}

/** Runs the examples one after the other in one Node process. */
export function runExamples(folder: string, examples: Example[]): Outcome[] {
  const out = join(folder, '.results', 'examples');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const files = examples.map((example, i) => {
    const file = join(out, `example${i + 1}.ts`);
    writeFileSync(file, `${example.code}\nexport {};\n`);
    return file;
  });
  const runner = fileURLToPath(new URL('./runExamples.mjs', import.meta.url));
  const results = join(out, 'outcomes.json');
  const child = spawnSync(process.execPath, ['--no-warnings', runner, results, ...files], {
    cwd: out,
    encoding: 'utf8',
    timeout: 170_000,
    killSignal: 'SIGKILL',
  });
  if (!existsSync(results))
    throw new Error(`examples could not be run: ${child.error?.message ?? child.stderr}`);
  return JSON.parse(readFileSync(results, 'utf8'));
}
