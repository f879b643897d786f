// One of two: the command line as a process, and the library it calls.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { serve } from '../serve.mjs';
import { gibbs, large, model, shakespeare } from './files.mjs';

const [, , name] = process.argv;
const steps = 60;
const sizes = { context: 64, channels: 128, layers: 4, heads: 4 };
const library = new URL('library.mjs', import.meta.url).pathname;

/** Runs Node to its end, fed by cat where there is a file to feed it. Gives what it printed and how long it took. */
function run(args, { from } = {}) {
  const began = performance.now();
  const words = from
    ? ['sh', ['-c', 'cat "$0" | "$@" > /dev/null', from, process.execPath, ...args]]
    : [process.execPath, args];
  return new Promise((resolve, reject) => {
    const child = spawn(...words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (part) => {
      stdout += part;
    });
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(stderr.trim().split('\n').at(-1)));
      else resolve({ stdout, stderr, seconds: (performance.now() - began) / 1000 });
    });
  });
}

const train = (kind) => async () => {
  if (!existsSync(shakespeare)) throw new Error(`${shakespeare} is missing: set GIBBS_DATA`);
  if (name === 'library') {
    const { trainOnce } = await import(library);
    return { measure: () => trainOnce(kind, readFileSync(shakespeare, 'utf8'), sizes, steps) };
  }
  const options = Object.entries({ ...sizes, model: kind, steps, batch: 12 });
  const words = options.map(([key, value]) => `--${key}=${value}`);
  const args = [
    gibbs,
    'train',
    shakespeare,
    ...words,
    '--eval-every',
    '1000000',
    '--held-out',
    '0',
  ];
  return {
    async measure() {
      const { stdout } = await run([...args, '--json', '--progress', 'none']);
      const { step, seconds } = JSON.parse(stdout);
      return step / seconds;
    },
  };
};

const pipe = async () => {
  const { stderr, seconds } = await run(
    name === 'gibbs'
      ? [
          '--import',
          new URL('peak.mjs', import.meta.url).href,
          gibbs,
          'tokenizer',
          'encode',
          '--model',
          model,
        ]
      : ['--import', new URL('peak.mjs', import.meta.url).href, library, model],
    { from: large },
  );
  return { seconds, megabytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1e3 };
};

const rows = {
  'train-gpt': train('gpt'),
  'train-llama': train('llama'),
  'encode-pipe': async () => ({
    measure: async () => {
      const { seconds, megabytes } = await pipe();
      return { value: 100 / seconds, note: `peak ${megabytes.toFixed(0)} MB` };
    },
  }),
  'encode-pipe-memory': async () => ({ measure: async () => (await pipe()).megabytes }),
  help: async () => ({
    async measure() {
      const bare = ['-e', '0'];
      const [one, two] = [await run(bare), await run([gibbs, '--help'])];
      const [three, four] = [await run(bare), await run([gibbs, '--help'])];
      return 500 * (two.seconds - one.seconds + four.seconds - three.seconds);
    },
  }),
};
const answered = {
  gibbs: Object.keys(rows),
  library: ['train-gpt', 'train-llama', 'encode-pipe', 'encode-pipe-memory'],
}[name];
await serve('workspace', Object.fromEntries(answered.map((row) => [row, rows[row]])));
