// Physics: the stirred cup, reversal and the reference table here; hard disks and their peers in gasRows.mjs.

import * as gas from './gasRows.mjs';

export const peers = { ...gas.peers };

export const contenders = {
  gibbs: { command: ['node', 'gibbs.mjs'] },
  ...gas.contenders,
};

export const rows = [
  {
    id: 'stirred-cup-256',
    work: 'stirred cup 256², 2000 steps, entropy and complexity',
    unit: 's',
    better: 'lower',
    rounds: 3,
    targets: [{ value: true, atMost: 10 }],
  },
  {
    id: 'reversal-bytes',
    work: 'reversible gas, 10⁵ steps forth and back: numbers that differ',
    unit: 'numbers',
    better: 'lower',
    rounds: 1,
    targets: [{ value: true, atMost: 0 }],
  },
  {
    id: 'verify-all',
    work: 'reference table: rows that do not hold',
    unit: 'rows',
    better: 'lower',
    rounds: 1,
    targets: [{ value: true, atMost: 0 }],
  },
  {
    id: 'verify-seconds',
    work: 'reference table: time for all rows',
    unit: 's',
    better: 'lower',
    rounds: 1,
    targets: [{ value: true, atMost: 60 }],
  },
  ...gas.rows,
];
