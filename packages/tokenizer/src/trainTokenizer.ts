import type { PatternName } from './patterns.js';
import type { Tokenizer } from './tokenizer.js';
import { checkSize, type LearnOptions, Trainer } from './trainer.js';

/** A whole text, or one that comes as bytes in parts. */
export type Document = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface TrainOptions extends LearnOptions {
  /** How text is split before merging. Default: `'gpt2'`. */
  pattern?: PatternName | RegExp;
}

/**
 * Learns a byte-level BPE: again and again the most frequent pair of neighbouring tokens becomes a
 * token, of equally frequent ones the pair with the smaller ids.
 *
 * No merge crosses from one document to the next. A string is a document; bytes that come one after the
 * other in a stream are parts of one, so that a file larger than memory can be read from
 * `fs.createReadStream`, and several from a list of such streams.
 */
export async function trainTokenizer(
  texts: Document | Iterable<Document> | AsyncIterable<Document>,
  options: TrainOptions,
): Promise<Tokenizer> {
  const { pattern = 'gpt2', specialTokens = [], onProgress, signal } = options;
  checkSize(options.vocabSize, specialTokens);
  const trainer = new Trainer({ pattern });
  let shown = performance.now();
  const look = (): void => {
    signal?.throwIfAborted();
    if (performance.now() - shown < 100) return;
    shown = performance.now();
    onProgress?.({ phase: 'count', done: trainer.bytes, total: 0 });
  };
  const add = async (document: Document): Promise<void> => {
    look();
    if (typeof document === 'string' || document instanceof Uint8Array) trainer.add(document);
    else await addStream(document);
  };
  const addStream = async (stream: AsyncIterable<Document>): Promise<void> => {
    let isOpen = false;
    for await (const part of stream) {
      isOpen = part instanceof Uint8Array;
      if (part instanceof Uint8Array) trainer.add(part, { isLast: false });
      else await add(part);
      look();
    }
    if (isOpen) trainer.add('');
  };
  if (typeof texts === 'string' || texts instanceof Uint8Array) await add(texts);
  else if (Symbol.asyncIterator in texts) await addStream(texts);
  else for (const text of texts) await add(text);
  return trainer.learn(options);
}
