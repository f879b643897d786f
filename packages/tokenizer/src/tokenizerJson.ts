/** Hugging Face's `tokenizer.json`, both ways. */
import { readSpelling, spellBytes } from './bytes.js';
import { type PatternName, patternRegExp } from './patterns.js';
import type { Merge } from './reference.js';
import { Tokenizer } from './tokenizer.js';

/** Writes a tokenizer as the text of a `tokenizer.json`, with the training counts in `model.counts`. */
export function saveTokenizerJson(tokenizer: Tokenizer): string {
  const { tokens, merges, pattern, specialTokens } = tokenizer.vocabulary;
  const word = (id: number) => spellBytes(tokenizer.tokenBytes(id));
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: Object.entries(specialTokens).map(([content, id]) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: patternRegExp(pattern).source },
          behavior: 'Isolated',
          invert: false,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((_, id) => [word(id), id])),
      merges: merges.map(({ left, right }) => [word(left), word(right)]),
      counts: merges.map(({ count }) => count),
    },
  });
}

/** Reads a `tokenizer.json`. */
export function loadTokenizerJson(text: string): Tokenizer {
  const { model, added_tokens, pre_tokenizer } = JSON.parse(text);
  const vocab: Record<string, number> = model.vocab;
  const tokens: Uint8Array[] = [];
  for (const [spelling, id] of Object.entries(vocab))
    tokens[id] = readSpelling(spelling) as Uint8Array;
  const merges = model.merges.map(
    ([left, right]: [string, string], i: number): Merge => ({
      left: vocab[left] as number,
      right: vocab[right] as number,
      id: vocab[left + right] as number,
      count: model.counts?.[i],
    }),
  );
  const regex: string = pre_tokenizer.pretokenizers[0].pattern.Regex;
  const names: PatternName[] = ['gpt2', 'cl100k', 'o200k', 'llama3'];
  const pattern = names.find((name) => patternRegExp(name).source === regex);
  if (!pattern)
    throw new Error(`loadTokenizerJson: the split pattern must be a known one, got ${regex}.`);
  const specials = (added_tokens as { content: string; id: number }[]).map((t) => [
    t.content,
    t.id,
  ]);
  return new Tokenizer({ tokens, merges, pattern, specialTokens: Object.fromEntries(specials) });
}
