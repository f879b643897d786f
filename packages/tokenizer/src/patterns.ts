/**
 * The split patterns of the great vocabularies: no merge ever crosses the border between two matches.
 *
 * They are written for JavaScript's `v` flag with the meaning they have in Rust and Python. That is why
 * they say `\p{White_Space}`: JavaScript's `\s` lacks U+0085 and counts U+FEFF, which is how its other
 * tokenizers come to other ids than the vocabularies' authors. Case is spelt out, since only the
 * contractions ignore it; `ſ` (U+017F) is an `s` there, as Unicode's case folding has it.
 */
export type PatternName = 'gpt2' | 'cl100k' | 'o200k' | 'llama3';

const contraction = "'(?:[sſSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])";
const space = String.raw`\p{White_Space}`;
const spaces = String.raw`${space}+(?!\P{White_Space})|${space}+`;
const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const prefix = String.raw`[^\r\n\p{L}\p{N}]?`;
const other = String.raw`[^${space}\p{L}\p{N}]+`;

const cl100k = [
  contraction,
  String.raw`${prefix}\p{L}+`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?${other}[\r\n]*`,
  String.raw`${space}*[\r\n]+`,
  spaces,
].join('|');

const sources: Record<PatternName, string> = {
  gpt2: String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?${other}|${spaces}`,
  cl100k,
  o200k: [
    `${prefix}${upper}*${lower}+(?:${contraction})?`,
    `${prefix}${upper}+${lower}*(?:${contraction})?`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?${other}[\r\n\/]*`,
    String.raw`${space}*[\r\n]+`,
    spaces,
  ].join('|'),
  llama3: cl100k,
};

/** The regular expression of a named pattern; every call gives a fresh one, for its `lastIndex`. */
export function patternRegExp(name: PatternName): RegExp {
  return new RegExp(sources[name], 'gv');
}

/** All names. */
export const patternNames: PatternName[] = ['gpt2', 'cl100k', 'o200k', 'llama3'];

const insensitive = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const others = String.raw` ?[^\s\p{L}\p{N}]+`;
const tail = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;
const head = String.raw`[^\r\n\p{L}\p{N}]?`;
const publishedCl100k = String.raw`${insensitive}|${head}\p{L}+|\p{N}{1,3}|${others}[\r\n]*|${tail}`;

/** The same patterns as their authors published them, for other programs to read. */
export const publishedPatterns: Record<PatternName, string> = {
  gpt2: String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+|${others}|\s+(?!\S)|\s+`,
  cl100k: publishedCl100k,
  o200k: [
    `${head}${upper}*${lower}+${insensitive}?`,
    `${head}${upper}+${lower}*${insensitive}?`,
    String.raw`\p{N}{1,3}`,
    String.raw`${others}[\r\n/]*`,
    tail,
  ].join('|'),
  llama3: publishedCl100k,
};
