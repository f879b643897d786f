/** What counting knows of the next token: how often each token came, and how often after which. */

/** Counts of single tokens and of pairs in one text. */
export class Counting {
  readonly vocab: number;
  readonly #tokens: number;
  readonly #singles: Float64Array;
  readonly #pairs: Float64Array;

  constructor(tokens: ArrayLike<number>, vocab: number) {
    this.vocab = vocab;
    this.#tokens = tokens.length;
    this.#singles = new Float64Array(vocab);
    this.#pairs = new Float64Array(vocab * vocab);
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as number;
      this.#singles[token] = (this.#singles[token] as number) + 1;
      if (i === 0) continue;
      const at = (tokens[i - 1] as number) * vocab + token;
      this.#pairs[at] = (this.#pairs[at] as number) + 1;
    }
  }

  /** How often `token` came after `before`. */
  count(before: number, token: number): number {
    return this.#pairs[before * this.vocab + token] as number;
  }

  /** Probability of `token`, from counts of single tokens, each raised by one. */
  unigram(token: number): number {
    return ((this.#singles[token] as number) + 1) / (this.#tokens + this.vocab);
  }

  /** Probability of `token` after `before`, from counts of pairs, each raised by `extra`. */
  bigram(before: number, token: number, extra: number): number {
    const all = (this.#singles[before] as number) + extra * this.vocab;
    return (this.count(before, token) + extra) / all;
  }
}
