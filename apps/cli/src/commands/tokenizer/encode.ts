import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';
import { readText } from '../../readText.js';

export default defineCommand({
  description:
    'Turns text into token ids, parted by spaces; gibbs tokenizer decode turns them back. Special tokens ' +
    'in the text are plain text unless --allow-special.',
  examples: [
    ['gibbs tokenizer encode book.txt --model book.json > ids.txt', 'a file'],
    ['echo Keyvan | gibbs tokenizer encode --model book.json', 'a pipe'],
    ['gibbs tokenizer encode book.txt --model book.json --format csv', 'each id with its bytes'],
  ],
  configure: (command) => {
    command
      .argument('[file]', 'UTF-8 text; - is standard input', '-')
      .addOption(modelOption())
      .option('--allow-special', 'special tokens in the text become their ids');
  },
  schema: v.object({
    file: v.string(),
    bytes: v.number(),
    ids: v.array(v.number()),
    tokens: v.array(v.string()),
  }),
  run: async ({ options, args: [file = '-'] }) => {
    const tokenizer = await loadTokenizer(options.model as string);
    const { text, bytes } = await readText('tokenizer encode', file, 2 ** 30 - 1);
    const special =
      options.allowSpecial === true
        ? { allowedSpecial: 'all' as const }
        : { disallowedSpecial: [] };
    const ids = [...tokenizer.encode(text, special)];
    return { file, bytes, ids, tokens: ids.map((id) => tokenizer.decode([id])) };
  },
  human: ({ ids }) => lines(ids),
  csv: ({ ids, tokens }) => [['id', 'token'], ...ids.map((id, i) => [id, tokens[i] as string])],
  quiet: ({ ids }) => lines(ids),
});

/** Sixteen ids to a line. */
function lines(ids: readonly number[]): string {
  const rows: string[] = [];
  for (let at = 0; at < ids.length; at += 16) rows.push(ids.slice(at, at + 16).join(' '));
  return rows.join('\n');
}
