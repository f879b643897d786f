// What the contender `gibbs` does for the rows of bench.mjs: row id → one sample.

/** @type {Record<string, () => { value: number, note?: string }>} */
export const samples = {};
