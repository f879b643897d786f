import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { grouped } from '../../draw/numbers.js';
import { rows } from '../../draw/page.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';
import { readBytes } from '../../readText.js';

export default defineCommand({
  description: 'Counts the tokens of text files, as wc counts their words.',
  examples: [
    ['gibbs tokenizer count *.md --model book.json', 'each file and all'],
    ['cat book.txt | gibbs tokenizer count --model book.json -q', 'one number from a pipe'],
  ],
  configure: (command) => {
    command.argument('[file...]', 'UTF-8 text; - is standard input').addOption(modelOption());
  },
  schema: v.object({
    files: v.array(v.object({ file: v.string(), bytes: v.number(), tokens: v.number() })),
    bytes: v.number(),
    tokens: v.number(),
  }),
  run: async ({ options, args }, session) => {
    const tokenizer = await loadTokenizer(options.model as string);
    const files: { file: string; bytes: number; tokens: number }[] = [];
    for (const file of args.length > 0 ? args : ['-']) {
      const encoder = tokenizer.encoder();
      let [bytes, tokens] = [0, 0];
      for await (const part of readBytes('tokenizer count', file)) {
        bytes += part.length;
        tokens += encoder.push(part).length;
        await session.breathe();
      }
      files.push({ file, bytes, tokens: tokens + encoder.flush().length });
    }
    const sum = (key: 'bytes' | 'tokens'): number =>
      files.reduce((total, one) => total + one[key], 0);
    return { files, bytes: sum('bytes'), tokens: sum('tokens') };
  },
  human: ({ files, bytes, tokens }) =>
    rows(
      [
        ['tokens', 'bytes', 'bytes/token', 'file'],
        ...files.map((one) => line(one.tokens, one.bytes, one.file)),
        ...(files.length > 1 ? [line(tokens, bytes, 'all')] : []),
      ],
      [0, 1, 2],
    ).join('\n'),
  csv: ({ files }) => [
    ['file', 'bytes', 'tokens'],
    ...files.map(({ file, bytes, tokens }) => [file, bytes, tokens]),
  ],
  quiet: ({ tokens }) => String(tokens),
});

function line(tokens: number, bytes: number, file: string): string[] {
  return [grouped(tokens), grouped(bytes), tokens === 0 ? '' : (bytes / tokens).toFixed(2), file];
}
