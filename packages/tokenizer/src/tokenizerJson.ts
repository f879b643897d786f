/** Hugging Face's `tokenizer.json`, both ways. */
import { buildKernel, checkId } from './buildKernel.js';
import { readSpelling, spellBytes } from './bytes.js';
import {
  type PatternName,
  patternNames,
  patternRegExp,
  publishedPatterns,
  translatePattern,
} from './patterns.js';
import { buildSentencePiece } from './sentencePiece.js';
import type { AddedToken } from './specialTokens.js';
import { Tokenizer } from './tokenizer.js';

const who = 'loadTokenizerJson';

/**
 * Writes a byte-level tokenizer as `tokenizer.json`; the training counts go into `model.counts`. A split
 * pattern of your own is written as it stands, without its flags: `\s`, `\w` and `\d` mean more characters
 * to Hugging Face's library, and `\s` others to `loadTokenizerJson`, than to JavaScript.
 */
export function saveTokenizerJson(tokenizer: Tokenizer): string {
  const { kernel, added, counts, spelling } = tokenizer.parts;
  const { pattern } = tokenizer;
  if (spelling)
    throw new Error(
      "saveTokenizerJson: the vocabulary must be byte-level, got one of SentencePiece's kind.",
    );
  const addedIds = new Set(added.map(({ id }) => id));
  const vocab: Record<string, number> = Object.create(null);
  const word = (id: number) => spellBytes(tokenizer.tokenBytes(id));
  const merges = tokenizer.merges().map(({ left, right, id }) => {
    // An added token may be an ordinary one too.
    for (const part of [left, right, id]) addedIds.delete(part);
    return [word(left), word(right)];
  });
  for (let id = 0; id < tokenizer.vocabSize; id++) {
    if (!addedIds.has(id) && kernel.token(id)) vocab[word(id)] = id;
  }
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
  const regex = typeof pattern === 'string' ? publishedPatterns[pattern] : pattern?.source;
  const split = { type: 'Split', pattern: { Regex: regex }, behavior: 'Isolated', invert: false };
  const bytes = { ...byteLevel, use_regex: pattern === 'gpt2' };
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added
      .map(({ content, id, special, ...rest }) => {
        const { single_word = false, lstrip = false, rstrip = false, normalized = false } = rest;
        return { id, content, single_word, lstrip, rstrip, normalized, special };
      })
      .sort((a, b) => a.id - b.id),
    normalizer: null,
    pre_tokenizer:
      pattern === 'gpt2' || !pattern ? bytes : { type: 'Sequence', pretokenizers: [split, bytes] },
    post_processor: { ...byteLevel, trim_offsets: false, use_regex: true },
    decoder: { ...byteLevel, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: kernel.exports.wholeFirst.value === 1,
      vocab,
      merges,
      ...(counts ? { counts: Array.from(counts) } : {}),
    },
  });
}

type Json = Record<string, unknown>;

/**
 * Reads a `tokenizer.json` with a BPE model: byte-level ones, and those of SentencePiece's kind with
 * byte fallback. What changes the ids of a text and cannot be done exactly as the file says is an error
 * that names it. What the file says of templates (a `<s>` at the start), truncation, padding and dropout
 * is left to you: ids are those of Hugging Face with `add_special_tokens=False`.
 */
export function loadTokenizerJson(file: string | Uint8Array): Tokenizer {
  let json: unknown;
  try {
    json = JSON.parse(
      typeof file === 'string' ? file : new TextDecoder('utf-8', { fatal: true }).decode(file),
    );
  } catch (cause) {
    const { name, message } = cause as Error;
    const kind = name === 'SyntaxError' ? 'JSON' : 'UTF-8';
    throw new SyntaxError(`${who}: the file must be ${kind}, got ${message}.`);
  }
  const root = object(json, 'the file');
  const model = object(root.model, 'model');
  if (model.type !== undefined && model.type !== 'BPE') throw unsupported('model.type', model.type);
  for (const key of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    if (model[key]) throw unsupported(`model.${key}`, model[key]);
  }
  const vocab = new Map<string, number>();
  for (const [spelling, id] of Object.entries(object(model.vocab, 'model.vocab'))) {
    checkId(who, id as number);
    vocab.set(spelling, id as number);
  }
  const merges = readMerges(list(model.merges, 'model.merges'), vocab);
  const added = readAdded(root.added_tokens);
  const counts =
    Array.isArray(model.counts) && model.counts.every(Number.isFinite) ? model.counts : undefined;
  if (model.byte_fallback === true) return loadWithFallback(root, vocab, merges, added);

  const pattern = readPattern(root);
  if (root.normalizer) throw unsupported('normalizer', object(root.normalizer, 'normalizer').type);
  const tokens: Uint8Array[] = [];
  const addedIds = new Set(added.map(({ id }) => id));
  for (const [spelling, id] of vocab) {
    const bytes = readSpelling(spelling);
    if (bytes && bytes.length > 0) {
      if (tokens[id]) throw new Error(`${who}: an id must belong to one token, got ${id} for two.`);
      tokens[id] = bytes;
    } else if (!addedIds.has(id)) {
      throw new Error(
        `${who}: a token must be spelt in the byte alphabet, got ${JSON.stringify(spelling)}.`,
      );
    }
  }
  // An added token that the vocabulary holds too is found by its text, not by merging.
  for (const { id, content } of added) if (vocab.get(content) === id) delete tokens[id];
  const kernel = buildKernel(who, {
    pattern: typeof pattern === 'string' ? pattern : undefined,
    tokens,
    merges,
    added,
    wholeFirst: model.ignore_merges === true,
  });
  return new Tokenizer({ kernel, pattern, added, counts, merges });
}

function loadWithFallback(
  root: Json,
  vocab: Map<string, number>,
  merges: Uint32Array,
  added: AddedToken[],
): Tokenizer {
  const normalizers = flatten(root.normalizer, 'normalizers');
  let prefix = '';
  for (const step of normalizers) {
    if (step.type === 'Prepend') prefix = String(step.prepend);
    else if (
      step.type !== 'Replace' ||
      object(step.pattern, 'pattern').String !== ' ' ||
      step.content !== '▁'
    ) {
      throw unsupported('normalizer', step.type);
    }
  }
  const metaspace = root.pre_tokenizer ? object(root.pre_tokenizer, 'pre_tokenizer') : undefined;
  if (metaspace && metaspace.type !== 'Metaspace')
    throw unsupported('pre_tokenizer', metaspace.type);
  if (metaspace && metaspace.prepend_scheme !== 'never') prefix = '▁';
  return buildSentencePiece(who, { vocab, merges, added, prefixed: prefix !== '' });
}

function readMerges(merges: unknown[], vocab: Map<string, number>): Uint32Array {
  const table = new Uint32Array(merges.length * 3);
  merges.forEach((merge, rank) => {
    // Pairs, or in older files "left right".
    const [left, right, ...more] = Array.isArray(merge) ? merge : String(merge).split(' ');
    const ids = [left, right, `${left}${right}`].map((spelling) => vocab.get(spelling));
    if (more.length > 0 || ids.includes(undefined)) {
      throw new Error(
        `${who}: a merge must be of two tokens into a third, got ${JSON.stringify(merge)}.`,
      );
    }
    table.set(ids as number[], rank * 3);
  });
  return table;
}

function readAdded(value: unknown): AddedToken[] {
  return list(value ?? [], 'added_tokens').map((item) => {
    const { id, content, special, ...rest } = object(item, 'an added token');
    checkId(who, id as number);
    if (typeof content !== 'string' || content === '')
      throw malformed('the content of an added token', 'text', content);
    return {
      id: id as number,
      content,
      special: special === true,
      lstrip: rest.lstrip === true,
      rstrip: rest.rstrip === true,
      single_word: rest.single_word === true,
      normalized: rest.normalized === true,
    };
  });
}

/** The split pattern: a known one by name, any other as a regular expression. */
function readPattern(root: Json): PatternName | RegExp | undefined {
  let pattern: PatternName | RegExp | undefined;
  for (const step of flatten(root.pre_tokenizer, 'pretokenizers')) {
    if (step.type === 'ByteLevel') {
      if (step.add_prefix_space === true) throw unsupported('add_prefix_space', true);
      if (step.use_regex !== false) {
        if (pattern) throw unsupported('pre_tokenizer', 'two splits');
        pattern = 'gpt2';
      }
    } else if (step.type === 'Split') {
      const regex = object(step.pattern, 'pattern').Regex;
      if (
        pattern ||
        step.behavior !== 'Isolated' ||
        step.invert === true ||
        typeof regex !== 'string'
      ) {
        throw unsupported('pre_tokenizer', JSON.stringify(step));
      }
      pattern = translate(regex);
    } else throw unsupported('pre_tokenizer', step.type);
  }
  return pattern;
}

function translate(regex: string): PatternName | RegExp {
  try {
    const pattern = translatePattern(regex);
    return patternNames.find((name) => patternRegExp(name).source === pattern.source) ?? pattern;
  } catch {
    throw unsupported('the split pattern', regex);
  }
}

/** The steps of a normalizer or a pre-tokenizer, in order. */
function flatten(value: unknown, many: string, depth = 0): Json[] {
  if (value === null || value === undefined) return [];
  const step = object(value, many);
  if (step.type !== 'Sequence') return [step];
  if (depth > 20) throw unsupported(many, 'sequences inside of more than 20 others');
  return list(step[many], many).flatMap((one) => flatten(one, many, depth + 1));
}

function object(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(what, 'an object', value);
  return value as Json;
}

function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw malformed(what, 'a list', value);
  return value;
}

function malformed(what: string, kind: string, value: unknown): Error {
  let shown: string;
  try {
    shown = String(JSON.stringify(value)).slice(0, 60);
  } catch {
    // Nested too deep to be shown.
    shown = typeof value;
  }
  return new Error(`${who}: ${what} must be ${kind}, got ${shown}.`);
}

function unsupported(what: string, value: unknown): Error {
  return new Error(`${who}: ${what} must be one this package can follow exactly, got ${value}.`);
}
