import { setImmediate } from 'node:timers/promises';
import type { Progress } from './progress.js';

/** What a command works with besides its own options. */
export interface Session {
  /** Seeds everything that is random; the same seed gives the same result. */
  readonly seed: number;
  readonly progress: Progress;
  /** Aborted by an interrupt, for work that takes a signal. */
  readonly signal: AbortSignal;
  /** Lets the process hear an interrupt; throws the interruption. Cheap enough for every step. */
  breathe(): Promise<void>;
  /** One line of `--format jsonl`; nothing in the other formats. */
  event(type: string, data: Record<string, unknown>): void;
  /** A remark on stderr; none with `--quiet`. */
  note(text: string): void;
}

/** A `breathe` that gives the event loop a turn at most every `interval` milliseconds. */
export function breather(signal: AbortSignal, interval = 40): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < interval) return;
    await setImmediate();
    last = performance.now();
    signal.throwIfAborted();
  };
}
