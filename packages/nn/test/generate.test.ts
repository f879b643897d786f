import { generator, noGrad, tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { Chat, Decoder, type Ending, GPT, generate, generateTokens, Llama } from '../src/index.js';

const shape = { vocab: 40, context: 20, channels: 16, layers: 2, heads: 4 };
const models = {
  'GPT-2': new GPT({ ...shape, dropout: 0.5, generator: generator(1) }),
  'GPT with a head of its own and rotary positions': new GPT({
    ...shape,
    tiedHead: false,
    positions: 'rotary',
    generator: generator(2),
  }),
  'GPT with ALiBi': new GPT({ ...shape, positions: 'alibi', generator: generator(4) }),
  Llama: new Llama({ ...shape, keyValueHeads: 2, hidden: 24, generator: generator(3) }),
};
for (const model of Object.values(models)) {
  // Weights as small as they start leave all tokens almost equally likely.
  for (const p of model.parameters()) if (p.ndim === 2) p.copyFrom(noGrad(() => p.mul(12)));
}
const prompt = [3, 1, 4, 1, 5];

/** A coder of one letter for each token. */
const letters = {
  encode: (text: string) => [...text].map((c) => c.charCodeAt(0) - 64),
  decode: (tokens: number[]) => String.fromCharCode(...tokens.map((t) => t + 64)),
};

/** Everything an iterator yields, and what it returns. */
function drain(tokens: Generator<number, Ending>): [number[], Ending] {
  const all: number[] = [];
  for (;;) {
    const { value, done } = tokens.next();
    if (done) return [all, value];
    all.push(value);
  }
}
async function drainText(pieces: AsyncGenerator<string, Ending>): Promise<[string[], Ending]> {
  const all: string[] = [];
  for (;;) {
    const { value, done } = await pieces.next();
    if (done) return [all, value];
    all.push(value);
  }
}

describe.each(Object.entries(models))('a decoder of %s', (_, model) => {
  it('gives the logits of the whole model, read at once or one by one', () => {
    model.train(false);
    const whole = model.forward(tensor(Int32Array.from(prompt), { shape: [1, 5] }));
    const last = whole.slice(null, [-1]).toTypedArray();
    model.train(true);
    const [once, each] = [new Decoder(model), new Decoder(model)];
    const logits = [once.read(prompt), prompt.map((token) => each.read([token])).at(-1)];
    for (const found of logits) {
      for (const [i, x] of last.entries()) expect(found?.[i]).toBeCloseTo(x, 4);
    }
    expect([once.length, once.room, model.training]).toEqual([5, 15, true]);
    once.dispose();
    each.dispose();
  });

  it('gives the same after rewinding', () => {
    const decoder = new Decoder(model);
    decoder.read(prompt);
    const first = decoder.read([7]);
    decoder.rewind(5);
    decoder.read([9]);
    decoder.rewind(5);
    expect(decoder.read([7])).toEqual(first);
    decoder.dispose();
  });

  it('comes close with 8-bit weights and leaves the model alone', () => {
    const [exact, small] = [new Decoder(model), new Decoder(model, { int8: true })];
    const [a, b] = [exact.read(prompt), small.read(prompt)];
    const size = Math.sqrt(a.reduce((sum, x) => sum + x * x, 0));
    const gap = Math.sqrt(a.reduce((sum, x, i) => sum + (x - (b[i] as number)) ** 2, 0));
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(0.05 * size);
    exact.rewind();
    expect(exact.read(prompt)).toEqual(a);
    exact.dispose();
    small.dispose();
  });

  it('generates the same tokens from the same seed, and the likeliest at temperature 0', () => {
    const make = (options: object) =>
      drain(generateTokens(model, prompt, { maxTokens: 8, ...options }));
    expect(make({ seed: 4 })).toEqual(make({ seed: 4 }));
    expect(make({ seed: 4 })[0]).not.toEqual(make({ seed: 5 })[0]);
    const [greedy, ending] = make({ temperature: 0 });
    expect(ending).toBe('length');
    const decoder = new Decoder(model);
    let logits = decoder.read(prompt);
    for (const token of greedy) {
      expect(token).toBe(logits.indexOf(Math.max(...logits)));
      logits = decoder.read([token]);
    }
    decoder.dispose();
  });
});

describe('generateTokens', () => {
  const model = models['GPT-2'];

  it('says why it ended', () => {
    expect(drain(generateTokens(model, prompt, { seed: 1 }))[1]).toBe('context');
    expect(drain(generateTokens(model, prompt, { seed: 1 }))[0]).toHaveLength(16);
    const [first] = drain(generateTokens(model, prompt, { seed: 1 }))[0] as [number];
    expect(drain(generateTokens(model, prompt, { seed: 1, stopTokens: [first] }))).toEqual([
      [],
      'stop',
    ]);
    const signal = AbortSignal.abort();
    expect(drain(generateTokens(model, prompt, { signal }))).toEqual([[], 'aborted']);
  });

  it('refuses a prompt that is empty, too long, or of unknown tokens', () => {
    expect(() => drain(generateTokens(model, []))).toThrow(
      'Decoder: there must be a token to read, got none.',
    );
    expect(() => drain(generateTokens(model, new Array(21).fill(1)))).toThrow(
      'Decoder: the context holds 20 tokens, got 21 behind 0.',
    );
    expect(() => drain(generateTokens(model, [40]))).toThrow(
      'Decoder: tokens must lie in [0, 39], got 40.',
    );
  });
});

describe('generate', () => {
  const model = models.Llama;
  const whole = async (options: object) =>
    (
      await drainText(generate(model, letters, 'ABC', { seed: 2, maxTokens: 12, ...options }))
    )[0].join('');

  it('streams the text of the tokens', async () => {
    const tokens = drain(
      generateTokens(model, letters.encode('ABC'), { seed: 2, maxTokens: 12 }),
    )[0];
    expect(await whole({})).toBe(letters.decode(tokens));
  });

  it('ends before a stop text and never shows its beginning', async () => {
    const all = await whole({});
    const stop = all.slice(5, 8);
    const [pieces, ending] = await drainText(
      generate(model, letters, 'ABC', { seed: 2, maxTokens: 12, stop: ['???', stop] }),
    );
    expect(pieces.join('')).toBe(all.slice(0, all.indexOf(stop)));
    expect(ending).toBe('stop');
    // A stop text that only begins at the very end is text after all.
    expect(await whole({ stop: [`${all.slice(-2)}~`] })).toBe(all);
  });

  it('waits for the tokens that make a character whole', async () => {
    const bytes = new TextEncoder().encode('né€x');
    // Tokens that differ from each other, to stand for the bytes of that text one after the other.
    const run = (seed: number) =>
      drain(generateTokens(model, [1], { seed, temperature: 3, maxTokens: bytes.length }))[0];
    let seed = 0;
    while (new Set([1, ...run(seed)]).size <= bytes.length) seed++;
    const places = new Map(run(seed).map((token, i) => [token, i]));
    const coder = {
      encode: letters.encode,
      decode: (tokens: number[]) =>
        new TextDecoder().decode(Uint8Array.from(tokens, (t) => bytes[places.get(t) ?? 0] ?? 0)),
    };
    const options = { seed, temperature: 3, maxTokens: bytes.length };
    const pieces = (await drainText(generate(model, coder, 'A', options)))[0];
    expect(pieces).toEqual(['n', 'é', '€', 'x']);
  });

  it('keeps the spaces of vocabularies where the first one of a text is not shown', async () => {
    const spaced = {
      encode: letters.encode,
      decode: (tokens: number[]) =>
        tokens
          .map((t) => ` ${t}`)
          .join('')
          .slice(1),
    };
    const options = { seed: 2, maxTokens: 4 };
    const tokens = drain(generateTokens(model, [1], options))[0];
    const pieces = (await drainText(generate(model, spaced, 'A', options)))[0];
    expect(pieces).toEqual(tokens.map((t) => ` ${t}`));
  });

  it('leaves a decoder with what was shown, and no stop text', async () => {
    const all = await whole({});
    for (const [from, to] of [
      [5, 8],
      [0, 2],
      [1, 2],
    ]) {
      const stop = [all.slice(from, to)];
      const decoder = new Decoder(model);
      const text = (await drainText(generate(decoder, letters, 'ABC', { seed: 2, stop })))[0].join(
        '',
      );
      expect(decoder.length).toBe(3 + text.length);
      const other = new Decoder(model);
      other.read(letters.encode(`ABC${text}`));
      const [one, two] = [decoder, other].map((each) => each.read([7]));
      for (const [i, logit] of (one as Float32Array).entries())
        expect(logit).toBeCloseTo(two?.[i] as number, 4);
    }
    const left = new Decoder(model);
    let shown = 0;
    for await (const piece of generate(left, letters, 'ABC', { seed: 2 })) {
      shown += piece.length;
      if (shown >= 4) break;
    }
    expect(left.length).toBe(3 + shown);
  });

  it('reads again the part of a token that stands before a stop text', async () => {
    const pairs = {
      encode: (text: string) => [...text].map((c) => c.charCodeAt(0) - 64),
      decode: (tokens: number[]) =>
        tokens.map((t) => String.fromCharCode(t + 64, t + 128)).join(''),
    };
    const decoder = new Decoder(model);
    const [first, second] = drain(generateTokens(model, [1], { seed: 2, maxTokens: 2 }))[0];
    const stop = [String.fromCharCode((second as number) + 128)];
    const options = { seed: 2, maxTokens: 2, stop };
    const pieces = (await drainText(generate(decoder, pairs, 'A', options)))[0];
    expect(pieces.join('')).toBe(pairs.decode([first as number, second as number]).slice(0, 3));
    expect(decoder.length).toBe(1 + 1 + 1);
  });

  it('refuses an empty stop text and a count that is none', async () => {
    await expect(drainText(generate(model, letters, 'A', { stop: [''] }))).rejects.toThrow(
      'generate: a stop text must have a character, got an empty one.',
    );
    await expect(drainText(generate(model, letters, 'A', { maxTokens: -1 }))).rejects.toThrow(
      'generate: maxTokens must be a number from 0, got -1.',
    );
  });

  it('stops reading when the reader does', async () => {
    for await (const piece of generate(model, letters, 'ABC', { seed: 2 })) {
      expect(piece).toHaveLength(1);
      break;
    }
  });
});

describe('Chat', () => {
  it('remembers what was said, and starts anew after reset', async () => {
    const chat = new Chat(models.Llama, letters, {
      ask: (text) => `${text}Z`,
      maxTokens: 3,
      seed: 1,
    });
    const say = async (text: string) => (await drainText(chat.say(text)))[0].join('');
    const first = await say('AB');
    expect(chat.room).toBe(20 - 3 - 3);
    expect(await say('AB')).not.toBe(first);
    chat.reset();
    expect(await say('AB')).toBe(first);
    chat.dispose();
  });
});
