import { loadTokenizerJson, type Tokenizer } from '@gibbs/tokenizer';
import { Option } from 'commander';
import { Failure } from './failure.js';
import { readText } from './readText.js';

/** `--model FILE`: which tokenizer to use. */
export function modelOption(): Option {
  return new Option('--model <file>', 'a tokenizer.json').makeOptionMandatory();
}

/** Reads a tokenizer. Exit 3 with path and reason where the file is none. */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  const { text } = await readText('--model', path, 1 << 29);
  try {
    return loadTokenizerJson(text);
  } catch (error) {
    throw new Failure(
      'file',
      `--model: cannot use ${path}: not a tokenizer.json, ${(error as Error).message}`,
      error,
    );
  }
}
