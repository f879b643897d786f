/** What the room is asked: to run some code, with the packages where it has not got them yet, or to stop. */
export type Request =
  | { type: 'run'; run: number; code: string; packages?: string }
  | { type: 'stop' };

/** What comes out of a run. */
export type Event =
  | { type: 'print'; kind: 'log' | 'warn' | 'error'; text: string }
  | { type: 'cut'; after: number }
  | { type: 'done'; milliseconds: number }
  | { type: 'error'; message: string; line: number | null };

export type Reply = { type: 'ready' } | (Event & { run: number });

/** Lines beyond which a run is no longer shown, so that a loop that prints cannot fill the page. */
export const mostLines = 1000;
