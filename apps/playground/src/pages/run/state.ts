import type { Fields } from '@gibbs/journeys';
import * as v from 'valibot';

/** All that a link to this page carries. */
export interface RunState {
  /** The name of an example of the packages, or nothing. */
  example: string;
  /** Code of one's own; where it is there, it goes before the example. */
  code: string;
}

export const start: RunState = { example: '', code: '' };
export const longestCode = 60_000;

/** How each part of the state is written in a link and read back. */
export const fields: Fields<RunState> = {
  example: {
    schema: v.pipe(v.string(), v.regex(/^[\w-]{1,40}\.\w{1,60}\.\d{1,2}$|^$/)),
    write: String,
  },
  code: { schema: v.pipe(v.string(), v.maxLength(longestCode)), write: String },
};

/** What the editor holds when the page opens. */
export const firstCode = `import { Chambers } from '@gibbs/physics/information';

// Maxwell's demon lets molecules through from left to right only.
const box = new Chambers({ particles: 100, memoryBits: 64, seed: 7 });
for (let visitor = box.flyUntil(20); visitor !== null; visitor = box.flyUntil(20)) {
  box.answer(visitor.fromLeft);
}
console.log('left', box.left, 'right', box.particles - box.left);
console.log('gas', box.gas.entropy, 'memory', box.memory.entropy);
console.log('in sum', box.ledger.universe);
`;
