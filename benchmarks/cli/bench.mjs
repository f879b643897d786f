// The command line against the libraries it calls: what is lost between a package and a terminal.

import { prepareFiles } from './files.mjs';

export const contenders = {
  gibbs: { command: ['node', 'contender.mjs', 'gibbs'] },
  library: { command: ['node', 'contender.mjs', 'library'] },
};

export async function prepare({ log }) {
  await prepareFiles(log);
}

const sizes = 'tiny Shakespeare by characters, 4 layers, 4 heads, width 128, context 64, batch 12';

export const rows = [
  ...['gpt', 'llama'].map((model) => ({
    id: `train-${model}`,
    work: `gibbs train --model ${model}: ${sizes}`,
    unit: 'steps/s',
    rounds: 5,
    targets: [{ versus: 'library', atLeast: 0.95 }],
  })),
  {
    id: 'encode-pipe',
    work: 'cat 100 MB | gibbs tokenizer encode > /dev/null, the process from start to end',
    unit: 'MB/s',
    rounds: 5,
    targets: [{ versus: 'library', atLeast: 0.8 }],
  },
  {
    id: 'encode-pipe-memory',
    work: 'peak memory of that process',
    unit: 'MB',
    better: 'lower',
    rounds: 3,
    targets: [{ value: true, atMost: 200 }],
  },
  {
    id: 'help',
    work: 'gibbs --help, beyond what bare Node takes to start',
    unit: 'ms',
    better: 'lower',
    rounds: 9,
    targets: [{ value: true, atMost: 60 }],
  },
];
