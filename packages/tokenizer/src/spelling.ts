/** How a vocabulary of SentencePiece's kind writes a text before merging, and back. */
export interface Spelling {
  /** `continued`: this is not the beginning of the text. */
  write(text: string, continued?: boolean): string;
  read(text: string, continued?: boolean): string;
  /** Ids that only put characters together from bytes, with the byte tokens each falls back to. */
  helpers: Map<number, number[]>;
  /** Merges of lower rank put characters together. */
  characterRanks: number;
}

/** Puts byte tokens for characters that were begun and are not in the vocabulary. */
export function withoutHelpers(ids: Uint32Array, { helpers }: Spelling): Uint32Array {
  if (!ids.some((id) => helpers.has(id))) return ids;
  return Uint32Array.from(Array.from(ids).flatMap((id) => helpers.get(id) ?? id));
}

/** A text with U+FFFD for each lone surrogate, which UTF-8 cannot write. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
