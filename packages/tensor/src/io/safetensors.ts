/**
 * The safetensors file: eight bytes with the length of a header, the header as JSON (for each name a kind, a shape
 * and where its bytes lie), and the bytes of all arrays one after the other, without holes.
 *
 * Format: https://github.com/huggingface/safetensors. Everything the header says is checked against the file's
 * length before memory is taken, so that a hostile file costs nothing but its own bytes.
 */
import {
  type ArrayData,
  countOf,
  decodeNumbers,
  encodeNumbers,
  type FileKind,
  KINDS,
} from './numberArray.js';

/** The format's own limit on its header: 100 MB. */
const MAX_HEADER = 100_000_000;

/** What a file says of one array, checked, with its bytes still where they lie. */
export interface SafetensorsEntry {
  name: string;
  /** Kind of number in the file, as the format names it: `F32`, `BF16`, … */
  kind: string;
  shape: number[];
  /** First byte and the byte after the last, from the start of the file. */
  begin: number;
  end: number;
}

export interface SafetensorsHeader {
  entries: SafetensorsEntry[];
  metadata: Record<string, string>;
}

/**
 * Reads and checks the header alone. `fileBytes` is the length of the whole file when `bytes` holds only its
 * beginning. Throws a `RangeError` that says what is wrong.
 */
export function decodeSafetensorsHeader(
  bytes: Uint8Array,
  fileBytes: number = bytes.length,
): SafetensorsHeader {
  const length = headerLength(bytes, fileBytes);
  const start = 8 + length;
  const json = parseHeader(bytes.subarray(8, start));
  const metadata = new Map<string, string>();
  const entries: SafetensorsEntry[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata__') readMetadata(value, metadata);
    else entries.push(readEntry(name, value, start, fileBytes));
  }
  checkLayout(entries, start, fileBytes);
  return { entries, metadata: Object.fromEntries(metadata) };
}

/** Reads all arrays of a safetensors file, by name, with the file's own words about itself. */
export function decodeSafetensors(bytes: Uint8Array): {
  arrays: Map<string, ArrayData>;
  metadata: Record<string, string>;
} {
  const { entries, metadata } = decodeSafetensorsHeader(bytes);
  const arrays = new Map<string, ArrayData>();
  for (const entry of entries)
    arrays.set(entry.name, decodeEntry(entry, bytes.subarray(entry.begin, entry.end)));
  return { arrays, metadata };
}

/** One array of a file, from the bytes between its `begin` and `end`. */
export function decodeEntry(entry: SafetensorsEntry, bytes: Uint8Array): ArrayData {
  const kind = KINDS[entry.kind] as FileKind;
  const count = countOf(entry.shape) as number;
  if (bytes.length !== count * kind.bytes)
    fail(`"${entry.name}" takes ${count * kind.bytes} bytes, got ${bytes.length}`);
  const data = decodeNumbers(bytes, kind, count, true, `decodeSafetensors: "${entry.name}"`);
  return { dtype: kind.dtype, shape: entry.shape, data };
}

/** The bytes of a safetensors file with these arrays, in this order, each beginning at a multiple of eight. */
export function encodeSafetensors(
  arrays: Iterable<readonly [string, ArrayData]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  // Wide numbers first: then every array begins at a multiple of its own width, and no padding is needed.
  const list = [...arrays].sort(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  );
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const [name, { dtype, shape, data }] of list) {
    if (name === '__metadata__' || Object.hasOwn(header, name))
      throw new RangeError(
        `encodeSafetensors: names must differ from each other and from __metadata__, got "${name}" twice.`,
      );
    header[name] = {
      dtype: `${dtype[0]?.toUpperCase()}${8 * data.BYTES_PER_ELEMENT}`,
      shape,
      data_offsets: [offset, offset + data.byteLength],
    };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.length, 8 + padded);
  let at = 8 + padded;
  for (const [, { data }] of list) {
    bytes.set(encodeNumbers(data), at);
    at += data.byteLength;
  }
  return bytes;
}

function headerLength(bytes: Uint8Array, fileBytes: number): number {
  if (bytes.length < 8) fail(`a file has at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER)) fail(`a header has at most ${MAX_HEADER} bytes, got ${length}`);
  if (8 + Number(length) > Math.min(bytes.length, fileBytes))
    fail(
      `the header takes ${length} bytes, and the file has ${bytes.length - 8} after its length. Is it cut short?`,
    );
  return Number(length);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let text = '';
  let json: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    json = JSON.parse(text);
  } catch {
    fail(text ? 'the header is not JSON' : 'the header is not UTF-8');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    fail('the header is not an object');
  // JSON.parse keeps the last of equal names and says nothing, so colons of the outermost object are counted
  let [depth, names] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"|[{}[\]:]/g)) {
    if (token === ':' && depth === 1) names++;
    depth += token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
    if (depth > 3) fail('the header is nested too deeply');
  }
  if (names !== Object.keys(json as object).length) fail('a name stands in the header twice');
  return json as Record<string, unknown>;
}

function readMetadata(value: unknown, into: Map<string, string>): void {
  const words = typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
  if (words === undefined || words.some(([, text]) => typeof text !== 'string'))
    fail('__metadata__ must map words to words');
  for (const [key, text] of words as [string, string][]) into.set(key, text);
}

function readEntry(
  name: string,
  value: unknown,
  start: number,
  fileBytes: number,
): SafetensorsEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(KINDS, dtype))
    fail(
      `"${name}" has numbers of kind ${JSON.stringify(dtype)}; known are ${Object.keys(KINDS).join(', ')}`,
    );
  if (!Array.isArray(shape) || countOf(shape) === undefined)
    fail(`"${name}" has shape ${JSON.stringify(shape)}, which is not a list of sizes`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || countOf(offsets) === undefined)
    fail(`"${name}" has offsets ${JSON.stringify(offsets)}, which are not a beginning and an end`);
  const [begin, end] = (offsets as [number, number]).map((offset) => offset + start) as [
    number,
    number,
  ];
  const need = (countOf(shape as number[]) as number) * (KINDS[dtype as string] as FileKind).bytes;
  if (end - begin !== need)
    fail(`"${name}" of shape [${shape}] takes ${need} bytes, got ${end - begin}`);
  if (end > fileBytes)
    fail(`"${name}" ends at byte ${end}, and the file has ${fileBytes}. Is it cut short?`);
  return { name, kind: dtype as string, shape: shape as number[], begin, end };
}

/** The arrays must cover everything after the header, each byte once. */
function checkLayout(entries: SafetensorsEntry[], start: number, fileBytes: number): void {
  let at = start;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== at)
      fail(
        `"${entry.name}" begins at byte ${entry.begin}, and what comes before it ends at ${at}: arrays may not overlap or leave holes`,
      );
    at = entry.end;
  }
  if (at !== fileBytes) fail(`the arrays end at byte ${at}, and the file has ${fileBytes}`);
}

function fail(what: string): never {
  throw new RangeError(`decodeSafetensors: ${what}${what.endsWith('?') ? '' : '.'}`);
}
