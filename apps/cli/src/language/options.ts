import type { Command } from 'commander';
import { adderOf } from '../addOption.js';
import { type Goal, untilOption } from '../goal.js';
import { oneOf, realNumber, wholeNumber } from '../values.js';

export const models = ['gpt', 'llama'] as const;

/** What `gibbs train` is told. */
export interface TrainOptions {
  model: (typeof models)[number];
  tokenizer: string;
  vocab: number;
  context: number;
  channels: number;
  layers: number;
  heads: number;
  keyValueHeads?: number;
  hidden?: number;
  dropout: number;
  steps: number;
  batch: number;
  accumulate: number;
  learningRate: number;
  warmup: number;
  weightDecay: number;
  clip: number;
  heldOut: number;
  evalEvery: number;
  evalBatches: number;
  patience?: number;
  saveEvery: number;
  resume?: string | true;
  until?: Goal;
  dryRun?: boolean;
  out?: string;
}

/** The options that make a model and its training what they are, in the order of the help. */
export function addTrainOptions(command: Command): void {
  const add = adderOf(command);
  add('--model <kind>', models.join(', '), oneOf(models), 'gpt');
  add('--tokenizer <what>', 'characters, bpe, or a tokenizer.json', (text) => text, 'characters');
  add('--vocab <n>', 'tokens that bpe learns', wholeNumber(257, 1_000_000), 1024);
  add('--context <n>', 'tokens that are read at once', wholeNumber(1, 1 << 20), 64);
  add('--channels <n>', 'width', wholeNumber(1, 1 << 20), 128);
  add('--layers <n>', 'blocks', wholeNumber(1, 1024), 4);
  add('--heads <n>', 'heads of attention', wholeNumber(1, 1024), 4);
  add('--key-value-heads <n>', 'llama: fewer, shared heads of keys', wholeNumber(1, 1024));
  add('--hidden <n>', 'width of the feed-forward', wholeNumber(1, 1 << 20));
  add('--dropout <share>', 'gpt: share of numbers dropped', realNumber(0, 0.99), 0);
  add('--steps <n>', 'steps', wholeNumber(1, 100_000_000), 500);
  add('--batch <n>', 'stretches of text per step', wholeNumber(1, 1 << 20), 12);
  add('--accumulate <n>', 'batches whose gradients make a step', wholeNumber(1, 4096), 1);
  add('--learning-rate <rate>', 'highest rate', realNumber(1e-9, 1e3), 1e-3);
  add('--warmup <n>', 'steps in which the rate rises', wholeNumber(0, 100_000_000), 0);
  add('--weight-decay <rate>', 'shrinking of weights', realNumber(0, 100), 0.1);
  add('--clip <length>', 'longest gradient', realNumber(1e-9, 1e9), 1);
  add('--held-out <share>', 'end of the text to be judged on', realNumber(0, 0.9), 0.1);
  add('--eval-every <n>', 'steps between judgements', wholeNumber(1, 100_000_000), 100);
  add('--eval-batches <n>', 'batches of a judgement at most', wholeNumber(1, 1_000_000), 20);
  add('--patience <n>', 'judgements without progress to stop at', wholeNumber(1, 1_000_000));
  add('--save-every <n>', 'steps between checkpoints', wholeNumber(1, 100_000_000), 100);
  command
    .option('--resume [where]', 'go on: auto, or a folder or checkpoint')
    .addOption(untilOption(['loss']))
    .option('--dry-run', 'only tell what would be done, and what it would take');
}
