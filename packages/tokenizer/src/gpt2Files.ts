/** GPT-2's two files: `vocab.json` (or `encoder.json`) and `merges.txt` (or `vocab.bpe`). */

import { spellBytes } from './bytes.js';
import type { PatternName } from './patterns.js';
import type { Tokenizer } from './tokenizer.js';
import { loadTokenizerJson } from './tokenizerJson.js';

/** Makes a tokenizer of GPT-2's vocabulary and list of merges. */
export function loadGpt2(
  vocabulary: string,
  merges: string,
  options: { specialTokens?: string[] } = {},
): Tokenizer {
  const { specialTokens = ['<|endoftext|>'] } = options;
  let vocab: Record<string, number>;
  try {
    vocab = JSON.parse(vocabulary);
  } catch (cause) {
    throw new SyntaxError(
      `loadGpt2: the vocabulary must be JSON, got ${(cause as Error).message}.`,
    );
  }
  const lines = merges.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version'));
  const added = specialTokens.filter((content) => Object.hasOwn(vocab ?? {}, content));
  return loadTokenizerJson(
    JSON.stringify({
      added_tokens: added.map((content) => ({ content, id: vocab[content], special: true })),
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
      model: { type: 'BPE', vocab, merges: lines },
    }),
  );
}

/** Writes the two files; the special tokens are in the vocabulary too. */
export function saveGpt2(tokenizer: Tokenizer): { vocabulary: string; merges: string } {
  const pattern: PatternName | RegExp | undefined = tokenizer.pattern;
  if (pattern !== 'gpt2')
    throw new Error(`saveGpt2: the split pattern must be gpt2, got ${pattern}.`);
  const word = (id: number) => spellBytes(tokenizer.tokenBytes(id));
  const special = new Map(
    Object.entries(tokenizer.specialTokens).map(([content, id]) => [id, content]),
  );
  const vocab: Record<string, number> = Object.create(null);
  for (let id = 0; id < tokenizer.vocabSize; id++) {
    if (tokenizer.parts.kernel.token(id)) vocab[special.get(id) ?? word(id)] = id;
  }
  const merges = tokenizer.merges().map(({ left, right }) => `${word(left)} ${word(right)}`);
  return { vocabulary: JSON.stringify(vocab), merges: ['#version: 0.2', ...merges, ''].join('\n') };
}
