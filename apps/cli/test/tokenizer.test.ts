import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import compareCommand from '../src/commands/tokenizer/compare.js';
import convertCommand from '../src/commands/tokenizer/convert.js';
import count from '../src/commands/tokenizer/count.js';
import decode from '../src/commands/tokenizer/decode.js';
import encode from '../src/commands/tokenizer/encode.js';
import explain from '../src/commands/tokenizer/explain.js';
import train from '../src/commands/tokenizer/train.js';
import { gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-tokenizer-'));
const text = join(folder, 'text.txt');
const model = join(folder, 'model.json');
const sentences =
  "I'm called Keyvan, so my name is Keyvan. Keys van, keys and vans — 火 and heat.\n";
writeFileSync(text, sentences.repeat(20));

beforeAll(() => {
  const { stderr, code } = gibbs([
    'tokenizer',
    'train',
    text,
    '--vocab',
    '280',
    '--special',
    '<|end|>',
    '--save',
    model,
  ]);
  expect({ stderr, code }).toEqual({ stderr: expect.stringContaining('tokenizer  done'), code: 0 });
});

describe('gibbs tokenizer train', () => {
  it('learns merges, most frequent first, and saves a tokenizer.json', () => {
    const { stdout, code } = gibbs(['tokenizer', 'train', text, '--vocab', '280', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(train.schema, result)).toBe(true);
    expect(result.merges).toHaveLength(24);
    const counts = result.merges.map((merge: { count: number }) => merge.count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(JSON.parse(readFileSync(model, 'utf8'))).toMatchObject({
      model: { type: 'BPE' },
      added_tokens: [{ content: '<|end|>', id: 279 }],
    });
  });

  it('shows its merges to people and says where it saved them', () => {
    const { stdout } = gibbs([
      'tokenizer',
      'train',
      text,
      '--vocab',
      '262',
      '--save',
      join(folder, 'x.json'),
    ]);
    expect(stdout).toMatch(/^1,660 bytes, 6 merges, /);
    expect(stdout).toContain(`Saved as ${join(folder, 'x.json')}`);
  });

  it.each([
    [['no.txt'], 3, 'tokenizer train: cannot read no.txt: no such file'],
    [[folder], 3, `tokenizer train: cannot read ${folder}: it is a directory`],
    [
      [text, '--vocab', '255'],
      2,
      "option '--vocab <n>' argument '255' is invalid. It is a whole number from 256 to 1000000.",
    ],
    [
      [text, '--vocab', '256', '--special', 'a', 'b'],
      2,
      'trainTokenizer: vocabSize (256 bytes, merges and special tokens) must be a whole number from 258 to 4194304, got 256.',
    ],
    [
      [text, '--pattern', 'gtp2'],
      2,
      "option '--pattern <name>' argument 'gtp2' is invalid. It is one of gpt2, cl100k, o200k, llama3. (Did you mean gpt2?)",
    ],
    [[text, '--save', '/no/x.json'], 3, '--save: cannot write /no/x.json: no such file'],
  ])('%j exits %i and says why', (args, code, message) => {
    const ended = gibbs(['tokenizer', 'train', ...args, '--progress', 'none']);
    expect(ended).toEqual({ stdout: '', stderr: `gibbs: ${message}\n`, code });
  });
});

describe('gibbs tokenizer encode and decode', () => {
  it('are each other’s inverse, byte for byte, through a pipe', () => {
    const ids = gibbs(['tokenizer', 'encode', text, '--model', model]);
    expect(ids).toMatchObject({ stderr: '', code: 0 });
    const back = gibbs(['tokenizer', 'decode', '--model', model], { input: ids.stdout });
    expect(back).toEqual({ stdout: readFileSync(text, 'utf8'), stderr: '', code: 0 });
  });

  it('print the same ids in a stream as in one piece', () => {
    const { ids } = JSON.parse(
      gibbs(['tokenizer', 'encode', text, '--model', model, '--json']).stdout,
    );
    const { stdout } = gibbs(['tokenizer', 'encode', text, '--model', model]);
    const printed = stdout.split('\n');
    expect(printed.pop()).toBe('');
    expect(printed.map((line) => line.split(' ').map(Number))).toEqual(
      Array.from({ length: Math.ceil(ids.length / 16) }, (_, i) => ids.slice(16 * i, 16 * i + 16)),
    );
    expect(gibbs(['tokenizer', 'encode', '--model', model], { input: '' }).stdout).toBe('');
  });

  it('name a file that is not there', () => {
    for (const verb of ['encode', 'count'])
      expect(gibbs(['tokenizer', verb, 'no.txt', '--model', model])).toEqual({
        stdout: '',
        stderr: `gibbs: tokenizer ${verb}: cannot read no.txt: no such file\n`,
        code: 3,
      });
  });

  it('give ids with their tokens as JSON and CSV', () => {
    const { stdout } = gibbs(['tokenizer', 'encode', '--model', model, '--json'], {
      input: 'Keyvan, 火',
    });
    const result = JSON.parse(stdout);
    expect(v.is(encode.schema, result)).toBe(true);
    expect(result.bytes).toBe(11);
    const csv = gibbs(['tokenizer', 'encode', '--model', model, '--format', 'csv'], {
      input: 'Key',
    }).stdout;
    expect(csv).toMatch(/^id,token\n\d+,/);
    const document = JSON.parse(
      gibbs(['tokenizer', 'decode', '--model', model, '--json'], { input: result.ids.join(' ') })
        .stdout,
    );
    expect(v.is(decode.schema, document)).toBe(true);
    expect(document.text).toBe('Keyvan, 火');
  });

  it('take special tokens as text unless they are allowed', () => {
    const ids = (...args: string[]) =>
      gibbs(['tokenizer', 'encode', '--model', model, '-q', ...args], {
        input: '<|end|>',
      }).stdout.trim();
    expect(ids('--allow-special')).toBe('279');
    expect(ids().split(' ').length).toBeGreaterThan(1);
  });

  it.each([
    ['1 two 3', "ids are whole numbers, got 'two'"],
    ['999999', 'decode: every id must be that of a token, got 999999.'],
  ])('refuse ids that are none: %s', (input, reason) => {
    const { stdout, stderr, code } = gibbs(['tokenizer', 'decode', '--model', model], { input });
    expect({ stdout, code }).toEqual({ stdout: '', code: 3 });
    expect(stderr).toContain(`tokenizer decode: cannot use -: ${reason}`);
  });
});

describe('gibbs tokenizer count and explain', () => {
  it('count what encode gives', () => {
    const { ids } = JSON.parse(
      gibbs(['tokenizer', 'encode', text, '--model', model, '--json']).stdout,
    );
    expect(gibbs(['tokenizer', 'count', text, '--model', model, '-q']).stdout).toBe(
      `${ids.length}\n`,
    );
    const result = JSON.parse(
      gibbs(['tokenizer', 'count', text, text, '--model', model, '--json']).stdout,
    );
    expect(v.is(count.schema, result)).toBe(true);
    expect(result.tokens).toBe(2 * ids.length);
  });

  it('explain each merge from bytes to tokens', () => {
    const result = JSON.parse(
      gibbs(['tokenizer', 'explain', 'Keyvan', '--model', model, '--json']).stdout,
    );
    expect(v.is(explain.schema, result)).toBe(true);
    const [{ steps, tokens }] = result.pieces;
    expect(steps[0].pieces).toEqual([...'Keyvan']);
    expect(steps.at(-1).pieces).toEqual(tokens);
    for (const { pieces } of steps) expect(pieces.join('')).toBe('Keyvan');
    for (const [i, { pieces, merge }] of steps.slice(1).entries()) {
      expect(pieces).toContain(merge.left + merge.right);
      expect(pieces.length).toBe(steps[i].pieces.length - 1);
    }
    expect(gibbs(['tokenizer', 'explain', 'Keyvan', '--model', model]).stdout).toMatch(
      /^K·e·y·v·a·n +6 bytes\n/,
    );
  });

  it('want a model, and say what is wrong with one', () => {
    expect(gibbs(['tokenizer', 'explain', 'x'])).toEqual({
      stdout: '',
      stderr: "gibbs: required option '--model <file>' not specified\n",
      code: 2,
    });
    const { stderr, code } = gibbs(['tokenizer', 'explain', 'x', '--model', text]);
    expect(code).toBe(3);
    expect(stderr).toContain(`--model: cannot use ${text}: not a tokenizer.json, `);
  });
});

describe('gibbs tokenizer convert and compare', () => {
  const plain = join(folder, 'plain.json');
  beforeAll(() => {
    expect(gibbs(['tokenizer', 'train', text, '--vocab', '300', '--save', plain, '-q']).code).toBe(
      0,
    );
  });
  const ids = (at: string) => gibbs(['tokenizer', 'encode', text, '--model', at, '-q']).stdout;

  it('turn a tokenizer into each form and back, with the same ids', () => {
    const at = (name: string): string => join(folder, name);
    const convert = (...args: string[]) => gibbs(['tokenizer', 'convert', ...args, '--json']);
    const tiktoken = convert(plain, at('x.tiktoken'));
    expect(tiktoken).toMatchObject({
      code: 0,
      stderr: 'tokenizer convert: a .tiktoken does not hold the split pattern\n',
    });
    expect(v.is(convertCommand.schema, JSON.parse(tiktoken.stdout))).toBe(true);
    expect(convert(at('x.tiktoken'), at('back.json'), '--pattern', 'gpt2').code).toBe(0);
    expect(convert(plain, at('gpt2/')).code).toBe(0);
    expect(ids(at('back.json'))).toBe(ids(plain));
    expect(ids(at('gpt2'))).toBe(ids(plain));
  });

  it.each([
    [['x.bin'], 2, "tokenizer convert: <to> must end in .json, .tiktoken or /, got 'x.bin'"],
    [['/no/x.json'], 3, 'tokenizer convert: cannot write /no/x.json: no such file'],
  ])('to %j exits %i', (args, code, message) => {
    expect(gibbs(['tokenizer', 'convert', plain, ...args])).toEqual({
      stdout: '',
      stderr: `gibbs: ${message}\n`,
      code,
    });
  });

  it('say how many tokens each needs and where they part', () => {
    const { stdout, code } = gibbs([
      'tokenizer',
      'compare',
      text,
      '--models',
      model,
      plain,
      '--json',
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(compareCommand.schema, result)).toBe(true);
    const [small, large] = result.models;
    expect(small).toMatchObject({ model, shared: 1 });
    expect(large.tokens).toBeLessThan(small.tokens);
    expect(large.shared).toBeLessThan(1);
    expect(result.partings.length).toBeGreaterThan(0);
    for (const { word, pieces } of result.partings)
      for (const list of pieces) if (!/[^\0-\x7f]/.test(word)) expect(list.join('')).toBe(word);
    expect(gibbs(['tokenizer', 'compare', text, '--models', plain, plain]).stdout).toMatch(
      /They cut every word alike\.\n$/,
    );
  });
});
