import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadTiktoken, pad, type Tokenizer, trainTokenizer, truncate } from '../src/index.js';
import { wellFormed } from '../src/spelling.js';
import { names, ours } from './oracles.js';

/** Texts of whole characters; all of them the same every time. */
const texts = fc.string({ unit: 'binary', maxLength: 60 });
const always = { seed: 4, numRuns: 100 };

/** Every way to the ids of a text. */
async function everyWay(t: Tokenizer, text: string, cut: number): Promise<number[][]> {
  const parts = [text.slice(0, cut), text.slice(cut)];
  const streamed: number[] = [];
  for await (const ids of t.encodeStream(parts)) streamed.push(...ids);
  const bytes = new TextEncoder().encode(text);
  const encoder = t.encoder();
  const pushed = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((part) => [
    ...encoder.push(part),
  ]);
  return [
    [...t.encode(text)],
    [...t.encodeOrdinary(text)],
    [...t.encode(bytes)],
    [...(t.encodeBatch([text])[0] ?? [])],
    [...t.encodeWithOffsets(text).ids],
    streamed,
    [...pushed, ...encoder.flush()],
    t.explain(text).flatMap(({ ids }) => ids),
    t.split(text).flatMap((piece) => [...t.encode(piece)]),
  ];
}

it.each(names)(
  'every way to the ids gives the same, and they give the text back, %s',
  async (name) => {
    const t = ours(name);
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(60), async (text, cut) => {
        const [ids = [], ...others] = await everyWay(t, text, Math.min(cut, text.length));
        // A piece on its own may be cut again: white space leaves its last character only to what follows.
        for (const other of others.slice(0, -1)) expect(other).toEqual(ids);
        expect(t.decode(ids)).toBe(text);
        expect(t.count(text)).toBe(ids.length);
        expect(t.isWithinLimit(text, ids.length)).toBe(ids.length);
        expect(t.isWithinLimit(text, ids.length - 1)).toBe(false);
        const { starts, ends } = t.encodeWithOffsets(text);
        if (ids.length > 0) expect([starts[0], ends.at(-1)]).toEqual([0, text.length]);
        const decoder = t.decoder();
        expect(ids.map((id) => decoder.push(id)).join('') + decoder.flush()).toBe(text);
        const dropped = t.encode(text, { dropout: 0.5, seed: cut });
        expect([t.decode(dropped), dropped]).toEqual([
          text,
          t.encode(text, { dropout: 0.5, seed: cut }),
        ]);
      }),
      always,
    );
  },
);

it('bytes that are no text come back, whole and in parts', () => {
  const t = ours('o200k_base');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(50), (bytes, cut) => {
      const ids = t.encode(bytes);
      expect(t.decodeBytes(ids)).toEqual(bytes);
      const encoder = t.encoder();
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((part) => [
        ...encoder.push(part),
      ]);
      expect([...parts, ...encoder.flush()]).toEqual([...ids]);
      expect(t.decode(ids)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    }),
    always,
  );
});

it('dropout keeps bytes that are no text, finds nothing special in them, and is a chance', () => {
  const t = ours('cl100k_base');
  const bytes = Uint8Array.of(255, 254, ...new TextEncoder().encode('lowest <|endoftext|>'), 226);
  expect(t.decodeBytes(t.encode(bytes, { dropout: 0.3 }))).toEqual(bytes);
  expect(t.encode(bytes, { dropout: 1e-12 })).toEqual(t.encode(bytes));
  expect(() => t.encode('a', { dropout: Number.NaN })).toThrow(
    'encode: dropout must be a chance from 0 to 1, got NaN.',
  );
});

it('merges nothing with an id that means nothing', () => {
  const t = ours('cl100k_base');
  expect(t.merge(71, 68)).toEqual({ rank: 383, id: 383 });
  for (const id of [-1, 0.5, Number.NaN, 100256, 1e9]) {
    expect([t.merge(id, 68), t.merge(71, id)]).toEqual([undefined, undefined]);
  }
});

it('merges tokens longer than any other', () => {
  let file = '';
  for (let id = 0; id < 18; id++) file += `${btoa('a'.repeat(2 ** id))} ${id}\n`;
  const t = loadTiktoken(file, { pattern: 'gpt2' });
  expect(t.merge(16, 16)).toEqual({ rank: 17, id: 17 });
  expect([...t.encode('a'.repeat(2 ** 17 + 5))]).toEqual([17, 2, 0]);
});

it('text in strings that are no text: lone surrogates become U+FFFD everywhere', async () => {
  const t = ours('cl100k_base');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 9 }),
      async (units) => {
        const text = String.fromCharCode(...units);
        const [ids, ...others] = await everyWay(t, wellFormed(text), 0);
        expect([...t.encode(text)]).toEqual(ids);
        expect(others[4]).toEqual(ids);
        expect([...t.encodeWithOffsets(text).ids]).toEqual(ids);
        expect(t.decode(t.encode(text))).toBe(wellFormed(text));
        expect(t.explain(text).flatMap((piece) => piece.ids)).toEqual(ids);
      },
    ),
    always,
  );
});

it('nothing gives nothing', async () => {
  const t = ours('cl100k_base');
  for (const ids of await everyWay(t, '', 0)) expect(ids).toEqual([]);
  expect([t.decode([]), t.decodeBytes([]), t.count(''), t.isWithinLimit('', 0)]).toEqual([
    '',
    new Uint8Array(0),
    0,
    0,
  ]);
  expect([t.split(''), t.explain(''), t.counter().count, t.decoder().flush()]).toEqual([
    [],
    [],
    0,
    '',
  ]);
  expect([truncate(new Uint32Array(0), 3).length, pad([], { padId: 0 }).ids.length]).toEqual([
    0, 0,
  ]);
  const untrained = await trainTokenizer([], { vocabSize: 1000 });
  expect([untrained.vocabSize, [...untrained.encode('ab')], untrained.merges()]).toEqual([
    256,
    [64, 65],
    [],
  ]);
});

it('counts a growing chat as its whole text counts', () => {
  const t = ours('cl100k_base');
  const turns = ['Hello, wor', 'ld! \ud83d', '\ude00', ' How are', ' you?\n', '\n'];
  const counter = t.counter();
  let text = '';
  for (const turn of turns) {
    text += turn;
    expect(counter.append(turn).count).toBe(t.count(text));
  }
  counter.close(1).append('And you?');
  expect(counter.count).toBe(t.count(`${text}<|endoftext|>And you?`, { allowedSpecial: 'all' }));
});

it('refuses ids that mean nothing wherever ids go in', () => {
  const t = ours('cl100k_base');
  for (const id of [100256, -1, 0.5, 2 ** 32 + 64]) {
    const message = `got ${id}.`;
    for (const use of [
      () => t.decode([64, id]),
      () => t.decode(Float64Array.of(id)),
      () => t.decodeBytes([id]),
      () => t.decoder().push(id),
      () => t.tokenBytes(id),
    ]) {
      expect(use).toThrow(RangeError);
      expect(use).toThrow(message);
    }
  }
  expect(() => t.decode(Uint32Array.of(100256))).toThrow('got 100256. The largest id is 100276.');
});

it('shows half a character only when it can never become whole', () => {
  const t = ours('cl100k_base');
  const decoder = t.decoder();
  const ids = [...t.encode('🤖')];
  expect(ids.slice(0, -1).map((id) => decoder.push(id))).toEqual(['', '']);
  expect(decoder.push(64)).toBe('\uFFFDa');
  expect(decoder.push(ids.slice(0, 2)) + decoder.flush()).toBe('\uFFFD');
  expect(decoder.push(ids) + decoder.flush()).toBe('🤖');
});
