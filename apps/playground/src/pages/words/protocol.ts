import type { Learned, Piece } from '@gibbs/journeys/words';

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
