import { Chambers } from '@gibbs/physics/information';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import type { Link } from './link.js';
import { deedsIn, numberIn, seed, whole, wordIn } from './values.js';

/** Time that passes in a tick of the page's timeline. */
const timePerTick = 1 / 80;

const rules = ['speed', 'way', 'greedy', 'net', 'hand', 'nobody'] as const;
type Rule = (typeof rules)[number];

/** Lives through what a link to the page of the demon holds: where the molecules are, the memory, and the books. */
export async function demonBits({ state }: Link, session: Session): Promise<Float64Array> {
  const box = new Chambers({
    particles: numberIn(state, 'particles', { fallback: 100, least: 10, most: 400, ...whole }),
    memoryBits: numberIn(state, 'memory', { fallback: 64, least: 8, most: 256, ...whole }),
    seed: numberIn(state, 'seed', seed),
  });
  const erases = wordIn(state, 'erases', ['yes', 'no']) === 'yes';
  const ticks = numberIn(state, 'step', { fallback: 0, least: 0, most: 12_000, ...whole });
  const deeds = deedsIn(state, [...rules, 'open', 'erase']);
  if (deeds.some(({ kind }) => kind === 'net'))
    throw new Failure(
      'usage',
      'verify: the link has a trained net at the door, which is proved on the page alone. Open it there',
    );
  const answer = (open: boolean): void => {
    box.answer(open);
    if (box.blind && erases) box.erase();
  };
  let rule: Rule = 'speed';
  const task = session.progress.start('demon', Math.max(1, ticks), 'ticks');
  for (let tick = 0; tick < ticks; tick++) {
    const now = deeds.filter(({ at }) => at === tick).map(({ kind }) => kind);
    rule = rules.find((each) => each === now.findLast((kind) => isRule(kind))) ?? rule;
    box.attended = rule !== 'nobody';
    if (now.includes('erase')) box.erase();
    const until = box.time + timePerTick;
    const waits = box.flyUntil(box.time) !== null;
    const onlyWiped = rule === 'hand' && now.includes('erase') && !now.includes('open');
    if (waits && onlyWiped) continue;
    if (waits) answer(now.includes('open'));
    for (let guest = box.flyUntil(until); guest !== null; guest = box.flyUntil(until)) {
      if (rule === 'hand') break;
      if (rule === 'way') answer(guest.fromLeft);
      else if (rule === 'greedy') answer(guest.entropyIfOpen < 0);
      else answer(guest.energy > Math.LN2 === guest.fromLeft);
    }
    task.update(tick + 1);
    await session.breathe();
  }
  task.finish();
  const { x, y, vx, vy, tape, used, ledger } = box;
  const sums = ledger.accounts.flatMap(({ heat, energy, entropy }) => [heat, energy, entropy]);
  return Float64Array.from([...x, ...y, ...vx, ...vy, used, ...tape, ...sums]);
}

function isRule(kind: string): boolean {
  return rules.some((rule) => rule === kind);
}
