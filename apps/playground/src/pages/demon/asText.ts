import { timePerTick } from '@gibbs/journeys/demon';
import { demon, now, rule } from './model.js';

const answers = {
  speed: 'visitor.energy > Math.LN2 === visitor.fromLeft',
  way: 'visitor.fromLeft',
  greedy: 'visitor.entropyIfOpen < 0',
  net: 'visitor.entropyIfOpen < 0',
  hand: 'visitor.entropyIfOpen < 0',
  nobody: 'true',
} as const;

/** This very run, proved in a terminal, and beside it the one-way demon in bulk. */
export async function asCommand(): Promise<string> {
  const { particles, memory, erases, seed } = demon.state.value;
  const visits = Math.max(1, now.value?.looks ?? 1);
  const wipe = erases ? '' : ' --no-erase';
  return `gibbs verify '${await demon.shareLink()}'
gibbs demon --particles ${particles} --memory ${memory} --visits ${visits}${wipe} --seed ${seed}`;
}

/** The experiment as a call of the package, from the start, with the demon that minds the door now. */
export function asCode(): string {
  const { particles, memory, erases, seed, step } = demon.state.value;
  const wipe = erases ? '\n  if (box.blind) box.erase();' : '';
  const nobody = rule.value === 'nobody' ? '\nbox.attended = false;' : '';
  return `import { Chambers } from '@gibbs/physics/information';

const box = new Chambers({ particles: ${particles}, memoryBits: ${memory}, seed: ${seed} });${nobody}
const end = ${Math.max(1, step) * timePerTick};
for (let visitor = box.flyUntil(end); visitor !== null; visitor = box.flyUntil(end)) {
  box.answer(${answers[rule.value]});${wipe}
}
console.log(box.gas.entropy, box.memory.entropy, box.ledger.universe);`;
}
