/** Documents and streams of them, counted piece by piece and learned from. */
import { utf8 } from './bytes.js';
import { checkWhole } from './checkWhole.js';
import { CountingPool } from './countingPool.js';
import { Pace } from './pace.js';
import type { PatternName } from './patterns.js';
import type { Tokenizer } from './tokenizer.js';
import { checkOptions, type LearnOptions, Trainer } from './trainer.js';

/** A whole text, or one that comes as bytes in parts. */
export type Document = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface TrainOptions extends LearnOptions {
  /** How text is split before merging. Default: `'gpt2'`. */
  pattern?: PatternName | RegExp;
  /** How many bytes there will be, for `onProgress` to say how long it takes; known without for texts in memory. */
  totalBytes?: number;
  /**
   * How many workers count pieces, where the platform has workers; elsewhere, and with a pattern of your
   * own, this thread does. The result is the same. Default: 1, which is this thread alone.
   */
  threads?: number;
  /** Counts of an earlier training, as `Trainer.save` gave them, to go on from. */
  resume?: Uint8Array;
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
  const { pattern = 'gpt2', threads = 1, resume } = options;
  checkOptions(options);
  checkWhole('trainTokenizer: threads', threads, 1);
  const pace = new Pace(options);
  const trainer = new Trainer({ pattern });
  if (resume) trainer.addCounts(resume);
  const isNamed = typeof pattern === 'string';
  const pool = threads > 1 && isNamed ? await CountingPool.start(threads, pattern) : undefined;
  const total = options.totalBytes ?? (options.onProgress ? sizeOf(texts) : 0);
  const done = () => trainer.bytes + (pool?.bytes ?? 0);
  const write = (part: string | Uint8Array, isLast: boolean): Promise<void> | undefined => {
    if (pool) pool.write(part, isLast);
    else trainer.add(part, { isLast });
    if (pace.isDue) return pace.look(done(), total);
    return pool?.isFull ? pool.drain() : undefined;
  };
  pace.begin('count', done());
  try {
    await forEachPart(texts, isNamed ? 1 << 18 : Number.POSITIVE_INFINITY, write);
    pace.show(done(), total);
    for (const records of (await pool?.finish()) ?? []) trainer.addRecords(records, 0);
  } finally {
    pool?.close();
  }
  return trainer.learn(options);
}

/** UTF-8 bytes of texts that are all in memory, else 0. */
function sizeOf(texts: Document | Iterable<Document> | AsyncIterable<Document>): number {
  const list = typeof texts === 'string' || texts instanceof Uint8Array ? [texts] : texts;
  if (!Array.isArray(list)) return 0;
  let size = 0;
  for (const text of list as Document[]) {
    if (text instanceof Uint8Array) size += text.length;
    else if (typeof text !== 'string') return 0;
    else for (const [part] of text.matchAll(/[\s\S]{1,4096}/gu)) size += utf8.encode(part).length;
  }
  return size;
}

/** Hands over all documents in parts of about one size, and waits where `write` asks for it. */
async function forEachPart(
  texts: Document | Iterable<Document> | AsyncIterable<Document>,
  partSize: number,
  write: (part: string | Uint8Array, isLast: boolean) => Promise<void> | undefined,
): Promise<void> {
  const addLong = async (text: string | Uint8Array, isLast: boolean): Promise<void> => {
    for (let from = 0; from < text.length; ) {
      let to = Math.min(from + partSize, text.length);
      // A character of two halves stays whole.
      if (typeof text === 'string' && /[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to++;
      await write(
        typeof text === 'string' ? text.slice(from, to) : text.subarray(from, to),
        isLast && to >= text.length,
      );
      from = to;
    }
  };
  const addStream = async (stream: AsyncIterable<Document>): Promise<void> => {
    let isOpen = false;
    for await (const document of stream) {
      if (document instanceof Uint8Array) {
        await addLong(document, false);
        isOpen = true;
        continue;
      }
      if (isOpen) await write('', true);
      isOpen = false;
      if (typeof document === 'string') await addLong(document, true);
      else await addStream(document);
    }
    if (isOpen) await write('', true);
  };
  if (typeof texts === 'string' || texts instanceof Uint8Array) await addLong(texts, true);
  else if (Symbol.asyncIterator in texts) await addStream(texts);
  else {
    for (const text of texts) {
      if (typeof text !== 'string' && !(text instanceof Uint8Array)) await addStream(text);
      else if (text.length > partSize) await addLong(text, true);
      else {
        const waiting = write(text, true);
        if (waiting) await waiting;
      }
    }
  }
}
