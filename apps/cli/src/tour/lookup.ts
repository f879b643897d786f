import { lookup } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import { bar } from '../draw/bar.js';
import { type Page, rows } from '../draw/page.js';
import { part } from './report.js';

const row = v.array(v.number());

export const lookupSchema = v.object({
  query: row,
  keys: v.array(row),
  values: v.array(row),
  /** 1/(‖query − key‖ + 1e-5) of each key. */
  closeness: row,
  /** softmax of the closeness; sums to 1. */
  weights: row,
  result: row,
});
export type LookupPart = v.InferOutput<typeof lookupSchema>;

/** The book's table, which anyone can follow with a pocket calculator. */
const book = {
  query: [0.5, 0.7, 0.6],
  keys: [
    [0.52, 0.78, 0.69],
    [0.45, 0.54, 0.12],
    [0.14, 0.59, 0.53],
    [0.79, 0.96, 0.91],
    [0.01, 0.73, 0.69],
  ],
  values: [
    [0.29, 0.51, 0.17],
    [0.63, 0.49, 0.91],
    [0.52, 0.46, 0.25],
    [0.32, 0.32, 0.17],
    [0.68, 0.73, 0.75],
  ],
};

export function runLookup(): LookupPart {
  const { query, keys, values } = book;
  const { closeness, weights, result } = lookup(query, { keys, values, closeness: 'inverse-distance' });
  return { query, keys, values, closeness, weights, result };
}

export function viewLookup(lookup: LookupPart, page: Page): string[] {
  const best = lookup.weights.indexOf(Math.max(...lookup.weights));
  const table = lookup.keys.map((key, i) => {
    const weight = lookup.weights[i] as number;
    return [
      vector(key, 2),
      vector(lookup.values[i] as number[], 2),
      (lookup.closeness[i] as number).toFixed(3),
      weight.toFixed(6),
      page.paint(i === best ? 'green' : 'dim', bar(weight, 18)),
    ];
  });
  const body = [
    ...rows([['key', 'value', 'closeness', 'weight', ''], ...table], [2, 3]),
    '',
    `query  ${vector(lookup.query, 1)}`,
    `result ${vector(lookup.result, 10)}`,
  ];
  return part(
    page,
    '2  A lookup with a slope',
    body,
    'Every value answers, weighted by softmax(closeness): the nearest key nearly wins, and because ' +
      'nothing is all or none, the lookup can be trained. This is attention.',
  );
}

function vector(values: readonly number[], digits: number): string {
  return `(${values.map((value) => value.toFixed(digits)).join(', ')})`;
}
