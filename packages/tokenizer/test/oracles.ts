/** The vocabularies and the other tokenizers that this one is held against. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { encodings, loadTiktoken, saveTokenizerJson, type Tokenizer } from '../src/index.js';

const require = createRequire(import.meta.url);
export const names = ['r50k_base', 'cl100k_base', 'o200k_base'] as const;
export type Name = (typeof names)[number];

export function ranks(name: string): Uint8Array {
  const folder = require.resolve('gpt-tokenizer').replace(/(.*\/gpt-tokenizer)\/.*/, '$1/data');
  return readFileSync(join(folder, `${name}.tiktoken`));
}

const loaded = new Map<string, Tokenizer>();
export function ours(name: Name): Tokenizer {
  const known = loaded.get(name) ?? loadTiktoken(ranks(name), encodings[name]);
  loaded.set(name, known);
  return known;
}

interface Wasm {
  encode_ordinary(text: string): Uint32Array;
}
/** tiktoken's own code as WebAssembly: right on ordinary text, traps on long runs. */
export function tiktoken(name: Name): Wasm {
  return require('tiktoken').get_encoding(name);
}

interface Native {
  encode(text: string, pair: null, options: object): Promise<{ getIds(): number[] }>;
  train(files: string[]): void;
  setPreTokenizer(preTokenizer: unknown): void;
  save(path: string): void;
}
/** Hugging Face's Rust library on a `tokenizer.json` that we wrote. */
export function huggingFace(tokenizer: Tokenizer): Native {
  return require('tokenizers').Tokenizer.fromString(saveTokenizerJson(tokenizer));
}
export function huggingFaceTrainer(): Native {
  const { BPE, byteLevelPreTokenizer, Tokenizer } = require('tokenizers');
  const made = new Tokenizer(BPE.empty());
  made.setPreTokenizer(byteLevelPreTokenizer(false, true));
  return made;
}
export const idsOf = async (native: Native, text: string): Promise<number[]> =>
  (await native.encode(text, null, { addSpecialTokens: false })).getIds();

/** Numbers below n, the same every time. */
export function chance(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const telling = [
  ..."'''sSstTdmlLLvVrReE ſK  \t\n\r\n\u0085\u00a0\u2028/!.,()a1２½AZzǅʰ中あ́ंé😀\u{1d7d8}",
];

/** A short text of characters that patterns tell apart, or of any of Unicode's. */
export function randomText(below: (n: number) => number): string {
  const wide = below(4) === 0;
  let text = '';
  for (let left = 1 + below(14); left > 0; left--) {
    const point = below(3) ? below(0x3000) : below(0x110000);
    text += wide ? String.fromCodePoint(point) : telling[below(telling.length)];
  }
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
