import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/demon.js';
import { demon, now } from './model.js';

/** What each number of the books is made of. */
export const why = {
  sum(): Explanation {
    const { gas = 0, memory = 0, bath = 0, total = 0 } = now.value ?? {};
    return {
      ...text.why.total,
      value: short(total),
      numbers: `${short(gas)} + ${short(memory)} + ${short(bath)}`,
      parents: [why.gas(), why.memory(), why.bath()],
      source: 'universe',
    };
  },
  gas(): Explanation {
    const { gas = 0, left = 0, temperatures } = now.value ?? {};
    const { particles } = demon.state.value;
    return {
      ...text.why.gas,
      value: short(gas),
      parents: [
        { ...text.why.left, value: String(left), numbers: text.why.of(left, particles) },
        ...(temperatures ?? []).map((each, side) => ({
          ...text.why.temperature,
          name: text.why.temperatureName(side),
          value: `${short(each)} kT`,
        })),
      ],
      source: 'universe',
    };
  },
  memory(): Explanation {
    const { memory = 0 } = now.value ?? {};
    const used = demon.look.value?.tape.length ?? 0;
    return {
      ...text.why.memory,
      value: short(memory),
      numbers: `${used} · ln 2`,
      parents: [{ ...text.why.bits, value: String(used) }],
      source: 'universe',
    };
  },
  bath(): Explanation {
    const { bath = 0, erasures = 0 } = now.value ?? {};
    return {
      ...text.why.bath,
      value: short(bath),
      numbers: `${Math.round(bath / Math.LN2)} · ln 2`,
      parents: [{ ...text.why.wipes, value: String(erasures) }],
      source: 'erasing',
    };
  },
};
