import type { Session } from './session.js';

/** Sets up threads and turbo as `--threads` and `--turbo` ask, and says what could not be had. */
export async function startEngine(
  options: Record<string, unknown>,
  session: Session,
): Promise<void> {
  const threads = options.threads as number;
  const turbo = options.turbo === true;
  if (threads === 1 && !turbo) return;
  const { init } = await import('@gibbs/tensor');
  for (const note of (await init({ threads, turbo })).notes) session.note(note);
}
