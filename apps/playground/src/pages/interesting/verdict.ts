import { type Own, pieceLength, type Verdict } from '@gibbs/journeys/interesting';
import { type Field, type MeterOptions, meter, mostInteresting } from '@gibbs/physics/interest';

/** Puts the meter to a text, a picture or a drawing; a long text also piece by piece. */
export function verdictOf(own: Own, options: MeterOptions = {}): Omit<Verdict, 'id'> {
  if (own.kind === 'text') {
    const pieces = piecesOf(own.text).map((piece) => meter(piece));
    const peak = pieces.length > 1 ? mostInteresting(pieces).index : null;
    return { reading: meter(own.text), pieces, peak };
  }
  const field: Field | { rgba: Uint8ClampedArray; width: number; height: number } =
    own.kind === 'image' ? own : { cells: own.cells, width: own.width, height: own.width, top: 1 };
  return { reading: meter(field, options), pieces: [], peak: null };
}

/** A text in pieces of equal length; the last may be up to twice as long. */
export function piecesOf(text: string): string[] {
  const count = Math.max(1, Math.floor(text.length / pieceLength));
  return Array.from({ length: count }, (_, i) =>
    text.slice(i * pieceLength, i === count - 1 ? undefined : (i + 1) * pieceLength),
  );
}
