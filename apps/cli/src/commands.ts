import type { AnyCommand } from './command.js';

/** A command in the tree: what it is called, one line on it, and where it is when it is wanted. */
export interface Entry {
  name: string;
  summary: string;
  load?: () => Promise<{ default: AnyCommand }>;
  /** Commands below it, beside what it does itself. */
  children?: readonly Entry[];
}

/** Every command; none is loaded before it is called. */
export const commands: readonly Entry[] = [
  {
    name: 'tour',
    summary: 'a first run through all of Gibbs, in under a minute',
    load: () => import('./commands/tour.js'),
  },
  {
    name: 'gates',
    summary: 'every gate out of NAND, and XOR from gate to neuron',
    load: () => import('./commands/gates.js'),
  },
  {
    name: 'xor',
    summary: 'learn what no straight line can separate',
    load: () => import('./commands/xor.js'),
  },
  {
    name: 'lookup',
    summary: 'a query in a table of keys and values, soft as attention or hard',
    load: () => import('./commands/lookup.js'),
  },
  {
    name: 'digits',
    summary: 'a network that reads handwritten digits',
    children: [
      {
        name: 'train',
        summary: 'learn to read them',
        load: () => import('./commands/digits/train.js'),
      },
      {
        name: 'predict',
        summary: 'read one image',
        load: () => import('./commands/digits/predict.js'),
      },
      {
        name: 'eval',
        summary: 'count how many are read rightly',
        load: () => import('./commands/digits/eval.js'),
      },
    ],
  },
  {
    name: 'next',
    summary: 'the next word from the five before it',
    children: [
      {
        name: 'train',
        summary: 'learn from a text',
        load: () => import('./commands/next/train.js'),
      },
      {
        name: 'sample',
        summary: 'go on with a text',
        load: () => import('./commands/next/sample.js'),
      },
      {
        name: 'eval',
        summary: 'how well it foretells a text',
        load: () => import('./commands/next/eval.js'),
      },
    ],
  },
  {
    name: 'copy',
    summary: 'names that must be looked up and copied',
    children: [
      {
        name: 'train',
        summary: 'train both students and keep them',
        load: () => import('./commands/copy/train.js'),
      },
      {
        name: 'ask',
        summary: 'ask both for any name',
        load: () => import('./commands/copy/ask.js'),
      },
      {
        name: 'duel',
        summary: 'MLP against attention, on names never seen',
        load: () => import('./commands/copy/duel.js'),
      },
    ],
  },
  {
    name: 'tokenizer',
    summary: 'byte-pair tokenizers: train, use, and see why',
    children: [
      {
        name: 'train',
        summary: 'learn merges from text',
        load: () => import('./commands/tokenizer/train.js'),
      },
      {
        name: 'encode',
        summary: 'text to token ids',
        load: () => import('./commands/tokenizer/encode.js'),
      },
      {
        name: 'decode',
        summary: 'token ids to text',
        load: () => import('./commands/tokenizer/decode.js'),
      },
      {
        name: 'count',
        summary: 'tokens of files, as wc counts words',
        load: () => import('./commands/tokenizer/count.js'),
      },
      {
        name: 'explain',
        summary: 'the merges that made each token',
        load: () => import('./commands/tokenizer/explain.js'),
      },
      {
        name: 'compare',
        summary: 'tokenizers held against each other on a text',
        load: () => import('./commands/tokenizer/compare.js'),
      },
      {
        name: 'convert',
        summary: 'from one file format to another',
        load: () => import('./commands/tokenizer/convert.js'),
      },
    ],
  },
  {
    name: 'train',
    summary: 'a GPT or a Llama on your own text',
    load: () => import('./commands/train.js'),
  },
  {
    name: 'generate',
    summary: 'a trained model goes on with a text',
    load: () => import('./commands/generate.js'),
  },
  {
    name: 'chat',
    summary: 'a talk with a trained model',
    load: () => import('./commands/chat.js'),
  },
  {
    name: 'eval',
    summary: 'how well a trained model foretells a text',
    load: () => import('./commands/eval.js'),
  },
  {
    name: 'export',
    summary: 'a trained model for Hugging Face or onnxruntime',
    load: () => import('./commands/export.js'),
  },
  {
    name: 'gas',
    summary: 'hard disks on their way to equilibrium',
    load: () => import('./commands/gas.js'),
  },
  {
    name: 'mix',
    summary: 'two gases that mix, and the entropy of it',
    load: () => import('./commands/mix.js'),
  },
  {
    name: 'engine',
    summary: 'a heat engine once around its cycle, with its books',
    load: () => import('./commands/engine.js'),
  },
  {
    name: 'fridge',
    summary: 'a cycle run backwards: refrigerator and heat pump',
    load: () => import('./commands/fridge.js'),
  },
  {
    name: 'demon',
    summary: "Maxwell's demon, its memory and its bill",
    load: () => import('./commands/demon.js'),
  },
  {
    name: 'planet',
    summary: 'few hot photons in, many cold ones out',
    load: () => import('./commands/planet.js'),
  },
  {
    name: 'reverse',
    summary: 'a gas that mixes, turns round and un-mixes bit for bit',
    load: () => import('./commands/reverse.js'),
  },
  {
    name: 'coffee',
    summary: 'cream into coffee: entropy rises, interest comes and goes',
    load: () => import('./commands/coffee.js'),
  },
  {
    name: 'sweep',
    summary: 'an experiment over seeds and options, on all cores or many machines',
    load: () => import('./commands/sweep.js'),
    children: [
      {
        name: 'work',
        summary: 'take runs out of a queue in Redis',
        load: () => import('./commands/sweep/work.js'),
      },
      {
        name: 'status',
        summary: 'how the sweeps in a queue stand',
        load: () => import('./commands/sweep/status.js'),
      },
    ],
  },
  {
    name: 'run',
    summary: 'an experiment from a file',
    load: () => import('./commands/run.js'),
  },
  {
    name: 'verify',
    summary: 'run a recorded run again and prove its digest',
    load: () => import('./commands/verify.js'),
  },
  {
    name: 'compare',
    summary: 'where two recorded runs part',
    load: () => import('./commands/compare.js'),
  },
  {
    name: 'open',
    summary: 'the link by which the playground shows a run',
    load: () => import('./commands/open.js'),
  },
  {
    name: 'playground',
    summary: 'the pages, served on this machine',
    load: () => import('./commands/playground.js'),
  },
  {
    name: 'data',
    summary: 'public data, fetched only when asked',
    load: () => import('./commands/data.js'),
  },
  {
    name: 'bench',
    summary: 'how fast the packages work on this machine',
    load: () => import('./commands/bench.js'),
  },
  {
    name: 'check',
    summary: 'the reference table of physics, computed here',
    load: () => import('./commands/check.js'),
  },
  {
    name: 'doctor',
    summary: 'what this machine has, and what would make Gibbs faster',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'config',
    summary: 'what commands take and print',
    children: [
      {
        name: 'show',
        summary: 'the options a command line comes to, and where each is from',
        load: () => import('./commands/configShow.js'),
      },
      {
        name: 'init',
        summary: 'a config file for a command, with comments',
        load: () => import('./commands/configInit.js'),
      },
      {
        name: 'schema',
        summary: 'JSON Schema of what a command prints with --json',
        load: () => import('./commands/configSchema.js'),
      },
    ],
  },
  {
    name: 'completion',
    summary: 'a completion script for bash, zsh or fish',
    load: () => import('./commands/completion.js'),
  },
  {
    name: 'man',
    summary: 'the manual page, made from the commands themselves',
    load: () => import('./commands/man.js'),
  },
];
