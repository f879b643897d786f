import { generator } from '@gibbs/tensor';
import { Decoder, type LanguageModel } from './decoder.js';
import { type SamplingOptions, sampler } from './sampler.js';

/** Text to tokens and back, as `@gibbs/tokenizer` or anything else does it. */
export interface TextCoder {
  encode(text: string): ArrayLike<number>;
  decode(tokens: number[]): string;
}

export interface GenerateOptions extends SamplingOptions {
  /** Tokens to make at most. Default: until the context is full. */
  readonly maxTokens?: number;
  /** The same seed gives the same tokens. Default 0. */
  readonly seed?: number;
  /** Tokens that end the answer; they are not part of it. */
  readonly stopTokens?: readonly number[];
  readonly signal?: AbortSignal;
}

export interface TextOptions extends GenerateOptions {
  /** Texts that end the answer; they are not part of it, nor remembered. */
  readonly stop?: readonly string[];
}

/** Why an answer ended: a stop text or token, `maxTokens`, a full context, or the signal. */
export type Ending = 'stop' | 'length' | 'context' | 'aborted';

/**
 * Tokens that follow a prompt, one at a time as they are made. `from` is a model, or a {@link Decoder} that has read
 * something already and goes on from there. Throws where the prompt is empty, does not fit into the context, or holds a
 * token outside the vocabulary.
 */
export function* generateTokens(
  from: LanguageModel | Decoder,
  prompt: ArrayLike<number>,
  {
    maxTokens = Number.POSITIVE_INFINITY,
    seed = 0,
    stopTokens = [],
    signal,
    ...sampling
  }: GenerateOptions = {},
): Generator<number, Ending, undefined> {
  if (!(maxTokens >= 0)) {
    throw new RangeError(`generate: maxTokens must be a number from 0, got ${maxTokens}.`);
  }
  const chance = generator(seed);
  const choose = sampler(sampling, () => chance.uniform());
  const remembers = (sampling.repetitionPenalty ?? 1) !== 1;
  const decoder = from instanceof Decoder ? from : new Decoder(from);
  try {
    const seen = remembers ? new Set(Array.from(prompt)) : undefined;
    let logits = decoder.read(prompt);
    for (let made = 0; made < maxTokens; made++) {
      if (signal?.aborted) return 'aborted';
      const token = choose(logits, seen);
      if (stopTokens.includes(token)) return 'stop';
      seen?.add(token);
      yield token;
      if (decoder.room === 0) return 'context';
      // A decoder of the caller goes on from here, so it must have read the last token too.
      if (made + 1 < maxTokens || decoder === from) logits = decoder.read([token]);
    }
    return 'length';
  } finally {
    if (decoder !== from) decoder.dispose();
  }
}

/**
 * Text that follows a prompt, piece by piece as it is made. A piece never holds half a character, nor the beginning
 * of a stop text. Other work gets its turn between pieces.
 *
 * A {@link Decoder} of yours then remembers what was shown, and no stop text. Throws where {@link generateTokens} does,
 * and for an empty stop text.
 */
export async function* generate(
  from: LanguageModel | Decoder,
  coder: TextCoder,
  prompt: string,
  { stop = [], ...options }: TextOptions = {},
): AsyncGenerator<string, Ending, undefined> {
  if (stop.includes('')) {
    throw new RangeError('generate: a stop text must have a character, got an empty one.');
  }
  const asked = Array.from(coder.encode(prompt));
  const start = from instanceof Decoder ? from.length + asked.length : 0;
  const tokens = generateTokens(from, asked, options);
  const made: { token: number; end: number }[] = []; // with the length of the text up to each
  let before = asked.slice(-8); // what a token reads as may hang on those before it
  let pending: number[] = []; // tokens whose text is not whole yet
  let said = ''; // all text so far,
  let shown = 0; // and how much of it was shown; in the rest a stop text may begin
  let isWhole = false;
  try {
    for (;;) {
      const { value, done } = tokens.next();
      if (!done) pending.push(value);
      const text = coder.decode([...before, ...pending]).slice(coder.decode(before).length);
      const isBroken = text.endsWith('\uFFFD');
      // A character takes at most four tokens; text still broken then is broken for good.
      if (done || !isBroken || pending.length >= 4) {
        said += text;
        for (const token of pending) made.push({ token, end: said.length });
        before = isBroken ? [] : pending.length > 0 ? pending : before;
        pending = [];
      }
      const held = said.slice(shown);
      const cut = firstOf(stop, held);
      const sure = cut >= 0 ? cut : done ? held.length : held.length - beginning(stop, held);
      shown += sure;
      isWhole = done === true && cut < 0;
      if (sure > 0) yield held.slice(0, sure);
      if (cut >= 0) return 'stop';
      if (done) return value;
      await new Promise((resolve) => setTimeout(resolve));
    }
  } finally {
    tokens.return('aborted');
    if (from instanceof Decoder && from.length >= start && !isWhole) {
      const whole = made.filter(({ end }) => end <= shown);
      from.rewind(Math.min(from.length, start + whole.length));
      const rest = [
        ...whole.slice(from.length - start).map(({ token }) => token),
        ...Array.from(coder.encode(said.slice(whole.at(-1)?.end ?? 0, shown))),
      ];
      if (rest.length > 0 && rest.length <= from.room) from.read(rest);
    }
  }
}

/** The first place in `text` where one of `stops` stands, or −1. */
function firstOf(stops: readonly string[], text: string): number {
  const places = stops.map((each) => text.indexOf(each)).filter((at) => at >= 0);
  return places.length > 0 ? Math.min(...places) : -1;
}

/** The length of the longest end of `text` with which one of `stops` begins. */
function beginning(stops: readonly string[], text: string): number {
  let longest = 0;
  for (const each of stops) {
    for (let n = Math.min(each.length - 1, text.length); n > longest; n--) {
      if (text.endsWith(each.slice(0, n))) longest = n;
    }
  }
  return longest;
}

/**
 * A conversation: everything said stays in the model's memory, so that each turn reads only what is new. `ask` wraps a
 * message as the model was trained to see it, for instance `(text) => 'User: ' + text + '\nBot:'` with the stop text
 * `'User:'`, which is not remembered.
 */
export class Chat {
  readonly #decoder: Decoder;
  readonly #coder: TextCoder;
  readonly #ask: (message: string) => string;
  readonly #options: TextOptions;
  #turn = 0;

  constructor(
    model: LanguageModel,
    coder: TextCoder,
    {
      ask,
      int8 = false,
      ...options
    }: TextOptions & { readonly ask: (message: string) => string; readonly int8?: boolean },
  ) {
    this.#decoder = new Decoder(model, { int8 });
    this.#coder = coder;
    this.#ask = ask;
    this.#options = options;
  }

  /** Tokens that still fit into the conversation. */
  get room(): number {
    return this.#decoder.room;
  }

  /** The answer to a message, piece by piece. Each turn draws from a seed of its own. */
  async *say(message: string): AsyncGenerator<string, Ending, undefined> {
    const seed = (this.#options.seed ?? 0) + this.#turn++;
    return yield* generate(this.#decoder, this.#coder, this.#ask(message), {
      ...this.#options,
      seed,
    });
  }

  /** Forgets everything said. */
  reset(): void {
    this.#decoder.rewind();
    this.#turn = 0;
  }

  dispose(): void {
    this.#decoder.dispose();
  }
}
