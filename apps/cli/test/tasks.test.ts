import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ask from '../src/commands/copy/ask.js';
import trainNames from '../src/commands/copy/train.js';
import evalDigits from '../src/commands/digits/eval.js';
import predict from '../src/commands/digits/predict.js';
import trainDigits from '../src/commands/digits/train.js';
import evalNext from '../src/commands/next/eval.js';
import sample from '../src/commands/next/sample.js';
import trainNext from '../src/commands/next/train.js';
import { binary, gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-tasks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const json = (args: string[], schema: v.GenericSchema) => {
  const { stdout, stderr, code } = gibbs([...args, '--json']);
  expect(code, stderr).toBe(0);
  const result = JSON.parse(stdout);
  expect(v.is(schema, result)).toBe(true);
  return result;
};

describe('gibbs digits', () => {
  const model = at('digits');
  const args = ['digits', 'train', '--network', 'mlp', '--count', '1000', '--passes', '3'];
  beforeAll(() => {
    expect(gibbs([...args, '--out', model, '-q'])).toMatchObject({ stderr: '', code: 0 });
  });

  it('makes an mlp as wide as it is told', () => {
    const small = ['digits', 'train', '--network', 'mlp', '--hidden', '4', '--count', '64'];
    const { parameters } = json([...small, '--passes', '1'], trainDigits.schema);
    expect(parameters).toBe(784 * 4 + 4 + 4 * 10 + 10);
  });

  it('learns digits that are drawn', () => {
    const { result } = JSON.parse(readFileSync(join(model, 'run.json'), 'utf8'));
    expect(v.is(trainDigits.schema, result)).toBe(true);
    expect(result.accuracy).toBeGreaterThan(0.6);
    expect(result.losses.at(-1)[1]).toBeLessThan(result.losses[0][1]);
    expect(gibbs(['verify', join(model, 'run.json'), '-q']).code).toBe(0);
  });

  it('reads others, as well as it says', () => {
    const { result } = JSON.parse(readFileSync(join(model, 'run.json'), 'utf8'));
    const judged = json(['digits', 'eval', model], evalDigits.schema);
    expect(judged).toMatchObject({ network: 'mlp', digits: 1000, accuracy: result.accuracy });
    expect(gibbs(['digits', 'eval', model, '--until', 'acc>=1', '-q']).code).toBe(1);
  });

  it('reads one, drawn or from a file', () => {
    const drawn = json(['digits', 'predict', model, '--draw', '1'], predict.schema);
    const csv = at('one.csv');
    const { width, height, shades } = drawn.pixels;
    const lines = Array.from({ length: height }, (_, row) =>
      shades.slice(row * width, (row + 1) * width).join(','),
    );
    writeFileSync(csv, lines.join('\n'));
    const pgm = at('one.pgm');
    writeFileSync(
      pgm,
      Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), Buffer.from(shades)]),
    );
    for (const file of [csv, pgm])
      expect(json(['digits', 'predict', model, file], predict.schema).probabilities).toEqual(
        drawn.probabilities,
      );
    writeFileSync(csv, '1,2\n3,4\n');
    expect(gibbs(['digits', 'predict', model, csv])).toEqual({
      stdout: '',
      stderr: 'gibbs: digits predict: the network reads 28×28 pixels, got 2×2\n',
      code: 3,
    });
  });

  it('says what is wrong with a model: missing, another, damaged', () => {
    expect(gibbs(['digits', 'eval', at('no')])).toMatchObject({
      stderr: `gibbs: digits eval: cannot read ${at('no')}: no such file\n`,
      code: 3,
    });
    writeFileSync(at('bad.safetensors'), 'nothing of use');
    expect(gibbs(['digits', 'eval', at('bad.safetensors')])).toMatchObject({ stdout: '', code: 4 });
  });
});

describe('gibbs next', () => {
  const model = at('next');
  it('learns, judges itself against counting, goes on with a text and is judged on another', () => {
    const result = json(['next', 'train', '--steps', '150', '--out', model], trainNext.schema);
    expect(result.score.mlp).toBeLessThan(result.score.unigram);
    const told = json(['next', 'sample', model, 'the old baker', '--length', '6'], sample.schema);
    expect(told.text).toMatch(/^the old baker /);
    expect(told.next).toHaveLength(8);
    expect(json(['next', 'eval', model], evalNext.schema).loss).toBeCloseTo(result.score.mlp, 0);
    expect(gibbs(['next', 'sample', model, 'Zarathustra'])).toEqual({
      stdout: '',
      stderr: 'gibbs: wordTokenizer: words must be those of its text, got "Zarathustra".\n',
      code: 2,
    });
    expect(gibbs(['next', 'eval', at('digits')])).toMatchObject({ stdout: '', code: 3 });
  });

  it('ends an interrupted run with 130, and resumed it has the digest of one left alone', async () => {
    const args = ['next', 'train', '--steps', '3000', '--hidden', '16', '--save-every', '50'];
    const [whole, parted] = [at('whole'), at('parted')];
    expect(gibbs([...args, '--out', whole, '-q']).code).toBe(0);
    const child = spawn(process.execPath, [binary, ...args, '--out', parted]);
    let stderr = '';
    let sent = false;
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (!sent && /next {2}[12]0 %/.test(stderr)) sent = child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toMatch(/gibbs: interrupted at step \d+ of 3000; saved, go on with --resume /);
    expect(code).toBe(130);
    expect(gibbs([...args, '--out', parted, '--resume', '-q']).code).toBe(0);
    const digest = (name: string): string =>
      JSON.parse(readFileSync(join(name, 'run.json'), 'utf8')).digest;
    expect(digest(parted)).toBe(digest(whole));
    expect(
      readFileSync(join(parted, 'next.safetensors')).equals(
        readFileSync(join(whole, 'next.safetensors')),
      ),
    ).toBe(true);
    expect(gibbs([...args, '--seed', '8', '--resume', parted])).toMatchObject({
      stdout: '',
      code: 4,
    });
  }, 120_000);
});

describe('gibbs copy train and ask', () => {
  it('keep both students, and ask them for any name', () => {
    const model = at('names');
    const args = ['copy', 'train', '--names', '300', '--unseen', '64', '--steps', '6'];
    const result = json([...args, '--out', model], trainNames.schema);
    expect(result).toMatchObject({ names: 300, unseenNames: 64, step: 6 });
    const asked = json(['copy', 'ask', model, 'Keyvan'], ask.schema);
    expect(asked).toMatchObject({ name: 'Keyvan', seen: false });
    expect(asked.context.join('')).toContain('Keyvan');
    const said = asked.attention.tokens.length;
    for (const head of asked.looks) {
      expect(head).toHaveLength(said);
      for (const share of head)
        expect(share.reduce((sum: number, x: number) => sum + x)).toBeCloseTo(1, 5);
    }
    const picture = at('map.svg');
    expect(gibbs(['copy', 'ask', model, 'Keyvan', '--plot', picture, '-q']).code).toBe(0);
    expect(readFileSync(picture, 'utf8')).toContain(`>Head ${asked.looks.length} of`);
    expect(gibbs([...args, '--until', 'unseen>=0.99', '-q']).code).toBe(1);
    expect(gibbs([...args, '--out', model, '--resume', '-q']).code).toBe(0);
  }, 120_000);
});
