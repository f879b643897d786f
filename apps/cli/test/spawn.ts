import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built binary, as a user runs it. */
export const binary: string = fileURLToPath(new URL('../dist/gibbs.js', import.meta.url));

/** What no command of a test takes: one that hangs is killed then, and its test fails instead of waiting for ever. */
export const patience = { timeout: 150_000, killSignal: 'SIGKILL' } as const;

/** The three things a shell sees of a command, held apart. */
export interface Ended {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** Runs `gibbs` with these arguments, in no terminal and with no colour asked for. */
export function gibbs(args: readonly string[], options: SpawnSyncOptions = {}): Ended {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawnSync(process.execPath, [binary, ...args], {
    env,
    maxBuffer: 1 << 28,
    ...patience,
    ...options,
    encoding: 'utf8',
  });
  if (child.error && 'code' in child.error && child.error.code === 'ETIMEDOUT') {
    const said = `${child.stdout.length} characters of result, stderr ${child.stderr}`;
    throw new Error(`gibbs ${args.join(' ')} did not end in ${patience.timeout / 1000} s; ${said}`);
  }
  return { stdout: child.stdout, stderr: child.stderr, code: child.status };
}
