// biome-ignore-all lint/style/noNonNullAssertion: every index is a slot below the number of disks.
import { shiftBarriers } from './barriers.js';
import type { Kernel } from './kernel.js';
import { sortByPlace } from './sort.js';
import { CLOCK, HEADER, MEET, RECORD, type Store } from './store.js';

/** Events per bucket that cost least: more make the lists long, fewer make the calendar empty. */
const FULLEST = 1.5;
const EMPTIEST = 0.35;

/**
 * Ends an epoch: every time is counted from its end, and the events of the next one are queued.
 *
 * Runs between two events, at a moment that depends on the events alone, so the gas takes the same
 * course however often it is asked to stop.
 */
export function turnEpoch(store: Store, { queue }: Kernel): void {
  const { header: H, real: F, queueTime: Q } = store;
  const { count, buckets } = store.sizes;
  const epoch = H[HEADER.epoch]!;
  const events = eventsSoFar(store);
  const load = (events - H[HEADER.epochEvents]!) / buckets;
  H[HEADER.epochEvents] = events;
  H[HEADER.origin] = H[HEADER.origin]! + epoch;
  H[HEADER.epochs] = H[HEADER.epochs]! + 1;
  H[HEADER.now] = H[HEADER.now]! - epoch;
  H[HEADER.bucket] = 0;
  if (load > FULLEST) setRate(store, H[HEADER.rate]! * 2);
  else if (load < EMPTIEST) setRate(store, H[HEADER.rate]! / 2);
  shiftBarriers(store, epoch);
  sortByPlace(store, events);
  for (let i = 0; i < count; i++) {
    F[i * RECORD + CLOCK] = F[i * RECORD + CLOCK]! - epoch;
    F[i * RECORD + MEET] = F[i * RECORD + MEET]! - epoch;
    Q[2 * i] = Q[2 * i]! - epoch;
    queue(i);
  }
}

/** Buckets per unit of time: a power of 2, so that shifting by an epoch is exact. */
export function setRate(store: Store, rate: number): void {
  const bounded = Math.min(2 ** 200, Math.max(2 ** -200, rate));
  store.header[HEADER.rate] = bounded;
  store.header[HEADER.epoch] = store.sizes.buckets / bounded;
}

function eventsSoFar({ header }: Store): number {
  return header[HEADER.collisions]! + header[HEADER.crossings]! + header[HEADER.searches]!;
}
