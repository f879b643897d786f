/** Ids cut and filled to the sizes that a model takes. */
import { checkWhole } from './checkWhole.js';

export type Side = 'left' | 'right';

/** At most `maxLength` ids; `side` is where the others are cut off. */
export function truncate(ids: Uint32Array, maxLength: number, side: Side = 'right'): Uint32Array {
  checkWhole('truncate: maxLength', maxLength);
  if (ids.length <= maxLength) return ids;
  return side === 'right' ? ids.slice(0, maxLength) : ids.slice(ids.length - maxLength);
}

/** A batch in one array, row after row, and which places hold ids rather than padding. */
export interface PaddedBatch {
  ids: Uint32Array;
  mask: Uint8Array;
  batch: number;
  time: number;
}

/** Fills all to one length, the longest of them or `length`, with `padId` on one side. */
export function pad(
  batch: Uint32Array[],
  options: { padId: number; length?: number; side?: Side },
): PaddedBatch {
  const longest = batch.reduce((most, ids) => Math.max(most, ids.length), 0);
  const { padId, length: time = longest, side = 'right' } = options;
  checkWhole('pad: length', time);
  checkWhole('pad: padId', padId);
  if (longest > time)
    throw new RangeError(
      `pad: length must be at least the longest list of ids, got ${time} for ${longest}. Truncate first?`,
    );
  const ids = new Uint32Array(batch.length * time).fill(padId);
  const mask = new Uint8Array(batch.length * time);
  batch.forEach((row, i) => {
    const at = i * time + (side === 'right' ? 0 : time - row.length);
    ids.set(row, at);
    mask.fill(1, at, at + row.length);
  });
  return { ids, mask, batch: batch.length, time };
}
