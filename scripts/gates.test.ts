// A gate that was never seen to fail may be blind: each one here meets a violation, and the same tree without it.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkExample, collectExamples, runExamples } from './examples.ts';
import { needsNode, sumResults } from './runParts.mjs';

const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

/** A temporary tree with these files, in which this workspace's tools resolve. */
function plant(files: Record<string, string>): string {
  const tree = mkdtempSync(join(tmpdir(), 'gibbs-gate-'));
  trees.push(tree);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), text);
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** Runs a gate's command in `tree` and returns its exit code with all that it said. */
function gate(tree: string, command: string, ...args: string[]): { code: number; said: string } {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  const run = spawnSync(command, args, { cwd: tree, encoding: 'utf8', env, timeout: 120_000 });
  return { code: run.status ?? 1, said: `${run.stdout}${run.stderr}` };
}

describe('lint', () => {
  const config = { 'biome.json': '{ "linter": { "rules": { "preset": "recommended" } } }' };
  it('passes a clean file', () => {
    const tree = plant({ ...config, 'a.js': 'export const a = 1;\n' });
    expect(gate(tree, 'biome', 'ci', 'a.js').code).toBe(0);
  });
  it('fails on a format that is not ours', () => {
    const tree = plant({ ...config, 'a.js': 'export const a=1\n' });
    expect(gate(tree, 'biome', 'ci', 'a.js').said).toMatch(/format/);
    expect(gate(tree, 'biome', 'ci', 'a.js').code).not.toBe(0);
  });
  it('fails on a lint error', () => {
    const tree = plant({ ...config, 'a.js': 'export const a = (b) => b == 1;\n' });
    expect(gate(tree, 'biome', 'ci', 'a.js').said).toMatch(/noDoubleEquals/);
    expect(gate(tree, 'biome', 'ci', 'a.js').code).not.toBe(0);
  });
});

describe('layers', () => {
  const manifest = (name: string, dependencies = {}) =>
    JSON.stringify({ name, dependencies, exports: { '.': './dist/index.js' } });
  const clean = {
    'packages/tensor/package.json': manifest('@gibbs/tensor'),
    'packages/tensor/src/index.ts': "export { a } from './ops/a.js';\n",
    'packages/tensor/src/ops/a.ts': "import { k } from '../kernels/k.js';\nexport const a = k;\n",
    'packages/tensor/src/kernels/k.ts': 'export const k = 1;\n',
    'packages/nn/package.json': manifest('@gibbs/nn', { '@gibbs/tensor': 'workspace:*' }),
    'packages/nn/src/index.ts': "export { a } from '@gibbs/tensor';\n",
    'packages/physics/package.json': manifest('@gibbs/physics'),
    'packages/physics/src/index.ts': 'export const p = 1;\n',
  };
  const check = (files: Record<string, string>) =>
    gate(root, 'node', join(root, 'scripts/layers.mjs'), plant({ ...clean, ...files }));

  it('passes a tree that keeps the rules', () => {
    expect(check({})).toEqual({ code: 0, said: 'layers: 5 files, 0 violations\n' });
  });
  it.each([
    [
      'a package that may not be imported',
      { 'packages/physics/src/index.ts': "import '@gibbs/tensor';\n" },
      'package imports',
    ],
    [
      'a package that is not listed',
      { 'packages/nn/src/index.ts': "import 'lodash';\n" },
      'does not list',
    ],
    [
      'a path behind a front door',
      { 'packages/nn/src/index.ts': "import '@gibbs/tensor/src/ops/a';\n" },
      'no deep imports',
    ],
    [
      "a relative path into another's folder",
      { 'packages/nn/src/index.ts': "import '../../tensor/src/ops/a.js';\n" },
      'no deep imports',
    ],
    [
      'a cycle',
      {
        'packages/tensor/src/ops/b.ts': "import './c.js';\n",
        'packages/tensor/src/ops/c.ts': "import './b.js';\n",
      },
      'no cycles',
    ],
    [
      'a kernel that knows ops',
      {
        'packages/tensor/src/kernels/k.ts': "import '../ops/d.js';\n",
        'packages/tensor/src/ops/d.ts': '',
      },
      'kernels ↛ ops',
    ],
    [
      'a model that knows views',
      {
        'packages/physics/src/index.ts': "import './view/v.js';\n",
        'packages/physics/src/view/v.ts': '',
      },
      'model ↛ view',
    ],
    [
      "Node's modules in a platform-free file",
      { 'packages/tensor/src/ops/a.ts': "import 'node:fs';\n" },
      'platform-free',
    ],
  ])('fails on %s', (_name, files, rule) => {
    const { code, said } = check(files);
    expect(said).toContain(rule);
    expect(code).toBe(1);
  });
  it('fails where it sees nothing at all', () => {
    expect(gate(root, 'node', join(root, 'scripts/layers.mjs'), plant({})).code).toBe(1);
  });
});

describe('typecheck', () => {
  const tree = (code: string) => {
    const planted = plant({
      'src/a.ts': code,
      'tsconfig.json': '{ "extends": "./base.json", "include": ["src"] }',
    });
    copyFileSync(join(root, 'tsconfig.base.json'), join(planted, 'base.json'));
    return planted;
  };
  it('passes code that types', () => {
    expect(gate(tree('export const a: number = 1;\n'), 'tsc', '-p', '.').code).toBe(0);
  });
  it('fails on an index that may be undefined', () => {
    const { code, said } = gate(tree('export const a: number = [1][0];\n'), 'tsc', '-p', '.');
    expect(said).toContain("Type 'number | undefined' is not assignable");
    expect(code).not.toBe(0);
  });
});

describe('unit tests', () => {
  it('close with a failure when an assertion is wrong', () => {
    const tree = plant({
      'a.test.ts':
        "import { expect, it } from 'vitest';\nit('is planted', () => expect(1).toBe(2));\nit('holds', () => expect(1).toBe(1));\n",
    });
    const report = join(tree, 'r.json');
    const { code } = gate(
      tree,
      'vitest',
      'run',
      '--root',
      tree,
      '--reporter=json',
      `--outputFile=${report}`,
    );
    expect(code).toBe(1);
    const { stdout } = spawnSync('cat', [report], { encoding: 'utf8' });
    expect(sumResults([JSON.parse(stdout)], code).line).toBe('1 passed, 1 failed');
  });
  it('count a file that does not load as one failure, and a broken build as one', () => {
    const broken = {
      numPassedTests: 4,
      numFailedTests: 0,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [{ status: 'failed', assertionResults: [] }],
    };
    expect(sumResults([broken], 1).line).toBe('4 passed, 1 failed, 1 skipped');
    expect(sumResults([], 1).line).toBe('0 passed, 1 failed');
  });
});

describe('examples', () => {
  const outcomeOf = (readme: string) => {
    const tree = plant({ 'README.md': readme });
    const examples = collectExamples(tree);
    return {
      example: examples[0] as (typeof examples)[number],
      outcome: runExamples(tree, examples)[0] as { printed: string[] },
    };
  };
  it('pass when they print what they say', () => {
    const { example, outcome } = outcomeOf('```ts\nconsole.log(1 + 1); // → 2\n```\n');
    expect(() => checkExample(example, outcome)).not.toThrow();
  });
  it('fail when they print something else', () => {
    const { example, outcome } = outcomeOf('```ts\nconsole.log(1 + 1); // → 3\n```\n');
    expect(() => checkExample(example, outcome)).toThrow('README.md:1');
  });
  it('fail when they throw, and when they promise nothing', () => {
    const thrown = outcomeOf("```ts\nthrow new Error('planted');\n```\n");
    expect(() => checkExample(thrown.example, thrown.outcome)).toThrow('planted');
    const silent = outcomeOf('```ts\nconst a = 1;\n```\n');
    expect(() => checkExample(silent.example, silent.outcome)).toThrow('must say what it prints');
  });
  it('are found in docstrings', () => {
    const tree = plant({
      'src/a.ts':
        '/**\n * Adds.\n *\n * @example\n * ```ts\n * console.log(2); // → 2\n * ```\n */\nexport const a = 1;\n',
    });
    expect(collectExamples(tree)).toEqual([
      { at: 'src/a.ts:5', code: 'console.log(2); // → 2\n', promised: ['2'] },
    ]);
  });
});

describe('published packages', () => {
  const publish = (exports: object, files: Record<string, string> = {}) => {
    const tree = plant({
      'packages/p/package.json': JSON.stringify({
        name: 'p',
        version: '1.0.0',
        license: 'MIT',
        type: 'module',
        exports,
        files: ['dist'],
      }),
      'packages/p/dist/index.js': 'export const a = 1;\n',
      'packages/p/dist/index.d.ts': 'export declare const a: number;\n',
      'apps/q/package.json': '{ "name": "q", "private": true }',
      ...files,
    });
    return tree;
  };
  const good = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
  const each = (tree: string, ...command: string[]) =>
    gate(tree, 'node', join(root, 'scripts/eachPackage.mjs'), ...command);
  const attw = ['attw', '--pack', '.', '--profile', 'esm-only'];

  it('pass publint and attw when their exports are there', () => {
    expect(each(publish(good), 'publint', '--strict').code).toBe(0);
    expect(each(publish(good), ...attw).code).toBe(0);
  });
  it('fail publint when an export points nowhere', () => {
    const { code, said } = each(publish({ '.': './dist/gone.js' }), 'publint', '--strict');
    expect(said).toContain('gone.js');
    expect(code).toBe(1);
  });
  it('fail attw when the types are missing', () => {
    const { code } = each(
      publish({ '.': { types: './dist/gone.d.ts', default: './dist/index.js' } }),
      ...attw,
    );
    expect(code).toBe(1);
  });
});

describe('knip', () => {
  const files = {
    'package.json': '{ "name": "k", "type": "module", "main": "index.js" }',
    'index.js': "import { a } from './a.js';\nconsole.log(a);\n",
    'a.js': 'export const a = 1;\n',
  };
  it('passes when all is used', () => {
    expect(gate(plant(files), 'knip', '--no-gitignore').said).not.toContain('Unused');
    expect(gate(plant(files), 'knip', '--no-gitignore').code).toBe(0);
  });
  it('fails on a file that nobody imports', () => {
    const { code, said } = gate(
      plant({ ...files, 'left.js': 'export const l = 1;\n' }),
      'knip',
      '--no-gitignore',
    );
    expect(said).toContain('left.js');
    expect(code).toBe(1);
  });
});

describe('size', () => {
  const tree = (limit: string) =>
    plant({
      '.size-limit.json': `[{ "path": "a.js", "limit": "${limit}", "gzip": true }]`,
      'package.json':
        '{ "name": "s", "devDependencies": { "@size-limit/esbuild": "*", "@size-limit/file": "*" } }',
      'a.js': `export const text = '${'abcdefghij'.repeat(40)}';\nconsole.log(text, ${Array.from({ length: 90 }, (_, i) => i * i)});\n`,
    });
  it('passes under the budget and fails over it', () => {
    expect(gate(tree('5 kB'), 'size-limit').code).toBe(0);
    const over = gate(tree('50 B'), 'size-limit');
    expect(over.said).toContain('exceeded');
    expect(over.code).toBe(1);
  });
});

describe('links', () => {
  const tree = (target: string) => {
    const planted = plant({ 'README.md': `# A\n\nSee [b](${target}).\n`, 'b.md': '# B\n' });
    for (const name of ['.remarkrc.json']) copyFileSync(join(root, name), join(planted, name));
    return planted;
  };
  const links = (planted: string) => gate(planted, 'remark', '--frail', '--quiet', 'README.md');
  it('pass when the file is there and fail when it is not', () => {
    expect(links(tree('b.md')).code).toBe(0);
    const broken = links(tree('c.md'));
    expect(broken.said).toContain('c.md');
    expect(broken.code).toBe(1);
  });
});

describe('changesets', () => {
  const folder = join(root, '.changeset');
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  it.each(names)('%s opens with packages and their bumps, and says what changed', (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(
      /^---\n('@gibbs\/\w+': (major|minor|patch)\n)+---\n\n\S/,
    );
  });
});

describe('Node', () => {
  it('older than 20.19 is told so in one line', () => {
    expect(needsNode('20.18.3')).toBe('Gibbs needs Node 20.19 or newer, and this is Node 20.18.3.');
    expect(needsNode('18.20.0')).toContain('18.20.0');
    expect(needsNode('20.19.0')).toBeUndefined();
    expect(needsNode('24.21.0')).toBeUndefined();
  });
});
