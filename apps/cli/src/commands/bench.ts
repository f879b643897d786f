import { AdamW, fit, GPT, tokenWindows } from '@gibbs/nn';
import { villageCorpus } from '@gibbs/nn/tasks';
import { Gas } from '@gibbs/physics';
import { generator, matmul, randn, scope } from '@gibbs/tensor';
import { trainTokenizer } from '@gibbs/tokenizer';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { rows } from '../draw/page.js';
import { shortNumber } from '../draw/plot.js';
import { Failure } from '../failure.js';
import { nearest } from '../nearest.js';
import type { Session } from '../session.js';
import { realNumber } from '../values.js';

/** One measure: it prepares its work and returns what does it once, saying how much that was. */
interface Measure {
  what: string;
  unit: string;
  prepare: (session: Session) => Promise<() => number | Promise<number>>;
}

const side = 512;

const measures: Readonly<Record<string, Measure>> = {
  matmul: {
    what: `product of two ${side} × ${side} matrices`,
    unit: 'GFLOP/s',
    prepare: async ({ seed }) => {
      const chance = generator(seed);
      const [a, b] = [randn([side, side], chance).keep(), randn([side, side], chance).keep()];
      return () => {
        scope(() => {
          matmul(a, b);
          return undefined;
        });
        return (2 * side ** 3) / 1e9;
      };
    },
  },
  train: {
    what: 'training of a GPT: 4 layers, width 128, context 64, batch 12',
    unit: 'steps/s',
    prepare: async ({ seed }) => {
      const sizes = { vocab: 65, context: 64, channels: 128, layers: 4, heads: 4 };
      const model = new GPT({ ...sizes, generator: generator(seed) });
      const tokens = Int32Array.from({ length: 10_000 }, (_, i) => (i * i) % 65);
      const data = tokenWindows(tokens, { batch: 12, context: 64, seed });
      return async () => {
        await fit(model, data, { steps: 4, optimizer: new AdamW(model), clip: 1 });
        return 4;
      };
    },
  },
  encode: {
    what: 'text to tokens, 4,096 of them, text of 2.7 MB',
    unit: 'MB/s',
    prepare: async ({ seed }) => {
      const chance = generator(seed);
      const text = villageCorpus(40_000, () => chance.uniform());
      const tokenizer = await trainTokenizer(text, { vocabSize: 4096 });
      return () => {
        tokenizer.encodeOrdinary(text);
        return Buffer.byteLength(text) / 1e6;
      };
    },
  },
  gas: {
    what: 'collisions of 1,000 hard disks',
    unit: 'million/s',
    prepare: async ({ seed }) => {
      const gas = new Gas({ width: 100, height: 50, species: [{ count: 1000 }], seed });
      return () => {
        const before = gas.collisions;
        gas.runUntil(gas.time + 20);
        return (gas.collisions - before) / 1e6;
      };
    },
  },
};
const names = Object.keys(measures);

export default defineCommand({
  description:
    'Measures how fast the four packages work on this machine, each for a moment, after a warm-up. Against other ' +
    'libraries they are measured by npm run bench in the repository.',
  examples: [
    ['gibbs bench --seconds 0.1', 'all measures, briefly'],
    ['gibbs bench matmul --seconds 0.1 --turbo --json', 'one of them, in another way'],
  ],
  configure: (command) => {
    command
      .argument('[measure...]', names.join(', '))
      .addOption(
        new Option('--seconds <s>', 'how long each is measured')
          .default(1)
          .argParser(realNumber(0.01, 600)),
      );
  },
  schema: v.object({
    rows: v.array(
      v.object({ name: v.string(), what: v.string(), value: v.number(), unit: v.string() }),
    ),
  }),
  tensors: true,
  run: async ({ options, args }, session) => {
    for (const name of args) {
      if (names.includes(name)) continue;
      const near = nearest(name, names);
      throw new Failure(
        'usage',
        `bench: measure must be one of ${names.join(', ')}, got '${name}'.${near ? ` (Did you mean ${near}?)` : ''}`,
      );
    }
    const asked = args.length > 0 ? args : names;
    const found = [];
    const task = session.progress.start('bench', asked.length, 'measures');
    for (const name of asked) {
      const { what, unit, prepare } = measures[name] as Measure;
      const once = await prepare(session);
      await once();
      const start = performance.now();
      let [work, elapsed] = [0, 0];
      while (elapsed < (options.seconds as number)) {
        work += await once();
        elapsed = (performance.now() - start) / 1000;
        await session.breathe();
      }
      const row = { name, what, value: work / elapsed, unit };
      found.push(row);
      session.event('row', row);
      task.update(found.length, name);
    }
    task.finish();
    return { rows: found };
  },
  human: (result) =>
    rows(
      result.rows.map(({ name, value, unit, what }) => [name, shortNumber(value), unit, what]),
      [1],
    ).join('\n'),
  csv: (result) => [
    ['name', 'value', 'unit'],
    ...result.rows.map(({ name, value, unit }) => [name, value, unit]),
  ],
  quiet: (result) => result.rows.map(({ value }) => String(value)).join('\n'),
});
