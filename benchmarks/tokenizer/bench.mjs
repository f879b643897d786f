// Tokenizer: encoding, decoding, loading, texts that are hard, and training, each sample in a fresh process.

import { buildCorpora } from './corpus.mjs';
import { buildTokenizerJson } from './peers.mjs';
import { buildRustTrainer } from './rustTrainer.mjs';

export const peers = {
  hypertok: {
    packages: [
      'hypertok@0.3.4',
      '@hypertok/vocab-cl100k@1.0.0',
      '@hypertok/vocab-o200k@1.0.0',
      '@hypertok/vocab-gpt2@1.0.0',
    ],
  },
  'gpt-tokenizer': { packages: ['gpt-tokenizer@4.0.0'] },
  tiktoken: { packages: ['tiktoken@1.0.22'] },
  'hf-native': { packages: ['tokenizers@0.23.2'] },
  'hf-js': { packages: ['@huggingface/tokenizers@0.2.0'] },
  'js-tiktoken': { packages: ['js-tiktoken@1.0.21'] },
  'ai-tokenizer': { packages: ['ai-tokenizer@1.0.6'] },
  'rust-trainer': { needs: 'rustc', probe: ['rustc', '--version'] },
};

const vocabularies = ['cl100k', 'o200k', 'gpt2'];
const hard = ['letter', 'spaces', 'newlines', 'letters', 'cjk', 'points'];
const each = (...works) => works.flatMap((work) => vocabularies.map((name) => `${work}-${name}`));
const trainRows = ['train-1024', 'train-8192', 'train-30000', 'train-32768'];

const contender = (name, rows, folder = `.peers/${name}/node_modules/${name}`) => ({
  ...(folder.startsWith('.peers') ? { peer: name } : {}),
  command: ['node', 'contender.mjs', name, `${folder}/package.json`, rows.join()],
});

export const contenders = {
  gibbs: contender(
    'gibbs',
    [
      ...each('encode', 'slower', 'decode', 'count', 'load', 'memory', 'resident'),
      'start-cl100k',
      ...hard.flatMap((name) => [`hard-${name}`, `growth-${name}`]),
      ...trainRows,
      'large-time',
      'large-threads',
      'large-memory',
      'stream-memory',
    ],
    '../../packages/tokenizer',
  ),
  hypertok: contender('hypertok', [
    ...each('encode', 'decode', 'load', 'memory', 'resident'),
    'start-cl100k',
    ...hard.map((name) => `hard-${name}`),
  ]),
  'gpt-tokenizer': contender('gpt-tokenizer', [
    ...each('slower', 'count', 'load', 'memory', 'resident'),
    'start-cl100k',
  ]),
  tiktoken: contender('tiktoken', [
    ...each('slower', 'decode', 'load', 'memory'),
    'start-cl100k',
    'hard-cjk',
    'hard-points',
  ]),
  'js-tiktoken': contender('js-tiktoken', ['start-cl100k']),
  'ai-tokenizer': contender('ai-tokenizer', ['start-cl100k']),
  'hf-js': contender(
    'hf-js',
    ['start-cl100k'],
    '.peers/hf-js/node_modules/@huggingface/tokenizers',
  ),
  'hf-native': contender(
    'hf-native',
    ['start-cl100k', 'train-30000'],
    '.peers/hf-native/node_modules/tokenizers',
  ),
  'rust-trainer': {
    peer: 'rust-trainer',
    command: [
      'node',
      'contender.mjs',
      'rust-trainer',
      'rustc',
      [...trainRows, 'large-time'].join(),
    ],
  },
};

export async function prepare({ log }) {
  buildRustTrainer(log);
  try {
    buildCorpora(log);
  } catch (error) {
    log(`the texts cannot be built, so most rows are skipped: ${error.message.split('\n')[0]}`);
  }
  try {
    await buildTokenizerJson('cl100k');
  } catch (error) {
    log(`no tokenizer.json for Hugging Face's: ${error.message.split('\n')[0]}`);
  }
}

export const rows = [
  ...vocabularies.map((name) => ({
    id: `encode-${name}`,
    work: `encode 10 MB of English, ${name}, first pass`,
    unit: 'MB/s',
    better: 'higher',
    rounds: 7,
    warmups: 0,
    targets: [
      { versus: 'hypertok', atLeast: 1.3 },
      { value: true, atLeast: 100, goal: true },
    ],
  })),
  // Apart, since a sample of these takes up to half a minute.
  ...vocabularies.map((name) => ({
    id: `slower-${name}`,
    work: `the same beside slower ones, ${name}`,
    unit: 'MB/s',
    better: 'higher',
    rounds: 1,
    warmups: 0,
    targets: [{ versus: 'gpt-tokenizer', atLeast: 12 }],
  })),
  {
    id: 'start-cl100k',
    work: 'encode the first 1 MB of it, cl100k, new process',
    unit: 'MB/s',
    better: 'higher',
    rounds: 1,
    warmups: 0,
    targets: [
      { versus: ['hypertok', 'ai-tokenizer', 'hf-native', 'hf-js'], atLeast: 1, goal: true },
    ],
  },
  ...vocabularies.map((name) => ({
    id: `decode-${name}`,
    work: `decode those 10 MB, ${name}`,
    unit: 'MB/s',
    better: 'higher',
    rounds: 3,
    warmups: 0,
    targets: [{ versus: 'tiktoken', atLeast: 1.2 }],
  })),
  ...vocabularies.map((name) => ({
    id: `count-${name}`,
    work: `count the tokens of those 10 MB, ${name}, first pass`,
    unit: 'MB/s',
    better: 'higher',
    rounds: 1,
    warmups: 0,
    targets: [{ versus: 'gpt-tokenizer', atLeast: 12 }],
  })),
  ...vocabularies.map((name) => ({
    id: `load-${name}`,
    work: `load ${name} and encode two words, new process`,
    unit: 'ms',
    better: 'lower',
    rounds: 7,
    targets: [{ versus: 'gpt-tokenizer', atLeast: 2, goal: name !== 'cl100k' }],
  })),
  ...vocabularies.map((name) => ({
    id: `memory-${name}`,
    work: `resident memory with ${name} loaded`,
    unit: 'MB',
    better: 'lower',
    rounds: 3,
    warmups: 0,
    targets: [{ versus: 'gpt-tokenizer', atLeast: 1, goal: name !== 'cl100k' }],
  })),
  ...vocabularies.map((name) => ({
    id: `resident-${name}`,
    work: `the same after encoding the 10 MB, ${name}, text and ids included`,
    unit: 'MB',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    targets: [{ versus: 'gpt-tokenizer', atLeast: 1 }],
  })),
  ...hard.map((name) => ({
    id: `hard-${name}`,
    work: `encode 1 MB of ${name}, cl100k`,
    unit: 's',
    better: 'lower',
    rounds: 3,
    warmups: 0,
    targets: [{ value: true, atMost: 0.5 }],
  })),
  ...hard.map((name) => ({
    id: `growth-${name}`,
    work: `twice the ${name}, 1 to 16 MB: times the time at most`,
    unit: '×',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    targets: [{ value: true, atMost: 2.2 }],
  })),
  ...trainRows.map((id) => ({
    id,
    work: `train on 10 MB to ${id.slice(6)} ids, one thread`,
    unit: 's',
    better: 'lower',
    rounds: 3,
    warmups: 0,
    targets: [
      { versus: ['rust-trainer', 'hf-native'], atLeast: 1.5 },
      { value: true, atMost: 1, goal: true },
    ],
  })),
  {
    id: 'large-time',
    work: 'train on 100 MB to 32,768 ids, one thread',
    unit: 's',
    better: 'lower',
    rounds: 2,
    warmups: 0,
    targets: [{ value: true, atMost: 10 }],
  },
  {
    id: 'large-threads',
    work: 'the same, two workers counting',
    unit: 's',
    better: 'lower',
    rounds: 2,
    warmups: 0,
    targets: [{ value: true, atMost: 10 }],
  },
  {
    id: 'large-memory',
    work: 'peak resident memory then',
    unit: 'MB',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    targets: [{ value: true, atMost: 500 }],
  },
  {
    id: 'stream-memory',
    work: 'peak resident memory of training on a stream of 1 GB',
    unit: 'MB',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    targets: [{ value: true, atMost: 1000 }],
  },
];
