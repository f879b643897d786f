/** A merge that training learned, in the order of learning. */
export interface Learned {
  left: string;
  right: string;
  result: string;
  count: number;
}

/** A merge as it happens in a piece: `at` is where its left part begins, in bytes. */
export interface Happening {
  /** Place among the learned merges. */
  rank: number;
  left: string;
  right: string;
  result: string;
  at: number;
}

/** A stretch of text that is never joined with its neighbours, and how it is put together. */
export interface Piece {
  text: string;
  bytes: readonly string[];
  merges: readonly Happening[];
}

export type Request =
  | { type: 'train'; run: number; corpus: string }
  | { type: 'explain'; run: number; text: string; gone: readonly number[] };

export type Reply =
  | { type: 'trained'; run: number; learned: readonly Learned[]; characters: number }
  | {
      type: 'explained';
      run: number;
      text: string;
      pieces: readonly Piece[];
      /** Whether decoding gives back the text, byte for byte. */
      same: boolean;
    }
  | { type: 'failed'; run: number; reason: string };
