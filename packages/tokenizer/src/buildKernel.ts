import { utf8, utf8Text } from './bytes.js';
import { checkWhole } from './checkWhole.js';
import { Kernel } from './kernel/kernel.js';
import type { PatternName } from './patterns.js';

/** A vocabulary in plain arrays, on its way into a kernel. */
export interface VocabularyTables {
  pattern: PatternName | undefined;
  /** Id → bytes; holes are undefined. */
  tokens: ArrayLike<Uint8Array | undefined>;
  /** Pairs of ids in the order of their ranks, and what they merge into: left, right, id, … */
  merges: ArrayLike<number>;
  /** Rank of each merge, for those that share one; without, its place. */
  ranks?: ArrayLike<number>;
  /** Special and added tokens: found by their text, never by merging. */
  added: AddedBytes[];
  wholeFirst?: boolean;
}

/** A token that is not found by merging: its text, or other bytes. */
interface AddedBytes {
  id: number;
  content: string;
  bytes?: Uint8Array;
}

/** The most ids there can be, so that a hostile file cannot ask for all memory. */
export const mostIds: number = 2 ** 22;

/** Puts a vocabulary with a list of merges into a kernel; `name` is who is blamed for bad input. */
export function buildKernel(name: string, tables: VocabularyTables): Kernel {
  const { tokens, merges, added } = tables;
  const kernel = new Kernel(tables.pattern);
  const { exports } = kernel;
  const idEnd = added.reduce((end, { id }) => Math.max(end, id + 1), tokens.length);
  checkId(name, idEnd - 1);
  kernel.reserveTokens(idEnd, tokens.length);
  for (let id = 0; id < tokens.length; id++) {
    const bytes = tokens[id];
    if (bytes) putToken(name, kernel, bytes, id, false);
  }
  addTokens(name, kernel, added);
  putMerges(kernel, merges, tables.ranks);
  exports.wholeFirst.value = tables.wholeFirst ? 1 : 0;
  return kernel;
}

/**
 * Tells a kernel which pairs merge: left, right, id, …, ranked by place or as `ranks` say; ids that have no
 * bytes yet get those of the pair.
 */
export function putMerges(
  kernel: Kernel,
  merges: ArrayLike<number>,
  ranks?: ArrayLike<number>,
): void {
  const count = merges.length / 3;
  const { exports } = kernel;
  if (ranks) {
    kernel.reservePairs(count, count === 0 ? 0 : (ranks[count - 1] as number) + 1);
    const mergedIds = exports.mergedIds.value / 4;
    for (let i = 0; i < count; i++) {
      kernel.words[mergedIds + (ranks[i] as number)] = merges[i * 3 + 2] as number;
      exports.setPair(merges[i * 3], merges[i * 3 + 1], ranks[i]);
    }
  } else {
    kernel.reservePairs(count, count);
    const list = kernel.alloc(count * 12 + 16);
    kernel.words.set(merges, list / 4);
    exports.readMerges(list, count);
  }
  kernel.exports.fillBigrams(kernel.alloc(16));
}

/** Makes added tokens known by their ids, where they are not ordinary tokens of the same bytes as well. */
export function addTokens(name: string, kernel: Kernel, added: AddedBytes[]): void {
  // Special tokens may share an id, as two of o200k_harmony do; the first one is what it decodes to.
  const put = new Set<number>();
  for (const { id, content, bytes = utf8.encode(content) } of added) {
    const isNew = !put.has(id) && String(kernel.token(id)) !== String(bytes);
    if (isNew) putToken(name, kernel, bytes, id, true);
    put.add(id);
  }
}

/** Whether an id is one that a vocabulary may have. */
export function checkId(name: string, id: number): void {
  checkWhole(`${name}: an id`, id, 0, mostIds - 1);
}

function putToken(
  name: string,
  kernel: Kernel,
  bytes: Uint8Array,
  id: number,
  special: boolean,
): void {
  checkId(name, id);
  if (bytes.length === 0)
    throw new Error(`${name}: a token must have bytes, got none for id ${id}.`);
  const at = kernel.alloc(bytes.length + 8);
  kernel.bytes.set(bytes, at);
  const taken = kernel.exports.setToken(at, bytes.length, id, special ? 1 : 0);
  if (taken === 1) throw new Error(`${name}: an id must belong to one token, got ${id} for two.`);
  if (taken === 2) {
    throw new Error(
      `${name}: a token must have one id, got ${JSON.stringify(utf8Text.decode(bytes))} for ${id} and another.`,
    );
  }
}
