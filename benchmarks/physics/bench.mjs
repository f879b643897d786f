// Physics: entropy, reversal and the stirred cup here; hard disks and their peers in gasRows.mjs.

import * as gas from './gasRows.mjs';

export const peers = { ...gas.peers };

export const contenders = {
  gibbs: { command: ['node', 'gibbs.mjs'] },
  ...gas.contenders,
};

export const rows = [...gas.rows];
