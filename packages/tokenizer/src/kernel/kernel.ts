/** The compiled kernel of one tokenizer: its memory, its tables, and the way in and out. */
import type { PatternName } from '../patterns.js';
import { layout, none } from './layout.js';
import { moduleBytes } from './modules.js';
import { asciiClasses, classifyPage, classTables, transitionTable } from './tables.js';

/** What a kernel shows: functions of numbers, and globals to read and set. */
// biome-ignore lint/suspicious/noExplicitAny: the few files here know which name is which
export type KernelExports = Record<string, any>;

const modules = new Map<string, WebAssembly.Module>();

/** One module for all kernels of a kind: compiled when the first is made. */
export function moduleFor(purpose: 'encode' | 'train'): WebAssembly.Module {
  const known = modules.get(purpose);
  if (known) return known;
  const made = new WebAssembly.Module(moduleBytes(purpose));
  modules.set(purpose, made);
  return made;
}

/** The memory of a vocabulary or a trainer, its exports, and views on it that survive its growth. */
export class Kernel {
  readonly exports: KernelExports;
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array<ArrayBuffer>;
  #words: Uint32Array<ArrayBuffer>;

  constructor(pattern: PatternName | undefined, purpose: 'encode' | 'train' = 'encode') {
    this.#memory = new WebAssembly.Memory({ initial: layout.heap / 65536 + 1, maximum: 65536 });
    this.#bytes = new Uint8Array(this.#memory.buffer as ArrayBuffer);
    this.#words = new Uint32Array(this.#memory.buffer as ArrayBuffer);
    const classify = (page: number) => {
      const from = layout.pointClasses + page * 256;
      classifyPage(page, this.bytes.subarray(from, from + 256), classTables);
    };
    const js = { memory: this.#memory, classify };
    this.exports = new WebAssembly.Instance(moduleFor(purpose), { js }).exports as KernelExports;
    this.bytes.set(asciiClasses, layout.byteClasses);
    if (pattern) this.bytes.set(transitionTable(pattern), layout.automaton);
    if (pattern !== 'gpt2') this.bytes.fill(255, layout.lined, layout.lined + 8);
    if (pattern === 'o200k') this.bytes.fill(255, layout.cased, layout.cased + 8);
    this.words.fill(none, layout.byteIds / 4, layout.byteIds / 4 + 256);
    for (let size = 0; size < 16; size++) {
      this.bytes.fill(255, layout.masks + 16 * size, layout.masks + 17 * size);
    }
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer as ArrayBuffer);
    return this.#bytes;
  }

  get words(): Uint32Array<ArrayBuffer> {
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#memory.buffer as ArrayBuffer);
    return this.#words;
  }

  /** Takes a block; it is never given back. */
  alloc(size: number): number {
    const at = size < 2 ** 32 - 2 ** 20 ? this.exports.alloc(size) >>> 0 : 0;
    if (at === 0) {
      throw new RangeError(`tokenizer: a kernel has at most 4 GB, got ${size} bytes more to hold.`);
    }
    return at;
  }

  /** Makes room for `idEnd` ids and `count` tokens to be found by their bytes. */
  reserveTokens(idEnd: number, count: number): void {
    const bits = Math.max(8, Math.ceil(Math.log2(count * 1.25)));
    this.exports.spans.value = this.alloc(idEnd * 8 + 8);
    this.exports.table.value = this.alloc(16 * 2 ** bits);
    this.exports.tags.value = this.alloc(2 ** bits + 16);
    this.exports.tableMask.value = 2 ** bits - 1;
    this.exports.tableShift.value = BigInt(64 - bits);
  }

  /** Makes room for `count` pairs of tokens that merge, with ranks below `rankEnd`. */
  reservePairs(count: number, rankEnd: number): void {
    const bits = Math.max(8, Math.ceil(Math.log2(count * 2 + 1)));
    this.exports.pairs.value = this.alloc(16 * 2 ** bits);
    this.exports.pairMask.value = 2 ** bits - 1;
    this.exports.pairShift.value = BigInt(64 - bits);
    this.exports.mergedIds.value = this.alloc(rankEnd * 4 + 4);
  }

  get idEnd(): number {
    return this.exports.idEnd.value >>> 0;
  }

  /** The bytes of a token where they lie in the memory; undefined where the id has none. */
  token(id: number): Uint8Array<ArrayBuffer> | undefined {
    const size = this.#sizeOf(id);
    if (!size) return undefined;
    const start = this.words[this.exports.spans.value / 4 + id * 2] as number;
    return this.bytes.subarray(start, start + size);
  }

  /** How many bytes a token has; nothing where the id has none. */
  #sizeOf(id: number): number | false | undefined {
    const isId = id >= 0 && id < this.idEnd && Number.isInteger(id);
    return isId && this.words[this.exports.spans.value / 4 + id * 2 + 1];
  }

  /** The id that pair merges into with which rank; undefined where the two stay two. */
  merge(left: number, right: number, scratch: number): { rank: number; id: number } | undefined {
    const byRank = this.exports.byRank.value;
    // By rank the bytes of both are read.
    if (byRank && !(this.#sizeOf(left) && this.#sizeOf(right))) return undefined;
    const rank = this.exports.rankOfPair(left, right, scratch) >>> 0;
    if (rank === none) return undefined;
    const ids = this.exports.mergedIds.value / 4;
    return { rank, id: byRank ? rank : (this.words[ids + rank] as number) };
  }

  /** Of a trainer: the records of the pieces it met, in order, where they lie in the memory. */
  *pieceRecords(): Generator<Uint8Array<ArrayBuffer>> {
    let block: number = this.exports.firstBlock.value >>> 0;
    while (block !== 0) {
      yield this.bytes.subarray(block + 8, this.words[block / 4 + 1]);
      block = this.words[block / 4] as number;
    }
  }
}
