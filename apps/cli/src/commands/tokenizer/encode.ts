import type { Tokenizer } from '@gibbs/tokenizer';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';
import { readBytes, readText } from '../../readText.js';

/** Ids to a line. */
const across = 16;
/** Ids below this have seven digits at most: with a space they fill a double. */
const mostSpelled = 10_000_000;

export default defineCommand({
  description:
    'Turns text into token ids, parted by spaces; gibbs tokenizer decode turns them back. Text of any length ' +
    'flows through. Special tokens in it are plain text unless --allow-special.',
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
  stream: async ({ options, args: [file = '-'] }, session, write) => {
    if (options.allowSpecial === true) return false;
    const tokenizer = await loadTokenizer(options.model as string);
    if (tokenizer.vocabSize > mostSpelled) return false;
    const encoder = tokenizer.encoder();
    const printer = idPrinter(tokenizer);
    for await (const bytes of readBytes('tokenizer encode', file)) {
      await write(printer(encoder.push(bytes), false));
      await session.breathe();
    }
    await write(printer(encoder.flush(), true));
    return true;
  },
  run: async ({ options, args: [file = '-'] }) => {
    const tokenizer = await loadTokenizer(options.model as string);
    const { text, bytes } = await readText('tokenizer encode', file, 2 ** 30 - 1);
    const special = options.allowSpecial === true;
    const ids = [
      ...tokenizer.encode(text, special ? { allowedSpecial: 'all' } : { disallowedSpecial: [] }),
    ];
    return { file, bytes, ids, tokens: ids.map((id) => tokenizer.decode([id])) };
  },
  human: ({ ids }) => lines(ids),
  csv: ({ ids, tokens }) => [['id', 'token'], ...ids.map((id, i) => [id, tokens[i] as string])],
  quiet: ({ ids }) => lines(ids),
});

function lines(ids: readonly number[]): string {
  const rows: string[] = [];
  for (let at = 0; at < ids.length; at += across) rows.push(ids.slice(at, at + across).join(' '));
  return rows.join('\n');
}

/**
 * Writes ids as `lines` does, from one call to the next. What it returns is true until the next call.
 *
 * Each id is spelled once, with the space after it, as the eight bytes of a double (digits never spell a NaN), and is
 * written by one store whatever its length: what is too much is written over by what follows.
 */
function idPrinter({ vocabSize }: Tokenizer): (ids: Uint32Array, isLast: boolean) => Uint8Array {
  const spelled = new Uint8Array(8 * vocabSize);
  const lengths = new Uint8Array(vocabSize);
  for (let id = 0; id < vocabSize; id++) {
    const text = `${id} `;
    lengths[id] = text.length;
    spelled.set(Buffer.from(text), 8 * id);
  }
  const doubles = new Float64Array(spelled.buffer);
  const view = new DataView(spelled.buffer);
  for (let id = 0; id < vocabSize; id++) doubles[id] = view.getFloat64(8 * id, true);
  const lineFeed = 10;
  let out = new Uint8Array(0);
  let bytes = new DataView(out.buffer);
  let column = 0;
  let separator = 0;
  return (ids, isLast) => {
    const room = (ids.length + 2) * 8;
    if (out.length < room) {
      out = new Uint8Array(room);
      bytes = new DataView(out.buffer);
    }
    let at = 0;
    if (separator !== 0 && ids.length > 0) out[at++] = separator;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      bytes.setFloat64(at, doubles[id] as number, true);
      at += lengths[id] as number;
      if (++column === across) {
        out[at - 1] = lineFeed;
        column = 0;
      }
    }
    // The last separator waits for what follows it: a text ends with a line feed, never with a space.
    if (ids.length > 0) separator = out[--at] as number;
    if (isLast && separator !== 0) out[at++] = lineFeed;
    return out.subarray(0, at);
  };
}
