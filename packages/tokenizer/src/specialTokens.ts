import type { EncodeOptions } from './tokenizer.js';

/** A token that is found in the text before anything else, in the words of `tokenizer.json`. */
export interface AddedToken {
  content: string;
  id: number;
  /** Special ones follow `allowedSpecial` and `disallowedSpecial`; the others are always tokens. */
  special: boolean;
  /** Takes the white space on its left or right with it. */
  lstrip?: boolean;
  rstrip?: boolean;
  /** Only between characters that are no part of a word. */
  single_word?: boolean;
  /** Looked for after the others, in what these leave. */
  normalized?: boolean;
}

/** What Rust's regular expressions mean by `\w`. */
const wordCharacter = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';

/** The added tokens of a vocabulary, and where they are in a text. */
export class SpecialTokens {
  readonly ids: Record<string, number>;
  readonly #added: Map<string, AddedToken>;
  readonly #patterns = new Map<string, RegExp>();

  constructor(added: AddedToken[]) {
    this.#added = new Map(added.map((token) => [token.content, token]));
    const special = added.filter((token) => token.special);
    this.ids = Object.fromEntries(special.map(({ content, id }) => [content, id]));
  }

  /** Hands over the text part by part, with the id where a part is a token; `each` says whether to go on. */
  forEach(
    text: string,
    options: EncodeOptions,
    each: (part: string, id?: number) => boolean,
  ): void {
    const { allowedSpecial = [], disallowedSpecial = 'all' } = options;
    const special = Object.keys(this.ids);
    const allowed = new Set(allowedSpecial === 'all' ? special : this.#known(allowedSpecial));
    const refused = new Set(disallowedSpecial === 'all' ? special : disallowedSpecial);
    for (const content of allowed) refused.delete(content);
    for (const { content, special } of this.#added.values()) if (!special) allowed.add(content);
    const passes = [false, true].map((normalized) => this.#pattern(allowed, refused, normalized));
    const walk = (text: string, pass: number): boolean => {
      if (text === '') return true;
      if (pass === passes.length) return each(text);
      const pattern = passes[pass];
      let at = 0;
      if (pattern) pattern.lastIndex = 0;
      for (let match = pattern?.exec(text); match; match = pattern?.exec(text)) {
        const [part] = match;
        const content = match.slice(1).find((group) => group !== undefined) ?? part;
        if (refused.has(content)) {
          throw new Error(
            `encode: a special token must be allowed by name, got ${content} in the text. Pass allowedSpecial: ['${content}'] to encode it as one, or disallowedSpecial: [] to encode it as plain text.`,
          );
        }
        if (!walk(text.slice(at, match.index), pass + 1)) return false;
        at = match.index + part.length;
        if (!each(part, this.#added.get(content)?.id)) return false;
      }
      return walk(at === 0 ? text : text.slice(at), pass + 1);
    };
    walk(text, 0);
  }

  #known(contents: Iterable<string>): string[] {
    const list = typeof contents === 'string' ? [contents] : [...contents];
    for (const content of list) {
      if (!this.#added.has(content)) {
        throw new Error(
          `encode: allowedSpecial must name special tokens of the vocabulary, got ${content}.`,
        );
      }
    }
    return list;
  }

  /** One expression for all; of two tokens that start alike the longer one is found. */
  #pattern(allowed: Set<string>, refused: Set<string>, normalized: boolean): RegExp | undefined {
    const contents = [...allowed, ...refused].filter(
      (content) => content !== '' && (this.#added.get(content)?.normalized ?? false) === normalized,
    );
    if (contents.length === 0) return undefined;
    contents.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const key = JSON.stringify(contents);
    const known = this.#patterns.get(key);
    if (known) return known;
    const source = contents.map((content) => {
      const { lstrip, rstrip, single_word } = this.#added.get(content) ?? {};
      const literal = content.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      const word = single_word
        ? `(?<!${wordCharacter})(${literal})(?!${wordCharacter})`
        : `(${literal})`;
      if (!lstrip && !rstrip) return single_word ? word : literal;
      return `${lstrip ? '\\p{White_Space}*' : ''}${word}${rstrip ? '\\p{White_Space}*' : ''}`;
    });
    const pattern = new RegExp(source.join('|'), 'gu');
    this.#patterns.set(key, pattern);
    return pattern;
  }
}
