/** The text that a language model learns from, as tokens. */
import { createHash } from 'node:crypto';
import { villageCorpus } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { trainTokenizer } from '@gibbs/tokenizer';
import { asUsage } from '../failure.js';
import { readText } from '../readText.js';
import type { Session } from '../session.js';
import { bpeCoder, type Coder, characterCoder, coderFrom } from './coder.js';

export interface Corpus {
  text: string;
  bytes: number;
  /** The paths, or none for the text that Gibbs writes. */
  files: string[];
  sha256: string;
}

const ownLines = 4000;

/** Reads the files one after the other, or has Gibbs write lines of life in a village. */
export async function readCorpus(
  op: string,
  paths: readonly string[],
  seed: number,
): Promise<Corpus> {
  const parts: string[] = [];
  for (const path of paths) parts.push((await readText(op, path, 2 ** 30 - 1)).text);
  if (parts.length === 0) {
    const chance = generator(seed);
    parts.push(`${villageCorpus(ownLines, () => chance.uniform())}\n`);
  }
  const text = parts.join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { text, bytes: Buffer.byteLength(text), files: [...paths], sha256 };
}

/** The coder of `--tokenizer`: single characters, a BPE learned from the text, or one from a file. */
export async function coderFor(
  tokenizer: string,
  vocab: number,
  { text }: Corpus,
  session: Session,
): Promise<Coder> {
  if (tokenizer === 'characters') return characterCoder(text);
  if (tokenizer !== 'bpe') {
    const { text: json } = await readText('--tokenizer', tokenizer, 1 << 29);
    return coderFrom(`--tokenizer: cannot use ${tokenizer}`, json);
  }
  const task = session.progress.start('tokenizer', vocab, 'ids');
  const trained = await asUsage(() =>
    trainTokenizer(text, {
      vocabSize: vocab,
      signal: session.signal,
      onProgress: ({ phase, done }) => {
        if (phase === 'merge') task.update(done);
      },
    }),
  );
  task.finish(`${trained.vocabSize} ids`);
  return bpeCoder(trained);
}
