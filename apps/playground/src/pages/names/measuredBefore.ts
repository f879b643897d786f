import type { Both } from '@gibbs/nn/tasks';

/**
 * Share of 1,024 unseen names right at the end of each switch: means of seeds 7, 8 and 9, as
 * `node benchmarks/playground/switches.mjs` prints them.
 */
export const before: Readonly<Record<string, Both<number>>> = {
  duel: { attention: 0.995, mlp: 0 },
  'fixed-position': { attention: 0.992, mlp: 0.955 },
  'few-names': { attention: 0.131, mlp: 0 },
  'few-names-learned-values': { attention: 0, mlp: 0 },
  'fixed-embeddings': { attention: 0.453, mlp: 0 },
  'learned-values': { attention: 0.609, mlp: 0 },
  'learned-values-longer': { attention: 0.996, mlp: 0.006 },
  'no-memory': { attention: 0.06, mlp: 0 },
};
