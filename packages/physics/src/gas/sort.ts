// biome-ignore-all lint/style/noNonNullAssertion: every index is a slot or a cell that exists.
import {
  COLUMN_SHIFT,
  HEADER,
  LABEL,
  LABEL_MASK,
  NEXT,
  PARTNER,
  PLACE,
  RECORD,
  ROW_MASK,
  ROW_SHIFT,
  type Store,
  WORDS,
} from './store.js';

/** Cells along the side of a tile: the disks of 8 × 8 cells fill about one page of memory. */
const TILE = 8;

/** Below this all records fit into the cache of a core, wherever they lie. */
const WORTHWHILE = 2000;

/** Events per disk after which disks have wandered far from their neighbours in memory. */
const WANDERED = 24;

/**
 * Lays disks that are neighbours in the box side by side in memory again, tile by tile.
 *
 * An event reads about ten disks around it; in a gas of a million, memory answers slowly unless they
 * share a page. Only slots change, no number does. Call it while no event is queued.
 */
export function sortByPlace(box: Store, events: number): void {
  const { header: H, real, word, queueTime: Q, cell, slot } = box;
  const { count, columns, rows } = box.sizes;
  if (count < WORTHWHILE || events < H[HEADER.sortAt]!) return;
  H[HEADER.sortAt] = events + WANDERED * count;
  const order = new Int32Array(count);
  const rank = new Int32Array(count);
  let n = 0;
  for (let bottom = 0; bottom < rows; bottom += TILE) {
    for (let left = 0; left < columns; left += TILE) {
      for (let row = bottom; row < Math.min(rows, bottom + TILE); row++) {
        for (let column = left; column < Math.min(columns, left + TILE); column++) {
          for (let i = cell[row * columns + column]!; i >= 0; i = word[i * WORDS + NEXT]!) {
            rank[i] = n;
            order[n++] = i;
          }
        }
      }
    }
  }
  const oldReal = real.slice();
  const oldWord = new Int32Array(oldReal.buffer);
  const oldTime = new Float64Array(count);
  for (let i = 0; i < count; i++) oldTime[i] = Q[2 * i]!;
  cell.fill(-1);
  for (let k = 0; k < count; k++) {
    const i = order[k]!;
    for (let d = 0; d < 6; d++) real[k * RECORD + d] = oldReal[i * RECORD + d]!;
    for (let d = PARTNER; d < WORDS; d++) word[k * WORDS + d] = oldWord[i * WORDS + d]!;
    const partner = oldWord[i * WORDS + PARTNER]!;
    if (partner >= 0) word[k * WORDS + PARTNER] = rank[partner]!;
    Q[2 * k] = oldTime[i]!;
    slot[word[k * WORDS + LABEL]! & LABEL_MASK] = k;
    const place = word[k * WORDS + PLACE]!;
    const c = ((place >> ROW_SHIFT) & ROW_MASK) * columns + (place >> COLUMN_SHIFT);
    word[k * WORDS + NEXT] = cell[c]!;
    cell[c] = k;
  }
}
