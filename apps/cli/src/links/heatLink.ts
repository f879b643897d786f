import { createHash } from 'node:crypto';
import { ReversibleGas } from '@gibbs/physics/secondlaw';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import type { Link } from './link.js';

/** Leaps of the gas in one tick of the page's timeline. */
export const leapsPerTick = 20;

/** What a link without a word about it stands for, and how far each may go. */
const defaults = { particles: 256, seed: 7, step: 0 };
const most = { particles: 4096, seed: 2 ** 32 - 1, step: 1000 };

/**
 * Lives through what a link to the page of heat holds, deed by deed, and gives the digest of every bit of the gas at
 * its end: SHA-256 over the positions now and a leap ago, the first eight bytes of it.
 */
export async function heatDigest({ state }: Link, session: Session): Promise<string> {
  const particles = numberOf(state, 'particles');
  const gas = new ReversibleGas({ particles, seed: numberOf(state, 'seed') });
  const ticks = numberOf(state, 'step');
  const deeds = deedsOf(state.deeds ?? '');
  const task = session.progress.start('heat', Math.max(1, ticks), 'ticks');
  for (let tick = 0; tick < ticks; tick++) {
    for (const { kind } of deeds.filter(({ at }) => at === tick)) {
      if (kind === 'r') gas.reverse();
      else gas.nudge(0, 1);
    }
    gas.step(leapsPerTick);
    task.update(tick + 1);
    await session.breathe();
  }
  task.finish();
  const bits = Int32Array.from(gas.snapshot().positions);
  const hash = createHash('sha256').update(new Uint8Array(bits.buffer)).digest('hex');
  return hash.slice(0, 16);
}

function numberOf(state: Link['state'], name: keyof typeof defaults): number {
  const text = state[name];
  if (text === undefined) return defaults[name];
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  const isEven = name !== 'particles' || (value % 2 === 0 && value >= 4);
  if (value <= most[name] && isEven) return value;
  throw wrong(name, text);
}

function deedsOf(text: string): { kind: string; at: number }[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, kind, at] = /^([rn])(\d{1,4})$/.exec(part) ?? [];
      if (kind === undefined) throw wrong('deeds', text);
      return { kind, at: Number(at) };
    });
}

function wrong(name: string, value: string): Failure {
  return new Failure(
    'usage',
    `verify: the link holds ${name} = '${value.slice(0, 40)}', which it may not`,
  );
}
