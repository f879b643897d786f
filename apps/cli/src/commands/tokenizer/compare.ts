import type { Tokenizer } from '@gibbs/tokenizer';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { visible } from '../../draw/merges.js';
import { grouped, percent } from '../../draw/numbers.js';
import { clip, rows } from '../../draw/page.js';
import { loadTokenizer } from '../../loadTokenizer.js';
import { readText } from '../../readText.js';

const schema = v.object({
  file: v.string(),
  bytes: v.number(),
  models: v.array(
    v.object({
      model: v.string(),
      vocab: v.number(),
      tokens: v.number(),
      bytesPerToken: v.number(),
      /** Share of its tokens that the first tokenizer has too, at the same place. */
      shared: v.number(),
    }),
  ),
  /** The first words that they cut differently, with the pieces of each. */
  partings: v.array(v.object({ word: v.string(), pieces: v.array(v.array(v.string())) })),
});

const mostPartings = 8;

export default defineCommand({
  description:
    'Holds tokenizers against each other on a text: how many tokens each needs, how many are the same, and the ' +
    'first words that they cut differently.',
  examples: [
    ['gibbs tokenizer compare book.txt --models book.json larger.json', 'two of them'],
    ['gibbs tokenizer compare book.txt --models book.json larger.json --format csv', 'as a table'],
  ],
  configure: (command) => {
    command
      .argument('<file>', 'UTF-8 text; - is standard input')
      .requiredOption('--models <files...>', 'tokenizers, of any form');
  },
  schema,
  run: async ({ options, args: [file = ''] }, session) => {
    const { text, bytes } = await readText('tokenizer compare', file, 2 ** 30 - 1);
    const paths = options.models as string[];
    const all: Tokenizer[] = [];
    for (const path of paths) all.push(await loadTokenizer(path, '--models'));
    const cuts: Set<number>[] = [];
    const models = [];
    for (const [i, tokenizer] of all.entries()) {
      const spans = spansOf(tokenizer, text);
      cuts.push(spans);
      const [first] = cuts as [Set<number>];
      let shared = 0;
      for (const span of spans) shared += Number(first.has(span));
      models.push({
        model: paths[i] as string,
        vocab: tokenizer.vocabSize,
        tokens: spans.size,
        bytesPerToken: bytes / Math.max(1, spans.size),
        shared: shared / Math.max(1, spans.size),
      });
      await session.breathe();
    }
    return { file, bytes, models, partings: partingsOf(all, text) };
  },
  human: ({ models, partings }, page) =>
    [
      ...rows(
        [
          ['tokens', 'bytes/token', 'vocabulary', 'shared', 'tokenizer'],
          ...models.map((one) => [
            grouped(one.tokens),
            one.bytesPerToken.toFixed(3),
            grouped(one.vocab),
            percent(one.shared),
            one.model,
          ]),
        ],
        [0, 1, 2, 3],
      ),
      '',
      ...(partings.length === 0
        ? ['They cut every word alike.']
        : rows([
            ['', ...models.map(({ model }) => model)],
            ...partings.map(({ word, pieces }) => [
              clip(visible(word), 20),
              ...pieces.map((list) => clip(list.map(visible).join('|'), page.width)),
            ]),
          ])),
    ].join('\n'),
  csv: ({ models }) => [
    ['model', 'vocab', 'tokens', 'bytesPerToken', 'shared'],
    ...models.map((one) => [one.model, one.vocab, one.tokens, one.bytesPerToken, one.shared]),
  ],
  quiet: ({ models }) => models.map(({ tokens }) => tokens).join('\n'),
});

/** Where each token begins and how long it is, as one number each. */
function spansOf(tokenizer: Tokenizer, text: string): Set<number> {
  const spans = new Set<number>();
  let at = 0;
  for (const id of tokenizer.encodeOrdinary(text)) {
    const { length } = tokenizer.tokenBytes(id);
    spans.add(at * 4096 + Math.min(4095, length));
    at += length;
  }
  return spans;
}

/** The first words of the text, each once, that the tokenizers cut differently. */
function partingsOf(
  tokenizers: readonly Tokenizer[],
  text: string,
): { word: string; pieces: string[][] }[] {
  const found: { word: string; pieces: string[][] }[] = [];
  for (const word of new Set(text.slice(0, 1_000_000).match(/\s?\S+/g) ?? [])) {
    const pieces = tokenizers.map((one) =>
      Array.from(one.encodeOrdinary(word), (id) => one.decode([id])),
    );
    if (new Set(pieces.map((list) => list.join('\0'))).size > 1) found.push({ word, pieces });
    if (found.length === mostPartings) break;
  }
  return found;
}
