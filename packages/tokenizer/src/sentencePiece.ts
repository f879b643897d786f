/**
 * Vocabularies of SentencePiece's BPE with byte fallback, as Llama 2 uses them.
 *
 * Merging there starts from characters, and a character that is no token becomes its bytes. The kernel
 * starts from bytes: so the bytes of each known character are first put together by merges of the
 * lowest ranks, through helper ids that stand for its first bytes. What is still a helper at the end
 * was the beginning of an unknown character, and goes back to byte tokens.
 */

import { buildKernel } from './buildKernel.js';
import { utf8, utf8Text } from './bytes.js';
import { layout } from './kernel/layout.js';
import type { AddedToken } from './specialTokens.js';
import { type Spelling, wellFormed } from './spelling.js';
import { Tokenizer } from './tokenizer.js';

/** Tokens by their spelling with `▁` for a space, and the pairs that merge. */
export interface PieceVocabulary {
  vocab: Map<string, number>;
  /** left, right, id, … */
  merges: ArrayLike<number>;
  /** Rank of each merge; without, its place. */
  ranks?: ArrayLike<number>;
  added: AddedToken[];
  /** Whether a space is put before a text. */
  prefixed: boolean;
}

/** Makes a tokenizer of such a vocabulary; `name` is who is blamed for bad input. */
export function buildSentencePiece(name: string, vocabulary: PieceVocabulary): Tokenizer {
  const { vocab, merges, added, prefixed } = vocabulary;
  const addedIds = new Set(added.map(({ id }) => id));
  const tokens: (Uint8Array | undefined)[] = [];
  const byteTokens: number[] = [];
  let idEnd = added.reduce((end, { id }) => Math.max(end, id + 1), 0);
  for (const [spelling, id] of vocab) {
    idEnd = Math.max(idEnd, id + 1);
    const byte = /^<0x([\dA-F]{2})>$/.exec(spelling)?.[1];
    if (byte !== undefined) byteTokens[Number.parseInt(byte, 16)] = id;
    else if (!addedIds.has(id)) tokens[id] = utf8.encode(spelling);
  }
  for (let byte = 0; byte < 256; byte++) {
    if (byteTokens[byte] === undefined) {
      throw new Error(
        `${name}: byte fallback must have 256 byte tokens, got none for byte ${byte}.`,
      );
    }
  }
  const bytesAsAdded = byteTokens.map((id, byte) => ({
    id,
    content: '',
    bytes: Uint8Array.of(byte),
  }));
  const startOf = (byte: number): number =>
    (byte < 128 ? vocab.get(String.fromCharCode(byte)) : undefined) ?? (byteTokens[byte] as number);

  // Merges that put characters together: of the id so far and the next byte.
  const helpers = new Map<number, number[]>();
  const helperOf = new Map<string, number>();
  const assembly: number[] = [];
  for (const [spelling, id] of vocab) {
    const bytes = utf8.encode(spelling);
    if (addedIds.has(id) || bytes.length < 2 || [...spelling].length > 1) continue;
    let left = startOf(bytes[0] as number);
    for (let size = 2; size <= bytes.length; size++) {
      const first = Array.from(bytes.subarray(0, size), startOf);
      const key = first.join();
      const known = size === bytes.length ? id : helperOf.get(key);
      const joined = known ?? idEnd + helpers.size;
      if (known === undefined) {
        helperOf.set(key, joined);
        helpers.set(joined, first);
      }
      if (known === undefined || known === id)
        assembly.push(left, startOf(bytes[size - 1] as number), joined);
      left = joined;
    }
  }
  const characterRanks = assembly.length / 3;
  const kernel = buildKernel(name, {
    pattern: undefined,
    tokens,
    merges: [...assembly, ...Array.from(merges)],
    ranks: [
      ...Array.from({ length: characterRanks }, (_, rank) => rank),
      ...Array.from(
        { length: merges.length / 3 },
        (_, i) => characterRanks + (vocabulary.ranks?.[i] ?? i),
      ),
    ],
    added: [...added, ...bytesAsAdded],
  });
  const starts = Uint32Array.from({ length: 256 }, (_, byte) => startOf(byte));
  kernel.words.set(starts, layout.byteIds / 4);
  kernel.exports.fillBigrams(kernel.alloc(16));
  const spelling: Spelling = { ...spaceSpelling(prefixed), helpers, characterRanks };
  return new Tokenizer({ kernel, pattern: splitOf(vocab), added, spelling });
}

function spaceSpelling(prefixed: boolean): Pick<Spelling, 'write' | 'read'> {
  return {
    write: (text, continued = false) => {
      const spelt = wellFormed(text).replaceAll(' ', '▁');
      return prefixed && !continued && spelt !== '' ? `▁${spelt}` : spelt;
    },
    read: (text, continued = false) => {
      const read = text.replaceAll('▁', ' ');
      return prefixed && !continued && read.startsWith(' ') ? read.slice(1) : read;
    },
  };
}

/** Where no token has a space after anything else, no merge crosses such a place, and the text may be split there. */
function splitOf(vocab: Map<string, number>): RegExp | undefined {
  for (const spelling of vocab.keys()) if (/[^▁]▁/.test(spelling)) return undefined;
  return /▁*[^▁]+|▁+/gu;
}

/** What a piece of a model file is. */
const kinds = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 };

/**
 * Makes a tokenizer of a SentencePiece `tokenizer.model` of the BPE kind with byte fallback, identity
 * normalisation and all white space kept, which is how Llama 2's was made.
 */
export function loadSentencePiece(file: Uint8Array): Tokenizer {
  const who = 'loadSentencePiece';
  const vocab = new Map<string, number>();
  const added: AddedToken[] = [];
  const scores: [string, number, number][] = [];
  let prefixed = true;
  let keepsSpaces = false;
  let isBpe = false;
  let id = 0;
  for (const { field, bytes } of messages(file)) {
    if (field === 1) {
      let piece = '';
      let score = 0;
      let kind = kinds.normal;
      for (const part of messages(bytes)) {
        if (part.field === 1) piece = utf8Text.decode(part.bytes);
        if (part.field === 2)
          score = new DataView(part.bytes.buffer, part.bytes.byteOffset).getFloat32(0, true);
        if (part.field === 3) kind = part.value;
      }
      if (vocab.has(piece))
        throw new Error(`${who}: a piece must stand once, got ${JSON.stringify(piece)} twice.`);
      vocab.set(piece, id);
      if (kind === kinds.normal) scores.push([piece, score, id]);
      else if (kind !== kinds.byte)
        added.push({ content: piece, id, special: kind !== kinds.userDefined });
      id++;
    }
    for (const part of field === 2 || field === 3 ? messages(bytes) : []) {
      if (field === 2 && part.field === 3) isBpe = part.value === 2;
      if (field === 3 && part.field === 2 && part.bytes.length > 0) {
        throw new Error(
          `${who}: the normalisation must be identity, got a table of ${part.bytes.length} bytes.`,
        );
      }
      if (field === 3 && part.field === 3) prefixed = part.value === 1;
      if (field === 3 && part.field === 4) keepsSpaces = part.value === 0;
    }
  }
  if (!isBpe)
    throw new Error(`${who}: the model must be of type BPE, got another, or no such file.`);
  if (!keepsSpaces)
    throw new Error(`${who}: the model must keep extra white space, got one that removes it.`);
  scores.sort((a, b) => b[1] - a[1] || a[2] - b[2]);
  const merges: number[] = [];
  const ranks: number[] = [];
  scores.forEach(([piece, , joined], rank) => {
    const letters = [...piece];
    for (let cut = 1; cut < letters.length; cut++) {
      const left = vocab.get(letters.slice(0, cut).join(''));
      const right = vocab.get(letters.slice(cut).join(''));
      if (left === undefined || right === undefined) continue;
      merges.push(left, right, joined);
      ranks.push(rank);
    }
  });
  return buildSentencePiece(who, { vocab, merges, ranks, added, prefixed });
}

/** The fields of a protocol buffer message: numbers in `value`, everything else in `bytes`. */
function* messages(
  data: Uint8Array,
): Generator<{ field: number; value: number; bytes: Uint8Array }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < data.length; scale *= 128) {
      const byte = data[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error('loadSentencePiece: the file must be whole, got its end inside a number.');
  };
  while (at < data.length) {
    const tag = varint();
    const kind = tag % 8;
    const value = kind === 0 ? varint() : 0;
    const size = kind === 2 ? varint() : kind === 5 ? 4 : kind === 1 ? 8 : 0;
    if (kind === 3 || kind === 4 || kind > 5 || at + size > data.length) {
      throw new Error(
        `loadSentencePiece: the file must be a whole model, got a broken field at byte ${at}.`,
      );
    }
    yield { field: Math.floor(tag / 8), value, bytes: data.subarray(at, at + size) };
    at += size;
  }
}
