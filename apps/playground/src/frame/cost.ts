import { signal } from '@preact/signals';

/** What some steps have cost the machine. */
export interface Cost {
  steps: number;
  /** Time spent computing them, waiting left out. */
  seconds: number;
  /** Bits of memory that were overwritten: by Landauer's principle these, and only these, must cost work. */
  bits: number;
  /** Floating-point operations, where the page can count them. */
  flop: number;
}

const nothing: Cost = { steps: 0, seconds: 0, bits: 0, flop: 0 };

/** What all steps on this page have cost since it was opened, and the latest share of it. */
export const spent = signal<Cost>(nothing);
export const lately = signal<Cost>(nothing);

/** Adds to the bill of this page. */
export function count(cost: Partial<Cost>): void {
  const sum = (old: Cost, share: number): Cost => ({
    steps: old.steps * share + (cost.steps ?? 0),
    seconds: old.seconds * share + (cost.seconds ?? 0),
    bits: old.bits * share + (cost.bits ?? 0),
    flop: old.flop * share + (cost.flop ?? 0),
  });
  if (!cost.steps) return;
  spent.value = sum(spent.peek(), 1);
  lately.value = sum(lately.peek(), 0.9);
}
