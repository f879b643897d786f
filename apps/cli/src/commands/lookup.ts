import { type Closeness, lookup } from '@gibbs/nn/tasks';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { parseNumbers } from '../csv.js';
import { Failure } from '../failure.js';
import { readText } from '../readText.js';
import { book, lookupTable, vector } from '../tour/lookup.js';
import { oneOf, realNumber } from '../values.js';

const kernels = ['inverse-distance', 'dot', 'gaussian'] as const satisfies readonly Closeness[];
const numbers = v.array(v.number());

export default defineCommand({
  description:
    'Looks a query up in a table of keys and values: softly, as attention does, or hard, as a database ' +
    'does. The table is a CSV; as many of its first columns as the query has numbers are the key, the ' +
    "rest is the value. Without a table, the book's.",
  examples: [
    ['gibbs lookup 0.5,0.7,0.6', "the book's example"],
    ['gibbs lookup 0.5,0.7,0.6 --hard', 'only the closest row answers'],
    ['gibbs lookup 0.5,0.7,0.6 --temperature 5 --json', 'a warmer lookup mixes more'],
    ['gibbs lookup 1,0 0,1 --table points.csv --quiet', 'two queries, results alone'],
  ],
  configure: (command: Command) => {
    command
      .argument('<query...>', 'numbers parted by commas; one query or several')
      .option('--table <file>', 'CSV of keys and values; - reads standard input')
      .option('--hard', 'the closest row alone answers')
      .addOption(
        new Option('--closeness <kernel>', kernels.join(', '))
          .default('inverse-distance')
          .argParser(oneOf(kernels)),
      )
      .addOption(
        new Option('--temperature <t>', 'low is sharp, high is even')
          .default(1)
          .argParser(realNumber(1e-9, 1e9)),
      );
  },
  schema: v.object({
    table: v.nullable(v.string()),
    mode: v.picklist(['soft', 'hard']),
    closeness: v.picklist(kernels),
    temperature: v.number(),
    /** Names of the value columns, where the table has them. */
    names: v.nullable(v.array(v.string())),
    keys: v.array(numbers),
    values: v.array(numbers),
    answers: v.array(
      v.object({ query: numbers, result: numbers, weights: numbers, closeness: numbers }),
    ),
  }),
  repeatable: true,
  run: async ({ options, args }) => {
    const path = options.table as string | undefined;
    const closeness = options.closeness as Closeness;
    const temperature = options.temperature as number;
    const mode = options.hard === true ? 'hard' : 'soft';
    const queries = args.map(queryOf);
    const width = (queries[0] as number[]).length;
    const { names, keys, values } =
      path === undefined ? { names: null, ...book } : await tableOf(path, width);
    const answers = queries.map((query) => {
      const expected = (keys[0] as number[]).length;
      if (query.length !== expected)
        throw new Failure(
          'usage',
          `lookup: a query must have as many numbers as a key, got ${query.length} and ${expected}`,
        );
      const answer = lookup(query, { keys, values, closeness, temperature, mode });
      return { query, result: answer.result, weights: answer.weights, closeness: answer.closeness };
    });
    return {
      table: path ?? null,
      mode,
      closeness,
      temperature,
      names,
      keys,
      values,
      answers,
    } as const;
  },
  human: ({ answers, keys, values }, page) =>
    answers
      .map(({ query, result, weights, closeness }) =>
        [
          ...lookupTable({ keys, values, closeness, weights }, page),
          '',
          `query  ${vector(query)}`,
          `result ${vector(result, 10)}`,
        ].join('\n'),
      )
      .join('\n\n'),
  csv: ({ answers, names, values }) => [
    names ?? (values[0] as number[]).map((_, i) => `value${i + 1}`),
    ...answers.map(({ result }) => result),
  ],
  quiet: ({ answers }) => answers.map(({ result }) => result.join(',')).join('\n'),
});

function queryOf(text: string): number[] {
  const query = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (query.every(Number.isFinite)) return query;
  throw new Failure('usage', `lookup: query must be numbers parted by commas, got '${text}'`);
}

async function tableOf(
  path: string,
  width: number,
): Promise<{ names: string[] | null; keys: number[][]; values: number[][] }> {
  const { text } = await readText('--table', path, 1 << 26);
  const { names, rows } = parseNumbers('--table', path, text);
  const columns = (rows[0] as number[]).length;
  if (columns <= width)
    throw new Failure(
      'file',
      `--table: cannot use ${path}: a key of ${width} numbers and a value need ${width + 1} columns or more, got ${columns}`,
    );
  return {
    names: names ? names.slice(width) : null,
    keys: rows.map((row) => row.slice(0, width)),
    values: rows.map((row) => row.slice(width)),
  };
}
