import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  encodings,
  loadGpt2,
  loadSentencePiece,
  loadTiktoken,
  loadTokenizerJson,
  type PatternName,
  type Tokenizer,
} from '@gibbs/tokenizer';
import { Option } from 'commander';
import { Failure } from './failure.js';
import { reasonOf } from './readText.js';

/** `--model FILE`: which tokenizer to use. */
export function modelOption(): Option {
  return new Option('--model <file>', 'a tokenizer.json, or of another form').makeOptionMandatory();
}

/**
 * Reads a tokenizer: a tokenizer.json, a .tiktoken, a SentencePiece .model, or the folder of a vocab.json and a
 * merges.txt. Exit 3 with path and reason where the file is none.
 */
export async function loadTokenizer(
  path: string,
  option = '--model',
  pattern?: PatternName,
): Promise<Tokenizer> {
  const file = async (at: string): Promise<Uint8Array> => {
    try {
      const bytes = await readFile(at);
      if (bytes.length > 0) return bytes;
    } catch (error) {
      throw new Failure('file', `${option}: cannot read ${at}: ${reasonOf(error)}`, error);
    }
    throw new Failure('file', `${option}: cannot read ${at}: the file is empty`);
  };
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const text = async (name: string): Promise<string> =>
    new TextDecoder().decode(await file(join(path, name)));
  if (isFolder) {
    const [vocabulary, merges] = [await text('vocab.json'), await text('merges.txt')];
    return understood(option, path, 'pair of vocab.json and merges.txt', () =>
      loadGpt2(vocabulary, merges),
    );
  }
  const bytes = await file(path);
  if (path.endsWith('.tiktoken'))
    return understood(option, path, '.tiktoken', () => tiktoken(bytes, path, pattern));
  if (path.endsWith('.model'))
    return understood(option, path, 'SentencePiece model', () => loadSentencePiece(bytes));
  return understood(option, path, 'tokenizer.json', () => loadTokenizerJson(bytes));
}

/** A .tiktoken says nothing of its pattern: it is known by its published name, or has to be told. */
function tiktoken(bytes: Uint8Array, path: string, pattern: PatternName | undefined): Tokenizer {
  const name = basename(path, '.tiktoken');
  const known = Object.entries(encodings).find(([encoding]) => encoding === name)?.[1];
  if (pattern === undefined && known === undefined)
    throw new RangeError('its name says nothing of the pattern; tell it by --pattern.');
  return loadTiktoken(bytes, {
    pattern: pattern ?? (known?.pattern as PatternName),
    ...(known && pattern === undefined && { specialTokens: known.specialTokens }),
  });
}

function understood(option: string, path: string, what: string, load: () => Tokenizer): Tokenizer {
  try {
    return load();
  } catch (error) {
    throw new Failure(
      'file',
      `${option}: cannot use ${path}: not a ${what}, ${(error as Error).message}`,
      error,
    );
  }
}
