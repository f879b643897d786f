import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import chat from '../src/commands/chat.js';
import evaluate from '../src/commands/eval.js';
import exporting from '../src/commands/export.js';
import generate from '../src/commands/generate.js';
import train from '../src/commands/train.js';
import { binary, gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-train-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const text = join(folder, 'text.txt');
writeFileSync(text, 'the old baker bakes bread, and the tired smith heats iron.\n'.repeat(40));
const sizes =
  '--context 16 --channels 16 --layers 1 --heads 2 --batch 4 --learning-rate 0.01'.split(' ');
const small = ['train', text, ...sizes];
const model = join(folder, 'model');

beforeAll(() => {
  const { stderr, code } = gibbs([...small, '--steps', '40', '--out', model]);
  expect({ stderr, code }).toMatchObject({ code: 0 });
});

/** Starts a run and interrupts it once it has said that it is under way. */
function interrupted(
  args: string[],
  signal: NodeJS.Signals,
): Promise<{ code: number | null; stderr: string }> {
  const child: ChildProcess = spawn(process.execPath, [binary, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let sent = false;
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
    if (!sent && /train {2}[12]0 %/.test(stderr)) sent = child.kill(signal);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

describe('gibbs train', () => {
  it('leaves a model, a checkpoint and a record of the run', () => {
    expect(readdirSync(model).sort()).toEqual([
      'checkpoint.safetensors',
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'run.json',
      'tokenizer.json',
      'training.json',
    ]);
    const { result, options } = JSON.parse(readFileSync(join(model, 'run.json'), 'utf8'));
    expect(v.is(train.schema, result)).toBe(true);
    expect(result).toMatchObject({ step: 40, stopped: 'done' });
    expect(result.losses[39][1]).toBeLessThan(result.losses[0][1]);
    expect(options).not.toHaveProperty('resume');
    expect(options).not.toHaveProperty('threads');
  });

  it('ends an interrupted run with 130, and resumed it has the digest of one left alone', async () => {
    const long = [
      ...small,
      '--steps',
      '1500',
      '--dropout',
      '0.1',
      '--save-every',
      '7',
      '--eval-every',
      '400',
    ];
    const whole = join(folder, 'whole');
    const parted = join(folder, 'parted');
    expect(gibbs([...long, '--out', whole, '-q']).code).toBe(0);
    const stopped = await interrupted([...long, '--out', parted], 'SIGINT');
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(
      /gibbs: interrupted at step \d+ of 1500; saved, go on with --resume .*parted\n$/,
    );
    expect(existsSync(join(parted, 'run.json'))).toBe(false);
    expect(gibbs([...long, '--out', parted])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('holds a run that is not finished; go on with --resume'),
    });
    expect(gibbs([...long, '--out', parted, '--resume', '-q']).code).toBe(0);
    const digest = (at: string): string =>
      JSON.parse(readFileSync(join(at, 'run.json'), 'utf8')).result.weights;
    expect(digest(parted)).toBe(digest(whole));
    expect(gibbs(['compare', join(whole, 'run.json'), join(parted, 'run.json')]).stdout).toMatch(
      /The results are the same\.\n$/,
    );
    expect(gibbs(['verify', join(parted, 'run.json'), '-q']).code).toBe(0);
  }, 120_000);

  it('says what is wrong with a checkpoint and exits 4', () => {
    const broken = join(folder, 'broken');
    cpSync(model, broken, { recursive: true });
    const args = [...small, '--steps', '40', '--resume', broken];
    const other = gibbs([...args, '--seed', '8']);
    expect(other).toEqual({
      stdout: '',
      stderr: `gibbs: --resume: the run in ${broken} was begun with seed 7, got 8. The same is needed to go on.\n`,
      code: 4,
    });
    writeFileSync(
      join(broken, 'checkpoint.safetensors'),
      readFileSync(join(model, 'checkpoint.safetensors')).subarray(0, 900),
    );
    const cut = gibbs([...args, '--progress', 'none']);
    expect(cut).toMatchObject({ stdout: '', code: 4 });
    expect(cut.stderr).toMatch(/^gibbs: --resume: checkpoint .* the file must be whole, .*\n$/);
    const none = gibbs([...small, '--resume', join(folder, 'nowhere')]);
    expect(none).toMatchObject({ stdout: '', code: 4 });
    expect(none.stderr).toMatch(/^gibbs: --resume: cannot read .*: no such file\n$/);
  });

  it('keeps its last checkpoint where the disk is full, and exits 3', () => {
    const full = join(folder, 'full');
    cpSync(model, full, { recursive: true });
    rmSync(join(full, 'run.json'));
    // What is written aside lands on a disk that takes no byte.
    symlinkSync('/dev/full', join(full, 'checkpoint.safetensors.part'));
    const before = readFileSync(join(full, 'checkpoint.safetensors'));
    const { stderr, code } = gibbs([
      ...small,
      '--steps',
      '40',
      '--out',
      full,
      '--resume',
      '--progress',
      'none',
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^gibbs: --out: .*checkpoint\.safetensors must be writable, .*ENOSPC.*\n$/,
    );
    expect(readFileSync(join(full, 'checkpoint.safetensors')).equals(before)).toBe(true);
  });

  it('stops at a goal, and exits 1 where it is not met', () => {
    const met = gibbs([
      ...small,
      '--steps',
      '60',
      '--eval-every',
      '5',
      '--until',
      'loss<=2.6',
      '--json',
    ]);
    expect(met.code).toBe(0);
    const result = JSON.parse(met.stdout);
    expect(v.is(train.schema, result)).toBe(true);
    expect(result).toMatchObject({ stopped: 'goal', goal: { goal: 'loss<=2.6', met: true } });
    expect(result.step).toBeLessThan(60);
    const missed = gibbs([...small, '--steps', '5', '--until', 'loss<=0.01', '--json']);
    expect(missed.code).toBe(1);
    expect(JSON.parse(missed.stdout).goal.met).toBe(false);
  });

  it('tells what it would do and take, and does nothing, with --dry-run', () => {
    const out = join(folder, 'dry');
    const { stdout, code } = gibbs([
      ...small,
      '--model',
      'llama',
      '--key-value-heads',
      '1',
      '--dry-run',
      '--out',
      out,
      '--json',
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(train.schema, result)).toBe(true);
    expect(result).toMatchObject({
      stopped: 'dry run',
      step: 0,
      config: { keyValueHeads: 1, layers: 1 },
    });
    expect(result.parameters).toBeGreaterThan(1000);
    expect(result.estimate.seconds).toBeGreaterThan(0);
    expect(result.estimate.memoryBytes).toBeGreaterThan(0);
    expect(existsSync(join(out, 'run.json'))).toBe(false);
  });

  it('stops where the loss is no number any more, in one line', () => {
    const { stdout, stderr, code } = gibbs([
      ...small,
      '--learning-rate',
      '1000',
      '--steps',
      '400',
      '--clip',
      '1e9',
      '--progress',
      'none',
    ]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/^gibbs: train: the .* must be finite, got .* at step \d+; .*\n$/);
  });

  it('gives the same on two threads', () => {
    const run = (...more: string[]) =>
      JSON.parse(gibbs([...small, '--steps', '6', '--json', ...more]).stdout).weights;
    expect(run('--threads', '2')).toBe(run());
  });

  it.each([
    [['--heads', '3'], 2, 'train: --channels must be a multiple of --heads, got 16 and 3'],
    [
      ['--context', '4096'],
      2,
      'train: the text must have more than 4096 tokens to learn from, got 2124. A shorter --context?',
    ],
    [
      ['--model', 'gtp'],
      2,
      "option '--model <kind>' argument 'gtp' is invalid. It is one of gpt, llama. (Did you mean gpt?)",
    ],
    [
      ['--until', 'lost<=1'],
      2,
      "option '--until <goal>' argument 'lost<=1' is invalid. What can be asked for is loss. (Did you mean loss?)",
    ],
    [['--resume'], 2, '--resume: auto looks into the folder of --out, and there is none'],
    [['--tokenizer', 'no.json'], 3, '--tokenizer: cannot read no.json: no such file'],
  ])('%j exits %i', (args, code, message) => {
    expect(gibbs([...small, ...args])).toEqual({ stdout: '', stderr: `gibbs: ${message}\n`, code });
  });
});

describe('a trained model', () => {
  it('goes on with a text, the same for the same seed', () => {
    const { stdout, stderr, code } = gibbs([
      'generate',
      model,
      'the ',
      '--max-tokens',
      '12',
      '--json',
    ]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const result = JSON.parse(stdout);
    expect(v.is(generate.schema, result)).toBe(true);
    expect(result).toMatchObject({ prompt: 'the ', ending: 'length' });
    expect(gibbs(['generate', model, 'the ', '--max-tokens', '12']).stdout).toBe(
      `the ${result.text}\n`,
    );
    expect(gibbs(['generate', model, 'the ', '--temperature', '0', '--int8', '-q']).code).toBe(0);
  });

  it('answers each line of its input', () => {
    const talk = gibbs(['chat', model, '--max-tokens', '5', '--json'], { input: 'the\nold\n' });
    expect(talk.code).toBe(0);
    const result = JSON.parse(talk.stdout);
    expect(v.is(chat.schema, result)).toBe(true);
    expect(result.turns.map(({ message }: { message: string }) => message)).toEqual(['the', 'old']);
    expect(talk.stderr).toBe('');
    const full = gibbs(['chat', model, '--max-tokens', '12'], { input: 'the\nold\n' });
    expect(full.stderr).toBe('chat: the context is full; the model begins anew.\n');
  });

  it('is judged on a text', () => {
    const { stdout, code } = gibbs(['eval', model, text, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(evaluate.schema, result)).toBe(true);
    expect(result.judged).toBe(Math.floor((result.tokens - 1) / 16) * 16);
    expect(result.bitsPerByte).toBeCloseTo(result.loss / Math.LN2, 6);
    expect(gibbs(['eval', model, text, '--until', 'perplexity<=1', '-q']).code).toBe(1);
  });

  it('is handed on bit for bit, and as ONNX', () => {
    const hf = join(folder, 'hf');
    const onnx = join(folder, 'model.onnx');
    const { stdout, code } = gibbs(['export', model, '--hf', hf, '--onnx', onnx, '--json']);
    expect(code).toBe(0);
    expect(v.is(exporting.schema, JSON.parse(stdout))).toBe(true);
    for (const file of ['model.safetensors', 'config.json', 'tokenizer.json'])
      expect(readFileSync(join(hf, file)).equals(readFileSync(join(model, file))), file).toBe(true);
    expect(readFileSync(onnx).length).toBeGreaterThan(10_000);
    expect(gibbs(['generate', hf, 'the ', '-q']).stdout).toBe(
      gibbs(['generate', model, 'the ', '-q']).stdout,
    );
  });

  it('with a BPE tokenizer as Llama works as well', () => {
    const llama = join(folder, 'llama');
    const run = gibbs([
      ...small,
      '--model',
      'llama',
      '--tokenizer',
      'bpe',
      '--vocab',
      '280',
      '--steps',
      '4',
      '--out',
      llama,
      '-q',
    ]);
    expect(run.code).toBe(0);
    expect(gibbs(['generate', llama, 'the old', '--max-tokens', '3', '-q']).code).toBe(0);
    expect(gibbs(['export', llama, '--onnx', join(folder, 'x.onnx')])).toMatchObject({
      code: 2,
      stderr: 'gibbs: --onnx: only a GPT can be written as ONNX, got a Llama\n',
    });
  });

  it('is missed, damaged or asked for the impossible in one line', () => {
    const nowhere = join(folder, 'nowhere');
    expect(gibbs(['generate', nowhere])).toMatchObject({ stdout: '', code: 3 });
    const broken = join(folder, 'broken-model');
    cpSync(model, broken, { recursive: true });
    writeFileSync(join(broken, 'model.safetensors'), 'nothing of use');
    const damaged = gibbs(['generate', broken]);
    expect(damaged).toMatchObject({ stdout: '', code: 4 });
    expect(damaged.stderr).toMatch(
      /^gibbs: generate: cannot use .*model\.safetensors must be whole, .*\n$/,
    );
    expect(gibbs(['generate', model, '火'])).toEqual({
      stdout: '',
      stderr: 'gibbs: the model knows 18 characters, and "火" is none of them\n',
      code: 2,
    });
    copyFileSync(join(model, 'config.json'), join(broken, 'tokenizer.json'));
    expect(gibbs(['export', model])).toMatchObject({ code: 2 });
  });
});
