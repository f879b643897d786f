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

/** The bytes of a module. */
export function moduleBytes(purpose: 'encode' | 'train'): Uint8Array<ArrayBuffer> {
  return compile(common + (purpose === 'encode' ? encodeSource + readRanksSource : trainSource));
}
