import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { seconds as duration } from '../progress.js';
import { duelDefaults, duelSchema, runDuel, viewDuel } from '../tour/duel.js';
import { engineSchema, runEngine } from '../tour/engine.js';
import { gasSchema, runGas } from '../tour/gas.js';
import { viewHeat } from '../tour/heat.js';
import { lookupSchema, runLookup, viewLookup } from '../tour/lookup.js';
import { piecesSchema, runPieces, textFor, viewPieces } from '../tour/pieces.js';
import { runXor, viewXor, xorSchema } from '../tour/xor.js';
import { nameOf, wholeNumber } from '../values.js';

const schema = v.object({
  version: v.literal(1),
  seed: v.number(),
  seconds: v.number(),
  xor: xorSchema,
  lookup: lookupSchema,
  pieces: piecesSchema,
  duel: duelSchema,
  gas: gasSchema,
  engine: engineSchema,
});

export default defineCommand({
  description:
    'Runs every layer of Gibbs once on real work and reports what came out. Every figure is computed in ' +
    'this run; nothing is read but the file you name.',
  configure: (command: Command) => {
    command
      .option('--text <file>', 'a text to learn the tokenizer from; else one that Gibbs writes')
      .addOption(
        new Option('--name <name>', 'the name to take apart and to ask for')
          .default('Keyvan')
          .argParser(nameOf),
      )
      .addOption(
        new Option('--steps <n>', 'steps of the duel; fewer are quicker and say less')
          .default(duelDefaults.steps)
          .argParser(wholeNumber(1, 100_000)),
      );
  },
  examples: [
    ['gibbs tour', 'the whole tour, with progress on stderr'],
    ['gibbs tour --json > tour.json', 'the same as one JSON document'],
    ['gibbs tour --seed 1 --quiet', 'the headline figures alone'],
  ],
  schema,
  repeatable: true,
  tensors: true,
  run: async ({ options }, session) => {
    const name = options.name as string;
    const start = performance.now();
    const source = await textFor(options.text as string | undefined, session.seed);
    const xor = await runXor(session);
    const lookup = runLookup();
    session.progress
      .start('2/5 lookup', 1, 'queries')
      .finish(`weight ${Math.max(...lookup.weights).toFixed(4)}`);
    const { part: pieces, tokenizer } = await runPieces(source, name, session, '3/5 tokenizer');
    const duel = await runDuel(
      tokenizer,
      source.text,
      name,
      { ...duelDefaults, steps: options.steps as number },
      session,
      '4/5 duel',
    );
    const gas = await runGas(session);
    const engine = runEngine();
    const seconds = (performance.now() - start) / 1000;
    return {
      version: 1,
      seed: session.seed,
      seconds,
      xor,
      lookup,
      pieces,
      duel,
      gas,
      engine,
    } as const;
  },
  human: (tour, page) => {
    const { xor, lookup, pieces, duel, gas, engine } = tour;
    return [
      ...viewXor(xor, page),
      ...viewLookup(lookup, page),
      ...viewPieces(pieces, page),
      ...viewDuel(duel, page, '4  The name duel'),
      ...viewHeat(gas, engine, page),
      page.paint(
        'dim',
        `All computed in this run: ${duration(tour.seconds * 1000)}, seed ${tour.seed}.`,
      ),
    ].join('\n');
  },
  csv: (result) => [['quantity', 'value'], ...headlines(result)],
  quiet: (result) =>
    headlines(result)
      .map(([name, value]) => `${name} ${value}`)
      .join('\n'),
});

/** The figures that sum the tour up. */
function headlines(tour: v.InferOutput<typeof schema>): [string, string | number][] {
  const { xor, lookup, pieces, duel, gas, engine } = tour;
  return [
    ['xor.right', xor.table.filter((row) => Math.round(row.output) === row.target).length],
    ['xor.loss', xor.loss],
    ...lookup.result.map((value, i): [string, number] => [`lookup.result.${i}`, value]),
    ['pieces', pieces.pieces.join('|')],
    ['duel.attention.unseen', duel.attention.unseen],
    ['duel.mlp.unseen', duel.mlp.unseen],
    ['gas.entropyPerDisk', gas.entropy.at(-1)?.[1] ?? 0],
    ['engine.efficiency', engine.efficiency],
    ['engine.limit', engine.limit],
  ];
}
