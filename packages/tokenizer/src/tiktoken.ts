/** OpenAI's `.tiktoken` files: a line for each token, base64 of its bytes and its rank. */

import { addTokens, checkId } from './buildKernel.js';
import { utf8 } from './bytes.js';
import { Kernel } from './kernel/kernel.js';
import { layout, none } from './kernel/layout.js';
import { nameOf, type PatternName } from './patterns.js';
import { type ByteSource, checkDigest, type ReadOptions, readSource } from './readSource.js';
import { Tokenizer } from './tokenizer.js';

export interface TiktokenOptions {
  pattern: PatternName | RegExp;
  /** Special token → id. Default: none. */
  specialTokens?: Record<string, number>;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';

/**
 * Makes a tokenizer of a `.tiktoken` file. The rank of a token is its id and its priority; ranks may
 * have holes. A line that is malformed, or repeats a rank or a token, is an error that names the line.
 */
export function loadTiktoken(file: Uint8Array | string, options: TiktokenOptions): Tokenizer {
  const { pattern, specialTokens = {} } = options;
  const bytes = typeof file === 'string' ? utf8.encode(file) : file;
  const kernel = new Kernel(nameOf('loadTiktoken', pattern));
  const { exports } = kernel;
  const base64 = kernel.bytes.fill(255, layout.base64, layout.base64 + 256).subarray(layout.base64);
  for (let i = 0; i < digits.length; i++) base64[digits.charCodeAt(i)] = i;
  // No line is shorter than seven bytes.
  const records = kernel.alloc((bytes.length / 7 + 1) * 12);
  exports.recordsEnd.value = records;
  exports.bytesEnd.value = kernel.alloc(bytes.length + 16);
  const from = kernel.alloc(bytes.length + 32);
  let fault = 0;
  // In parts of whole lines that stay in the processor's cache, each in the place of the last.
  for (let at = 0; at < bytes.length && !fault; ) {
    const part = bytes.subarray(at, bytes.indexOf(10, at + 32768) + 1 || bytes.length);
    at += part.length;
    kernel.bytes.set(part, from);
    kernel.bytes[from + part.length] = 255;
    fault = exports.parseRanks(from, from + part.length);
  }
  const lines: number = exports.line.value;
  if (fault || lines === 0) {
    throw new SyntaxError(
      `loadTiktoken: a line must be base64, a space and a rank, got line ${lines} without.`,
    );
  }
  const added = Object.entries(specialTokens).map(([content, id]) => ({
    content,
    id,
    special: true,
  }));
  const idEnd = added.reduce((end, { id }) => Math.max(end, id + 1), exports.rankEnd.value);
  checkId('loadTiktoken', idEnd - 1);
  kernel.reserveTokens(idEnd, lines);
  kernel.words.fill(none, layout.bigrams / 4, layout.bigrams / 4 + 65536);
  const twice = exports.putRanks(records);
  if (twice) {
    throw new Error(
      `loadTiktoken: a ${twice === 1 ? 'rank' : 'token'} must stand once, got line ${exports.line.value} with one that was there before.`,
    );
  }
  addTokens('loadTiktoken', kernel, added);
  exports.byRank.value = 1;
  exports.wholeFirst.value = 1;
  return new Tokenizer({ kernel, pattern, added });
}

/** Writes the ordinary tokens of a byte-level tokenizer as a `.tiktoken` file. */
export function saveTiktoken(tokenizer: Tokenizer): string {
  const special = new Set(tokenizer.parts.added.map(({ id }) => id));
  const { kernel } = tokenizer.parts;
  let lines = '';
  for (let id = 0; id < tokenizer.vocabSize; id++) {
    const bytes = special.has(id) ? undefined : kernel.token(id);
    if (bytes) lines += `${btoa(String.fromCharCode(...bytes))} ${id}\n`;
  }
  return lines;
}

/** What a published vocabulary is besides its file. */
export interface Encoding {
  pattern: PatternName;
  specialTokens: Record<string, number>;
  /** Of the file. */
  sha256: string;
}

const endOfText = '<|endoftext|>';
const o200k = '446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d';
const harmony = 'return constrain  channel start end message    call'.split(' ');

/** OpenAI's public vocabularies: their patterns, special tokens, and the digests of their files. */
export const encodings: Record<
  'r50k_base' | 'p50k_base' | 'p50k_edit' | 'cl100k_base' | 'o200k_base' | 'o200k_harmony',
  Encoding
> = {
  r50k_base: {
    pattern: 'gpt2',
    specialTokens: { [endOfText]: 50256 },
    sha256: '306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930',
  },
  p50k_base: {
    pattern: 'gpt2',
    specialTokens: { [endOfText]: 50256 },
    sha256: '94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069',
  },
  p50k_edit: {
    pattern: 'gpt2',
    specialTokens: { [endOfText]: 50256, ...fillInTheMiddle(50281) },
    sha256: '94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069',
  },
  cl100k_base: {
    pattern: 'cl100k',
    specialTokens: { [endOfText]: 100257, ...fillInTheMiddle(100258), '<|endofprompt|>': 100276 },
    sha256: '223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7',
  },
  o200k_base: {
    pattern: 'o200k',
    specialTokens: { [endOfText]: 199999, '<|endofprompt|>': 200018 },
    sha256: o200k,
  },
  o200k_harmony: {
    pattern: 'o200k',
    // Made when they are asked for, since that takes longer than the rest of this file.
    get specialTokens() {
      // Ids 200000 to 201087, most of them held in reserve.
      const reserved = Array.from({ length: 1088 }, (_, i) => [
        `<|${harmony[i - 2] || `reserved_${200000 + i}`}|>`,
        200000 + i,
      ]);
      return {
        '<|startoftext|>': 199998,
        [endOfText]: 199999,
        '<|endofprompt|>': 200018,
        ...Object.fromEntries(reserved),
      };
    },
    sha256: o200k,
  },
};

function fillInTheMiddle(id: number): Record<string, number> {
  return { '<|fim_prefix|>': id, '<|fim_middle|>': id + 1, '<|fim_suffix|>': id + 2 };
}

/** Loads one of OpenAI's vocabularies from its file, which must be the very one that was published. */
export async function loadEncoding(
  name: keyof typeof encodings,
  source: ByteSource,
  options: ReadOptions = {},
): Promise<Tokenizer> {
  const encoding = encodings[name];
  if (!encoding) {
    throw new Error(
      `loadEncoding: the name must be one of ${Object.keys(encodings).join(', ')}, got ${name}.`,
    );
  }
  const file = await readSource(source, options);
  // The digest is taken beside the loading, and a file that is another is first of all that.
  const checked = checkDigest(file, encoding.sha256);
  try {
    return loadTiktoken(file, encoding);
  } finally {
    await checked;
  }
}
