/** What each way of ending says to the shell. */
export const exitCodes = {
  done: 0,
  goalNotMet: 1,
  usage: 2,
  file: 3,
  checkpoint: 4,
  internal: 70,
  interrupted: 130,
} as const;

/**
 * An end that the user can understand and act on: one line that names the thing, the reason and,
 * where there is one, the remedy. Everything else that is thrown is a fault of ours (exit 70).
 */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof exitCodes, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Failure';
    this.exitCode = exitCodes[kind];
  }
}

/** Turns a package's RangeError about the values it was given into a usage error, now or later; all else passes. */
export function asUsage<T>(work: () => T): T {
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(refuse) as T) : result;
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (error instanceof RangeError) throw new Failure('usage', error.message, error);
  throw error;
}
