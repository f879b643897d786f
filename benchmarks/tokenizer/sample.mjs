/**
 * One sample in a fresh process: `node sample.mjs CONTENDER ROW` prints `{ value, note }`. A first pass
 * over a text can be measured only once in a process, since every tokenizer remembers pieces.
 */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { corpusPath, isPublished } from './corpus.mjs';
import { pathological } from './pathological.mjs';
import { contenders } from './peers.mjs';

const [, , contenderName, row] = process.argv;
const contender = contenders[contenderName];
const [work, what] = row.split('-');

const megabytes = (bytes) => bytes / 1e6;
const seconds = (start) => (performance.now() - start) / 1000;
const peak = () => process.resourceUsage().maxRSS / 1024;

/** One call over 10 MB, the JIT warmed on 7 MB of another text, or on as much as two seconds see. */
async function firstPass(encode) {
  const warm = readFileSync(corpusPath('warm'), 'utf8');
  const text = readFileSync(corpusPath('en10'), 'utf8');
  const warming = performance.now();
  for (let at = 0; at < warm.length && seconds(warming) < 2; at += 1e6) {
    await encode(warm.slice(at, at + 1e6));
  }
  await encode(warm.slice(0, 1e6));
  const start = performance.now();
  const ids = await encode(text);
  return { ids, value: megabytes(1e7) / seconds(start) };
}

/** First digits of the SHA-1 of the published text's ids. */
const known = { cl100k: '8d19afa8', o200k: '6b274585', gpt2: '044e08f7' };

/** Holds the ids of the 10 MB against those that five other tokenizers agree on. */
function checkIds(ids) {
  const hash = createHash('sha1').update(Uint32Array.from(ids)).digest('hex').slice(0, 8);
  if (isPublished(readFileSync(corpusPath('en10'))) && hash !== known[what]) {
    throw new Error(`the ids are others: ${hash} instead of ${known[what]}`);
  }
  return `ids ${hash} in a ${ids.constructor.name}`;
}

const works = {
  /** MB/s of one call over 10 MB, the JIT warmed on another text. */
  async encode() {
    const { encode } = await contender.open(what);
    const { ids, value } = await firstPass(encode);
    return { value, note: `${ids.length} tokens, ${checkIds(ids)}` };
  },
  slower: () => works.encode(),
  /** The same for the number of tokens alone. */
  async count() {
    const { count } = await contender.open(what);
    const { ids, value } = await firstPass(count);
    return { value, note: `${ids} tokens` };
  },
  /** MB/s over the first 1 MB, with nothing warm but the vocabulary. */
  async start() {
    const text = readFileSync(corpusPath('en10')).subarray(0, 1e6).toString();
    const { encode } = await contender.open(what);
    await encode('hello world');
    const start = performance.now();
    const ids = await encode(text);
    return { value: megabytes(1e6) / seconds(start), note: `${ids.length} tokens` };
  },
  async decode() {
    const text = readFileSync(corpusPath('en10'), 'utf8');
    const { encode, decode } = await contender.open(what);
    const ids = encode(text);
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const start = performance.now();
      // The last character is read, so that a text still in parts is put together.
      const decoded = decode(ids);
      decoded.charCodeAt(decoded.length - 1);
      value = Math.max(value, megabytes(1e7) / seconds(start));
      if (decoded !== text) throw new Error('the decoded text is another');
    }
    return { value };
  },
  /** ms to a tokenizer that has encoded its first words. */
  async load() {
    const start = performance.now();
    const { encode } = await contender.open(what);
    encode('hello world');
    return { value: seconds(start) * 1000 };
  },
  /** MB of the process after that. */
  async memory() {
    const { encode } = await contender.open(what);
    encode('hello world');
    return { value: process.memoryUsage().rss / 1e6 };
  },
  /** MB of the process after encoding the 10 MB. */
  async resident() {
    const text = readFileSync(corpusPath('en10'), 'utf8');
    const { encode } = await contender.open(what);
    const ids = await encode(text);
    return { value: process.memoryUsage().rss / 1e6, note: `${ids.length} tokens` };
  },
  /** Seconds for 1 MB of a text that is hard. */
  async hard() {
    const { encode } = await contender.open('cl100k');
    const text = pathological[what](1e6);
    const start = performance.now();
    const ids = encode(text);
    return { value: seconds(start), note: `${ids.length} tokens` };
  },
  /**
   * The most that twice the text costs, from 1 to 16 MB: of each doubling the median of rounds in which every size
   * works through the same 16 MB, cut into texts of that size. So the pieces that are remembered help all alike, other
   * work on the machine takes from all alike, and only what was measured within a second is compared.
   */
  async growth() {
    const { encode } = await contender.open('cl100k');
    const whole = pathological[what](16e6);
    const sizes = [1, 2, 4, 8, 16];
    const cuts = sizes.map((size) => {
      const length = Math.ceil((whole.length * size) / 16);
      return Array.from({ length: 16 / size }, (_, i) => whole.slice(i * length, (i + 1) * length));
    });
    const rounds = [];
    const began = performance.now();
    while (rounds.length < 5 || seconds(began) < 40) {
      rounds.push(
        cuts.map((texts) => {
          const start = performance.now();
          for (const text of texts) encode(text);
          return seconds(start) / texts.length;
        }),
      );
    }
    const median = (all) => all.sort((a, b) => a - b)[all.length >> 1];
    const ratios = sizes
      .slice(1)
      .map((_, i) => median(rounds.map((times) => times[i + 1] / times[i])));
    return { value: Math.max(...ratios), note: ratios.map((ratio) => ratio.toFixed(2)).join(' ') };
  },
  /** Seconds to train on 10 MB. */
  async train() {
    const start = performance.now();
    const note = await contender.train(corpusPath('en10'), Number(what));
    return { value: seconds(start), note };
  },
  async large() {
    const start = performance.now();
    await contender.train(corpusPath('en100'), 32768, what === 'threads' ? { threads: 2 } : {});
    return what === 'memory' ? { value: peak() } : { value: seconds(start) };
  },
  /** Peak MB while 1 GB streams through the counting and is learned from. */
  async stream() {
    async function* parts() {
      for (let i = 0; i < 10; i++)
        yield* createReadStream(corpusPath('en100'), { highWaterMark: 1 << 20 });
    }
    await contender.trainStream(parts(), 32768);
    return { value: peak() };
  },
};

console.log(JSON.stringify(await works[work]()));
// Native libraries keep threads that would keep the process.
process.exit(0);
