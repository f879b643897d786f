// What the contender `gibbs` does for each row of gasRows.mjs: row id → one sample.

/** @type {Record<string, () => { value: number, note?: string }>} */
export const samples = {};
