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
export const book = {
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
  const { closeness, weights, result } = lookup(query, {
    keys,
    values,
    closeness: 'inverse-distance',
  });
  return { query, keys, values, closeness, weights, result };
}

export function viewLookup(answer: LookupPart, page: Page): string[] {
  const body = [
    ...lookupTable(answer, page),
    '',
    `query  ${vector(answer.query)}`,
    `result ${vector(answer.result, 10)}`,
  ];
  return part(
    page,
    '2  A lookup with a slope',
    body,
    'Every value answers, weighted by softmax(closeness): the nearest key nearly wins, and because ' +
      'nothing is all or none, the lookup can be trained. This is attention.',
  );
}

/** Keys and values with the closeness and weight of each; a long table shows its heaviest rows. */
export function lookupTable(
  { keys, values, closeness, weights }: Omit<LookupPart, 'query' | 'result'>,
  page: Page,
  most = 20,
): string[] {
  const order = weights.map((_, i) => i);
  const heaviest = [...order].sort((a, b) => (weights[b] as number) - (weights[a] as number));
  const shown = order.length > most ? heaviest.slice(0, most) : order;
  const table = shown.map((i) => {
    const weight = weights[i] as number;
    return [
      shorten(vector(keys[i] as number[])),
      shorten(vector(values[i] as number[])),
      (closeness[i] as number).toPrecision(5),
      weight.toFixed(6),
      page.paint(i === heaviest[0] ? 'green' : 'dim', bar(weight, 16)),
    ];
  });
  const more = order.length - shown.length;
  return [
    ...rows([['key', 'value', 'closeness', 'weight', ''], ...table], [2, 3]),
    ...(more > 0 ? [page.paint('dim', `and ${more} rows of less weight`)] : []),
  ];
}

/** Numbers in round brackets, as they are or with so many decimals. */
export function vector(values: readonly number[], digits?: number): string {
  const text = (value: number): string =>
    digits === undefined ? String(value) : value.toFixed(digits);
  return `(${values.map(text).join(', ')})`;
}

function shorten(text: string): string {
  return text.length <= 20 ? text : `${text.slice(0, 18)}…)`;
}
