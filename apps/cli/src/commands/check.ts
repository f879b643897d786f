import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { rows as table } from '../draw/page.js';
import { shortNumber } from '../draw/plot.js';
import { exitCodes, Failure } from '../failure.js';
import { nearest } from '../nearest.js';

const row = v.object({
  id: v.string(),
  quantity: v.string(),
  value: v.number(),
  expected: v.number(),
  /** How far the value lies from what is expected, in `unit`. */
  deviation: v.number(),
  unit: v.picklist(['standard errors', 'tolerances']),
  holds: v.boolean(),
  source: v.string(),
});

export default defineCommand({
  description:
    'Computes the reference table of physics on this machine: each quantity beside what it should be, the ' +
    'deviation in standard errors (or in tolerances, where nothing is sampled), and its source. Exits 1 ' +
    'where a row does not hold. The whole table takes about half a minute.',
  examples: [
    ['gibbs check otto carnot', 'the rows whose names begin so'],
    ['gibbs check sackur --format csv', 'as a table for other programs'],
    ['gibbs check mixing -q', 'how many hold, of how many'],
  ],
  configure: (command) => {
    command.argument('[names...]', 'how the names of rows begin; the whole table unless given');
  },
  schema: v.object({ rows: v.array(row), passed: v.number(), total: v.number() }),
  repeatable: true,
  run: async ({ args }, session) => {
    const { checks, verifyEach } = await import('@gibbs/physics/verify');
    const names = args as readonly string[];
    for (const name of names) {
      if (checks.some(({ id }) => id.startsWith(name))) continue;
      const near = nearest(name, [...new Set(checks.map(({ id }) => id.split('-')[0] as string))]);
      throw new Failure(
        'usage',
        `check: no row begins with '${name}'.${near ? ` (Did you mean ${near}?)` : ''}`,
      );
    }
    const only = (id: string): boolean =>
      names.length === 0 || names.some((name) => id.startsWith(name));
    const total = checks.filter(({ id }) => only(id)).length;
    const task = session.progress.start('check', total, 'rows');
    const done: v.InferOutput<typeof row>[] = [];
    for (const found of verifyEach({ seed: session.seed, only })) {
      const { id, quantity, value, expected, deviation, unit, holds, source } = found;
      const told = { id, quantity, value, expected, deviation, unit, holds, source };
      done.push(told);
      session.event('row', told);
      task.update(done.length, id);
      await session.breathe();
    }
    task.finish();
    return { rows: done, passed: done.filter(({ holds }) => holds).length, total };
  },
  exitCode: ({ passed, total }) => (passed === total ? exitCodes.done : exitCodes.goalNotMet),
  human: ({ rows, passed, total }, page) =>
    [
      ...table(
        [
          ['', 'row', 'value', 'expected', 'off by'],
          ...rows.map(({ id, value, expected, deviation, unit, holds }) => [
            holds ? page.paint('green', '✓') : page.paint('red', '✗'),
            id,
            shortNumber(value),
            shortNumber(expected),
            `${shortNumber(deviation)} ${unit === 'standard errors' ? 'SE' : 'tolerances'}`,
          ]),
        ],
        [2, 3],
      ),
      '',
      `${passed} of ${total} rows hold.`,
    ].join('\n'),
  csv: ({ rows }) => [
    ['id', 'quantity', 'value', 'expected', 'deviation', 'unit', 'holds', 'source'],
    ...rows.map((one) => [
      one.id,
      one.quantity,
      one.value,
      one.expected,
      one.deviation,
      one.unit,
      String(one.holds),
      one.source,
    ]),
  ],
  quiet: ({ passed, total }) => `${passed} of ${total}`,
});
