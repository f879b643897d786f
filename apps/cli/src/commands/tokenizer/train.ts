import { type PatternName, saveTokenizerJson, trainTokenizer } from '@gibbs/tokenizer';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { visible } from '../../draw/merges.js';
import { grouped } from '../../draw/numbers.js';
import { rows } from '../../draw/page.js';
import { asUsage } from '../../failure.js';
import { type ReadText, readText } from '../../readText.js';
import { oneOf, wholeNumber } from '../../values.js';
import { writeWhole } from '../../writeWhole.js';

const patterns = ['gpt2', 'cl100k', 'o200k', 'llama3'] as const satisfies readonly PatternName[];

export default defineCommand({
  description:
    'Trains a byte-level BPE tokenizer on text files (- is standard input) and saves it as a ' +
    'tokenizer.json that Hugging Face reads too.',
  examples: [
    ['gibbs tokenizer train book.txt --save book.json', 'learns from one book'],
    ['gibbs tokenizer train *.txt --vocab 8192 --pattern o200k --save my.json', 'a larger one'],
    ['cat *.md | gibbs tokenizer train - --vocab 512', 'from a pipe, only to look at the merges'],
  ],
  configure: (command: Command) => {
    command
      .argument('<file...>', 'UTF-8 text')
      .addOption(
        new Option('--vocab <n>', 'ids in all: 256 bytes, merges, special tokens')
          .default(1024)
          .argParser(wholeNumber(256, 1_000_000)),
      )
      .addOption(
        new Option('--pattern <name>', patterns.join(', '))
          .default('gpt2')
          .argParser(oneOf(patterns)),
      )
      .option('--special <tokens...>', 'special tokens, which get the last ids')
      .addOption(
        new Option('--min-frequency <n>', 'a rarer pair is not merged')
          .default(2)
          .argParser(wholeNumber(1, 1_000_000_000)),
      )
      .option('--save <path>', 'where to write the tokenizer.json');
  },
  repeatable: true,
  schema: v.object({
    files: v.array(v.object({ path: v.string(), bytes: v.number() })),
    bytes: v.number(),
    vocab: v.number(),
    pattern: v.picklist(patterns),
    tokens: v.number(),
    bytesPerToken: v.number(),
    seconds: v.number(),
    saved: v.nullable(v.string()),
    merges: v.array(
      v.object({
        left: v.string(),
        right: v.string(),
        id: v.number(),
        count: v.nullable(v.number()),
      }),
    ),
  }),
  run: async ({ options, args }, session) => {
    const {
      vocab,
      minFrequency,
      special = [],
      save = null,
    } = options as {
      vocab: number;
      minFrequency: number;
      special?: string[];
      save?: string;
    };
    const pattern = options.pattern as PatternName;
    const texts: ReadText[] = [];
    for (const path of args) texts.push(await readText('tokenizer train', path, 2 ** 30 - 1));
    const start = performance.now();
    const task = session.progress.start('tokenizer', vocab, 'ids');
    const tokenizer = await asUsage(() =>
      trainTokenizer(
        texts.map(({ text }) => text),
        {
          vocabSize: vocab,
          pattern,
          specialTokens: special,
          minFrequency,
          signal: session.signal,
          onProgress: ({ phase, done }) => {
            if (phase === 'merge') task.update(done);
          },
        },
      ),
    );
    const seconds = (performance.now() - start) / 1000;
    const merges = tokenizer.merges();
    task.finish(`${grouped(merges.length)} merges`);
    if (save !== null) await writeWhole('--save', save, saveTokenizerJson(tokenizer));
    const bytes = texts.reduce((sum, text) => sum + text.bytes, 0);
    const tokens = texts.reduce(
      (sum, { text }) => sum + tokenizer.count(text, { disallowedSpecial: [] }),
      0,
    );
    const word = (id: number): string => tokenizer.decode([id]);
    return {
      files: texts.map(({ path, bytes: size }) => ({ path, bytes: size })),
      bytes,
      vocab: tokenizer.vocabSize,
      pattern,
      tokens,
      bytesPerToken: bytes / tokens,
      seconds,
      saved: save,
      merges: merges.map(({ left, right, id, count }) => ({
        left: word(left),
        right: word(right),
        id,
        count: count ?? null,
      })),
    };
  },
  human: (result, page) => {
    const shown = (list: typeof result.merges, from: number): string[][] =>
      list.map(({ left, right, count }, i) => [
        String(from + i + 1),
        `${visible(left)} + ${visible(right)}`,
        '→',
        page.paint('bold', visible(left + right)),
        count === null ? '' : `seen ${grouped(count)} times`,
      ]);
    const { merges } = result;
    const few = merges.length <= 12;
    return [
      `${grouped(result.bytes)} bytes, ${grouped(merges.length)} merges, ${grouped(result.tokens)} tokens of ${result.bytesPerToken.toFixed(2)} bytes`,
      '',
      ...rows(
        few
          ? shown(merges, 0)
          : [
              ...shown(merges.slice(0, 8), 0),
              ['…', '', '', '', ''],
              ...shown(merges.slice(-3), merges.length - 3),
            ],
        [0],
      ),
      '',
      result.saved === null ? 'Not saved: add --save FILE to keep it.' : `Saved as ${result.saved}`,
    ].join('\n');
  },
  csv: ({ merges }) => [
    ['rank', 'left', 'right', 'id', 'count'],
    ...merges.map(({ left, right, id, count }, i) => [i, left, right, id, count ?? '']),
  ],
  quiet: ({ bytesPerToken }) => String(bytesPerToken),
});
