// What the contender `gibbs` does for the rows of bench.mjs: row id → one sample.

import { Coffee, meter, mostInteresting } from '../../packages/physics/dist/interest/index.js';
import { ReversibleGas } from '../../packages/physics/dist/secondlaw/index.js';
import { verify } from '../../packages/physics/dist/verify/index.js';

/** @type {Record<string, () => { value: number, note?: string }>} */
export const samples = {
  'stirred-cup-256': stirredCup,
  'reversal-bytes': reversal,
  'verify-all': verifyAll,
  'verify-seconds': () => ({ value: verified?.seconds ?? verifyAll().seconds }),
};

/** 2000 steps of stirring and diffusion, with entropy and both complexities read 75 times. */
function stirredCup() {
  const start = performance.now();
  const cup = new Coffee({ size: 256, model: 'stirred', seed: 1 });
  const readings = [meter(cup.field)];
  for (let t = 1, next = 1; t <= 2000; t++) {
    cup.step();
    if (t < next && t !== 2000) continue;
    readings.push(meter(cup.field));
    next = Math.max(t + 1, Math.ceil(t * 1.08));
  }
  const seconds = (performance.now() - start) / 1000;
  const [first, last] = [readings[0], readings.at(-1)];
  const peak = mostInteresting(readings);
  const bits = [first.complexity, peak.value, last.complexity].map((b) => b.toFixed(0)).join(' → ');
  return {
    value: seconds,
    note: `complexity ${bits} bits, entropy 0 → ${last.entropy.toFixed(3)}`,
  };
}

/** Numbers that differ after 10⁵ steps forth and 10⁵ back. */
function reversal() {
  const start = performance.now();
  const gas = new ReversibleGas({ particles: 256, seed: 1 });
  const before = gas.snapshot().positions;
  gas.step(1e5);
  const mixed = gas.mixing();
  gas.reverse();
  gas.step(1e5);
  gas.reverse();
  const differ = gas.snapshot().positions.filter((x, i) => x !== before[i]).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return {
    value: differ,
    note: `256 disks, mixing ${mixed.toFixed(3)} → ${gas.mixing()} k per disk, ${seconds} s`,
  };
}

let verified;

/** Rows of the reference table that do not hold. */
function verifyAll() {
  verified = verify();
  const broken = verified.rows.filter((row) => !row.holds).map((row) => row.id);
  return {
    value: broken.length,
    seconds: verified.seconds,
    note: `${verified.passed} of ${verified.total} hold${broken.length > 0 ? `, not ${broken.join(', ')}` : ''}`,
  };
}
