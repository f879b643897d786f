import { spawn } from 'node:child_process';
import { exitCodes } from '../failure.js';

/** What came of one run. */
export interface Outcome {
  exitCode: number;
  /** The result as `--json` prints it; absent where the run failed. */
  result?: unknown;
  /** The line that says why it failed. */
  error?: string;
  seconds: number;
}

/** Runs one command line in a process of its own, so that a run that fails takes nothing with it. */
export function runJob(words: readonly string[], signal: AbortSignal): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const binary = process.argv[1] as string;
    const separator = words.includes('--') ? words.indexOf('--') : words.length;
    const asked = [...words.slice(0, separator), '--json', '--progress', 'none'];
    const child = spawn(process.execPath, [binary, ...asked, ...words.slice(separator)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // What the parent's environment sets is in the words already.
      env: Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !name.startsWith('GIBBS_')),
      ),
      signal,
      // A run is not asked to save anything, so there is nothing to wait for.
      killSignal: 'SIGKILL',
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part) => {
      stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part) => {
      stderr += part;
    });
    child.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    child.on('close', (code) => {
      if (signal.aborted) return;
      const seconds = (performance.now() - start) / 1000;
      const isDone = code === exitCodes.done || code === exitCodes.goalNotMet;
      const exitCode = code ?? exitCodes.internal;
      if (isDone && stdout !== '') resolve({ exitCode, result: JSON.parse(stdout), seconds });
      else resolve({ exitCode, error: lastLine(stderr), seconds });
    });
  });
}

const lastLine = (text: string): string =>
  (text.trim().split('\n').at(-1) ?? '').replace(/^gibbs: /, '');
