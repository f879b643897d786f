import type { Tokenizer } from '@gibbs/tokenizer';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';
import { readBytes, readText } from '../../readText.js';

/** Ids to a line. */
const across = 16;

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
 * The digits of each id are worked out once, four to a word, and are written without asking how many they are: what
 * is too much is written over by what follows.
 */
function idPrinter(tokenizer: Tokenizer): (ids: Uint32Array, isLast: boolean) => Uint8Array {
  const { vocabSize } = tokenizer;
  const first = new Uint32Array(vocabSize);
  const second = new Uint32Array(vocabSize);
  const lengths = new Uint8Array(vocabSize);
  const packed = (text: string): number =>
    [...text].reduce((word, digit, i) => word | (digit.charCodeAt(0) << (8 * i)), 0);
  for (let id = 0; id < vocabSize; id++) {
    const text = String(id);
    lengths[id] = text.length;
    first[id] = packed(text.slice(0, 4));
    second[id] = packed(text.slice(4, 8));
  }
  const isShort = vocabSize <= 10_000;
  const [space, lineFeed] = [32, 10];
  const longest = 9;
  let out = new Uint8Array(0);
  let words = new DataView(out.buffer);
  let column = 0;
  let separator = 0;
  return (ids, isLast) => {
    const room = (ids.length + 2) * longest;
    if (out.length < room) {
      out = new Uint8Array(room);
      words = new DataView(out.buffer);
    }
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      if (separator !== 0) out[at++] = separator;
      const id = ids[i] as number;
      words.setUint32(at, first[id] as number, true);
      if (!isShort) words.setUint32(at + 4, second[id] as number, true);
      at += lengths[id] as number;
      column = (column + 1) % across;
      separator = column === 0 ? lineFeed : space;
    }
    if (isLast && separator !== 0) out[at++] = lineFeed;
    return out.subarray(0, at);
  };
}
