import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { Failure } from '../../failure.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';
import { readBytes, readText } from '../../readText.js';

export default defineCommand({
  description: 'Turns token ids, parted by spaces or lines, back into text, byte for byte.',
  examples: [
    ['gibbs tokenizer decode ids.txt --model book.json', 'a file'],
    ['echo 42 260 | gibbs tokenizer decode --model book.json', 'a pipe'],
  ],
  configure: (command) => {
    command.argument('[file]', 'ids; - is standard input', '-').addOption(modelOption());
  },
  schema: v.object({ ids: v.number(), text: v.string() }),
  stream: async ({ options, args: [file = '-'] }, session, write) => {
    const tokenizer = await loadTokenizer(options.model as string);
    const decoder = tokenizer.decoder();
    const reader = idReader(file);
    const text = (ids: number[]): string => {
      try {
        return decoder.push(ids);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new Failure('file', `tokenizer decode: cannot use ${file}: ${error.message}`, error);
      }
    };
    for await (const bytes of readBytes('tokenizer decode', file)) {
      await write(Buffer.from(text(reader.push(bytes))));
      await session.breathe();
    }
    await write(Buffer.from(text(reader.flush()) + decoder.flush()));
    return true;
  },
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

/** Reads ids as they come, in parts cut anywhere. Throws a Failure (exit 3) at a word that is no id. */
function idReader(file: string): { push: (bytes: Uint8Array) => number[]; flush: () => number[] } {
  const [zero, nine, space] = [48, 57, 32];
  let value = 0;
  let digits = 0;
  const wrong = (bytes: Uint8Array, at: number): Failure => {
    const rest = Buffer.from(bytes.subarray(at, at + 40)).toString('utf8');
    const word = (digits > 0 ? String(value) : '') + (rest.split(/\s/)[0] as string);
    return new Failure(
      'file',
      `tokenizer decode: cannot use ${file}: ids are whole numbers, got '${word}'`,
    );
  };
  return {
    push: (bytes) => {
      const ids: number[] = [];
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i] as number;
        if (byte >= zero && byte <= nine && digits < 10) {
          value = value * 10 + byte - zero;
          digits++;
        } else if (byte === space || (byte >= 9 && byte <= 13)) {
          if (digits > 0) ids.push(value);
          value = 0;
          digits = 0;
        } else throw wrong(bytes, i);
      }
      return ids;
    },
    flush: () => (digits > 0 ? [value] : []),
  };
}
