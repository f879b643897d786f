/**
 * The two WebAssembly modules of this package: one that encodes, one that trains. The build puts their
 * bytes here in the place of the programs, so that nothing is compiled from text when a page loads.
 */
import { compile } from './compile.js';
import { encodeSource, readRanksSource, vocabularySource } from './encode.js';
import { hashSource } from './hash.js';
import { scanSource } from './scan.js';
import { trainSource } from './train.js';

const common = hashSource + scanSource + vocabularySource;

/** The bytes of a module; `rewrite` may give its names others. */
export function moduleBytes(
  purpose: 'encode' | 'train',
  rewrite: (source: string) => string = (source) => source,
): Uint8Array<ArrayBuffer> {
  const own = purpose === 'encode' ? encodeSource + readRanksSource : trainSource;
  return compile(rewrite(common + own));
}
