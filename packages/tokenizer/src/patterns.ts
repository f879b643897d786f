/**
 * The split patterns of the great vocabularies: no merge ever crosses the border between two matches.
 *
 * They stand here as their authors published them, for Rust and Python, and are translated for
 * JavaScript's `v` flag. Its `\s` lacks U+0085 and counts U+FEFF, which is how its other tokenizers come
 * to other ids than the vocabularies' authors, so that it becomes `\p{White_Space}`. Case is spelt out,
 * since only the contractions ignore it; `ſ` (U+017F) is an `s` there, as Unicode's case folding has it.
 */
export type PatternName = 'gpt2' | 'cl100k' | 'o200k' | 'llama3';

const contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const prefix = String.raw`[^\r\n\p{L}\p{N}]?`;
const symbols = String.raw` ?[^\s\p{L}\p{N}]+`;
const number = String.raw`\p{N}{1,3}`;
const spaces = String.raw`\s+(?!\S)|\s+`;
const lines = String.raw`\s*[\r\n]+|${spaces}`;

const cl100k = String.raw`${contraction}|${prefix}\p{L}+|${number}|${symbols}[\r\n]*|${lines}`;
const words = `${prefix}${upper}*${lower}+${contraction}?|${prefix}${upper}+${lower}*${contraction}?`;

/** The patterns as published, for other programs to read. */
export const publishedPatterns: Record<PatternName, string> = {
  gpt2: String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+|${symbols}|${spaces}`,
  cl100k,
  o200k: String.raw`${words}|${number}|${symbols}[\r\n/]*|${lines}`,
  llama3: cl100k,
};

/** All names. */
export const patternNames: PatternName[] = ['gpt2', 'cl100k', 'o200k', 'llama3'];

/** The name of a pattern that has one; a regular expression must be global, to find all pieces. */
export function nameOf(who: string, pattern: PatternName | RegExp): PatternName | undefined {
  if (typeof pattern === 'string' ? !patternNames.includes(pattern) : !pattern?.global) {
    throw new Error(
      `${who}: the pattern must be one of ${patternNames.join(', ')} or a global regular expression, got ${pattern}.`,
    );
  }
  return typeof pattern === 'string' ? pattern : undefined;
}

/** The regular expression of a named pattern; every call gives a fresh one, for its `lastIndex`. */
export function patternRegExp(name: PatternName): RegExp {
  return translatePattern(publishedPatterns[name]);
}

/** A regular expression of Rust's or Ruby's kind in JavaScript's words, as far as there are such. */
export function translatePattern(regex: string): RegExp {
  const source = regex
    .replaceAll(contraction, "(?:'(?:[sſSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE]))")
    .replaceAll('\\s', '\\p{White_Space}')
    .replaceAll('\\S', '\\P{White_Space}')
    .replace(/([+*?]|\{[\d,]+\})\+/g, '$1')
    .replace(/(?<!\\)\/(?=[^[]*\])/g, '\\/');
  return new RegExp(source, 'gv');
}
