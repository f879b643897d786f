/** The students of the name duel as a file, and what has to fit before they are brought back. */
import { Module } from '../module.js';
import type { NameModel } from './nameModels.js';
import type { Both, NameStudentsOptions, NameTokenizer } from './nameStudents.js';
import { decodeModel, encodeModel, fillModel, sizeOf } from './savedModel.js';

const task = 'names';

/** Both students as one file; the tokenizer is saved apart, by its own means. */
export function encodeNames(options: NameStudentsOptions, models: Both<NameModel>): Uint8Array {
  const { tokenizer, window, longest, seen } = options;
  const { embeddings = 'learned', values = 'stored', memory = 3 } = options;
  const config = {
    vocab: tokenizer.vocabSize,
    ...{ window, longest, embeddings, values, memory, seen },
    spelled: spellings(seen, tokenizer),
  };
  return encodeModel(task, config, new Pair(models).namedParameters());
}

/**
 * What saved students are made of, and a way to give students so made their weights.
 *
 * @throws RangeError when the file is damaged, of another task, disagrees with itself, or knows another tokenizer.
 */
export function decodeNames(
  bytes: Uint8Array,
  tokenizer: NameTokenizer,
): { options: NameStudentsOptions; fill: (models: Both<NameModel>) => void } {
  const saved = decodeModel(task, bytes);
  const vocab = sizeOf(task, saved, 'vocab', 2 ** 20);
  const seen = wordsOf(saved.config.seen);
  const same =
    vocab === tokenizer.vocabSize &&
    JSON.stringify(saved.config.spelled) === JSON.stringify(spellings(seen, tokenizer));
  if (!same) {
    throw new RangeError(
      `names model: the tokenizer must be the one it was trained on, of ${vocab} tokens, got another of ${tokenizer.vocabSize}.`,
    );
  }
  return {
    options: {
      tokenizer,
      seen,
      window: sizeOf(task, saved, 'window', 4096),
      longest: sizeOf(task, saved, 'longest', 1024),
      memory: sizeOf(task, saved, 'memory', 16),
      embeddings: saved.config.embeddings === 'fixed' ? 'fixed' : 'learned',
      values: saved.config.values === 'learned' ? 'learned' : 'stored',
    },
    fill: (models) => fillModel(task, new Pair(models), saved),
  };
}

/** Both students as one, so that their weights have one list of names. */
class Pair extends Module {
  readonly attention: NameModel;
  readonly mlp: NameModel;

  constructor({ attention, mlp }: Both<NameModel>) {
    super();
    this.attention = attention;
    this.mlp = mlp;
  }
}

/** How a tokenizer spells some of the names: by this it is known again. */
const spellings = (names: readonly string[], tokenizer: NameTokenizer): number[][] =>
  names.slice(0, 32).map((name) => Array.from(tokenizer.encode(` ${name}`)));

function wordsOf(list: unknown): string[] {
  if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list;
  throw new RangeError('names model: the file must list the names seen, got none.');
}
