import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { engineSchema, runEngine } from '../tour/engine.js';
import { gasSchema, runGas } from '../tour/gas.js';
import { viewHeat } from '../tour/heat.js';
import { lookupSchema, runLookup, viewLookup } from '../tour/lookup.js';

const schema = v.object({
  version: v.literal(1),
  seed: v.number(),
  seconds: v.number(),
  lookup: lookupSchema,
  gas: gasSchema,
  engine: engineSchema,
});

export default defineCommand({
  description:
    'Runs every layer of Gibbs once on real work and reports what came out. Every figure is computed in ' +
    'this run; nothing is read but the file you name.',
  examples: [
    ['gibbs tour', 'the whole tour, with progress on stderr'],
    ['gibbs tour --json > tour.json', 'the same as one JSON document'],
    ['gibbs tour --seed 1 --quiet', 'the headline figures alone'],
  ],
  schema,
  run: async (_input, session) => {
    const start = performance.now();
    const lookup = runLookup();
    const gas = await runGas(session);
    const engine = runEngine();
    const seconds = (performance.now() - start) / 1000;
    return { version: 1, seed: session.seed, seconds, lookup, gas, engine } as const;
  },
  human: ({ lookup, gas, engine }, page) =>
    [...viewLookup(lookup, page), ...viewHeat(gas, engine, page)].join('\n'),
  csv: (result) => [['quantity', 'value'], ...headlines(result)],
  quiet: (result) =>
    headlines(result)
      .map(([name, value]) => `${name} ${value}`)
      .join('\n'),
});

/** The figures that sum the tour up. */
function headlines({ lookup, gas, engine }: v.InferOutput<typeof schema>): [string, number][] {
  return [
    ...lookup.result.map((value, i): [string, number] => [`lookup.result.${i}`, value]),
    ['gas.entropyPerDisk', gas.entropy.at(-1)?.[1] ?? 0],
    ['engine.efficiency', engine.efficiency],
    ['engine.limit', engine.limit],
  ];
}
