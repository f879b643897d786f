import { showBytes, utf8 } from './bytes.js';
import { mergePiece } from './mergePiece.js';
import type { Tokenizer } from './tokenizer.js';

/** One merge inside a piece. Tokens are shown as text, what is no UTF-8 of them as `\xE2`. */
export interface ExplainedMerge {
  left: string;
  right: string;
  result: string;
  /** Id of the token they became. */
  id: number;
  /** Place in the order in which merges are tried; for trained tokenizers the order of learning, from 0. */
  rank: number;
  /** How often the training text had this pair when it was merged, where that is known. */
  count: number | undefined;
  /** Where the left part starts, in bytes from the start of the piece. */
  at: number;
}

/** A piece of text between two borders of the split pattern, and how it became tokens. */
export interface ExplainedPiece {
  text: string;
  /** What it starts from: each byte, shown as text. */
  bytes: string[];
  /** In the order they happen; empty where the piece as a whole is a token that merges would not reach. */
  merges: ExplainedMerge[];
  ids: number[];
  /** The tokens it ends as, shown as text. */
  tokens: string[];
}

/** Explains one piece. */
export function explainPiece(tokenizer: Tokenizer, piece: string): ExplainedPiece {
  const { kernel, counts, spelling } = tokenizer.parts;
  const show = (id: number) => showBytes(tokenizer.tokenBytes(id));
  const bytes = Array.from(utf8.encode(piece));
  const start = bytes.map((byte) => tokenizer.byteId(byte));
  const merges: ExplainedMerge[] = [];
  const merged = mergePiece(start, (left, right) => tokenizer.merge(left, right), {
    watch(left, right, id, rank, at) {
      // SentencePiece starts from characters; how bytes were put together to these is no merge of its own.
      if (rank < (spelling?.characterRanks ?? 0)) return;
      const count = counts?.[rank];
      merges.push({ left: show(left), right: show(right), result: show(id), id, rank, count, at });
    },
  });
  const whole = kernel.exports.wholeFirst.value ? tokenizer.tokenId(piece) : undefined;
  const reached = whole === undefined || (merged.length === 1 && merged[0] === whole);
  const ids = reached ? merged.flatMap((id) => spelling?.helpers.get(id) ?? id) : [whole];
  return {
    text: piece,
    bytes: bytes.map((byte) => showBytes(Uint8Array.of(byte))),
    merges: reached ? merges : [],
    ids,
    tokens: ids.map(show),
  };
}
