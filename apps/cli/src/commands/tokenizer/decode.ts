import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { Failure } from '../../failure.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';
import { readText } from '../../readText.js';

export default defineCommand({
  description: 'Turns token ids, parted by spaces or lines, back into text, byte for byte.',
  examples: [
    ['gibbs tokenizer decode ids.txt --model book.json', 'a file'],
    ['echo 42 300 | gibbs tokenizer decode --model book.json', 'a pipe'],
  ],
  configure: (command) => {
    command.argument('[file]', 'ids; - is standard input', '-').addOption(modelOption());
  },
  schema: v.object({ ids: v.number(), text: v.string() }),
  run: async ({ options, args: [file = '-'] }) => {
    const tokenizer = await loadTokenizer(options.model as string);
    const { text } = await readText('tokenizer decode', file, 2 ** 30 - 1);
    const ids = text.split(/\s+/).filter((word) => word !== '');
    const wrong = ids.find((word) => !/^\d+$/.test(word));
    if (wrong !== undefined)
      throw new Failure(
        'file',
        `tokenizer decode: cannot use ${file}: ids are whole numbers, got '${wrong}'`,
      );
    try {
      return { ids: ids.length, text: tokenizer.decode(ids.map(Number)) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Failure('file', `tokenizer decode: cannot use ${file}: ${error.message}`, error);
    }
  },
  // The text as it is, with no line feed of ours at its end.
  exact: true,
  human: ({ text }) => text,
  csv: ({ text }) => [['text'], [text]],
  quiet: ({ text }) => text,
});
