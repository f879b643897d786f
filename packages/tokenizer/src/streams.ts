/** Text that grows, and ids that arrive one by one. */
import { IdList } from './idList.js';
import { Feed } from './kernel/feed.js';
import type { Kernel } from './kernel/kernel.js';
import { type Spelling, withoutHelpers } from './spelling.js';

/** Turns ids into text as they come; a character is shown when its last byte is there. */
export class StreamDecoder {
  readonly #bytes: (ids: ArrayLike<number>) => Uint8Array;
  readonly #spelling: Spelling | undefined;
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #started = false;

  /** @internal */
  constructor(bytes: (ids: ArrayLike<number>) => Uint8Array, spelling: Spelling | undefined) {
    this.#bytes = bytes;
    this.#spelling = spelling;
  }

  /** The text that one more id, or several, complete. */
  push(ids: number | ArrayLike<number>): string {
    const bytes = this.#bytes(typeof ids === 'number' ? [ids] : ids);
    return this.#show(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What is left at the end: U+FFFD for a character that never became whole. */
  flush(): string {
    const text = this.#show(this.#decoder.decode());
    this.#started = false;
    return text;
  }

  #show(text: string): string {
    if (!this.#spelling || text === '') return text;
    const shown = this.#spelling.read(text, this.#started);
    this.#started = true;
    return shown;
  }
}

/** Encodes or counts a text that grows, at the cost of what is added. */
export class StreamEncoder {
  readonly #feed: Feed;
  readonly #spelling: Spelling | undefined;
  /** A high surrogate whose other half may come with the next part. */
  #half = '';
  #started = false;

  /** @internal */
  constructor(kernel: Kernel, pattern: RegExp | undefined, spelling: Spelling | undefined) {
    this.#feed = new Feed(kernel, pattern);
    this.#spelling = spelling;
  }

  /** The ids that are certain now, whatever comes next. */
  push(part: string | Uint8Array): Uint32Array {
    return this.#write(part, false);
  }

  /** The ids of what was held back; the encoder then begins a new text. */
  flush(): Uint32Array {
    const ids = this.#write('', true);
    this.#started = false;
    return ids;
  }

  /** How many ids `flush` would give now. */
  get pending(): number {
    let count = 0;
    this.#feed.peek(this.#half, (batch) => {
      count += this.#finish(batch).length;
    });
    return count;
  }

  #write(part: string | Uint8Array, isLast: boolean): Uint32Array {
    const ids = new IdList();
    const add = (batch: Uint32Array) => ids.add(this.#finish(batch));
    if (typeof part !== 'string') {
      if (this.#half) this.#feed.write(this.#half, false, add);
      this.#half = '';
      this.#feed.write(part, isLast, add);
      return ids.take();
    }
    let text = this.#half + part;
    const isHalf = /[\uD800-\uDBFF]$/.test(text) && !isLast;
    this.#half = isHalf ? text.slice(-1) : '';
    if (isHalf) text = text.slice(0, -1);
    if (this.#spelling && text !== '') {
      text = this.#spelling.write(text, this.#started);
      this.#started = true;
    }
    this.#feed.write(text, isLast, add);
    return ids.take();
  }

  #finish(batch: Uint32Array): Uint32Array {
    return this.#spelling ? withoutHelpers(batch, this.#spelling) : batch;
  }
}

/** Counts the tokens of a text that grows, such as a chat, at the cost of what is added. */
export class TokenCounter {
  readonly #encoder: StreamEncoder;
  #certain = 0;

  /** @internal */
  constructor(encoder: StreamEncoder) {
    this.#encoder = encoder;
  }

  /** Adds text to the end. */
  append(text: string): this {
    this.#certain += this.#encoder.push(text).length;
    return this;
  }

  /** Ends the text so far, as a special token does, and adds that many tokens for it. */
  close(tokens = 0): this {
    this.#certain += this.#encoder.flush().length + tokens;
    return this;
  }

  /** How many tokens the text so far has: what `count` would say of all of it at once. */
  get count(): number {
    return this.#certain + this.#encoder.pending;
  }
}
