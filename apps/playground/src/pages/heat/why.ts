import type { Explanation } from '../../frame/explain.js';
import { grouped, short } from '../../frame/numbers.js';
import { text } from '../../text/en/heat.js';
import { gas, mixingNow } from './model.js';

const plain = (what: { name: string; sentence: string }, value: string): Explanation => ({
  ...what,
  value,
});

/** Where the entropy of mixing comes from. */
export function whyMixing(): Explanation {
  const { particles, grid, step } = gas.state.value;
  const value = mixingNow.value;
  return {
    ...text.why.mixing,
    value: short(value),
    numbers: text.why.mixing.numbers(particles, grid, value),
    parents: [
      plain(text.why.step, String(step)),
      plain(text.why.cells, String(grid)),
      plain(text.why.disks, grouped(particles)),
    ],
    source: 'mixing',
  };
}

/** Where the energy comes from. */
export function whyEnergy(): Explanation {
  const { particles } = gas.state.value;
  const energy = gas.look.value?.energy ?? 0;
  return {
    ...text.why.energy,
    value: short(energy),
    numbers: `${short(energy * particles)} / ${particles}`,
    parents: [plain(text.why.disks, grouped(particles))],
    source: 'gasEnergy',
  };
}

/** Why so many disks are where they began. */
export function whyHome(): Explanation {
  const { particles, step } = gas.state.value;
  return {
    ...text.why.home,
    value: text.ledger.of(gas.look.value?.home ?? particles, particles),
    parents: [plain(text.why.step, String(step)), plain(text.why.disks, String(particles))],
    source: 'gasLeap',
  };
}

/** Why the momentum is what it is. */
export function whyMomentum(): Explanation {
  return {
    ...text.why.momentum,
    value: `(${(gas.look.value?.momentum ?? [0, 0]).join(', ')})`,
    parents: [plain(text.why.disks, grouped(gas.state.value.particles))],
    source: 'gasMomentum',
  };
}
