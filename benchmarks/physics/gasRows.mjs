// Hard disks and the particle engine: peers, contenders beside Gibbs, rows; `samples` are Gibbs' own.

export const peers = {};

export const contenders = {};

export const rows = [];
