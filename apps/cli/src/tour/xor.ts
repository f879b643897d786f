import { answerXor, truthTable, XorTraining } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import { field } from '../draw/field.js';
import { grouped } from '../draw/numbers.js';
import { beside, type Page, padStart, rows } from '../draw/page.js';
import { plot } from '../draw/plot.js';
import type { Session } from '../session.js';
import { part } from './report.js';

export const xorSchema = v.object({
  hidden: v.number(),
  /** The seed of the starting weights. A start that learns nothing is followed by another. */
  seed: v.number(),
  starts: v.number(),
  parameters: v.number(),
  steps: v.number(),
  loss: v.number(),
  /** Whether each of the four answers falls on the right side of one half. */
  learned: v.boolean(),
  table: v.array(
    v.object({ a: v.number(), b: v.number(), target: v.number(), output: v.number() }),
  ),
  /** The network's answer over the unit square, from b = 1 on top to b = 0, and from a = 0 to a = 1. */
  map: v.array(v.array(v.number())),
  losses: v.array(v.tuple([v.number(), v.number()])),
});
export type XorPart = v.InferOutput<typeof xorSchema>;

const [hidden, steps, mostStarts, patches] = [4, 400, 8, 9];

/** Trains one small network by gradient descent, from another start where the first finds no way. */
export async function runXor(session: Session): Promise<XorPart> {
  const task = session.progress.start('1/5 xor', steps, 'steps');
  for (let starts = 1; ; starts++) {
    const seed = session.seed + starts - 1;
    const training = new XorTraining({ runs: [{ seed, width: hidden }] });
    try {
      const losses: [number, number][] = [];
      while (training.step < steps) {
        training.advance(training.step < 100 ? 2 : 10);
        losses.push([training.step, training.loss(0)]);
        task.update(training.step, `loss ${training.loss(0).toFixed(4)}`);
        await session.breathe();
      }
      const learned = training.solved(0);
      if (!learned && starts < mostStarts) continue;
      const network = training.network(0);
      const share = (i: number): number => i / (patches - 1);
      task.finish(learned ? '4 of 4 right' : 'not learned');
      return {
        hidden,
        seed,
        starts,
        parameters: network.hidden.flat().length + network.output.length,
        steps,
        loss: training.loss(0),
        learned,
        table: truthTable.map(([a, b]) => ({
          a,
          b,
          target: Number(a !== b),
          output: answerXor(network, a, b),
        })),
        map: Array.from({ length: patches }, (_, row) =>
          Array.from({ length: patches }, (_, column) =>
            answerXor(network, share(column), 1 - share(row)),
          ),
        ),
        losses,
      };
    } finally {
      training.dispose();
    }
  }
}

export function viewXor(xor: XorPart, page: Page): string[] {
  const right = xor.table.filter((row) => Math.round(row.output) === row.target).length;
  const table = rows(
    [
      ['a', 'b', 'XOR', 'network'],
      ...xor.table.map((row) => [`${row.a}`, `${row.b}`, `${row.target}`, row.output.toFixed(4)]),
    ],
    [2, 3],
  );
  const square = [
    'b',
    ...field(xor.map, page).map(
      (line, i, all) => `${i === 0 ? '1' : i === all.length - 1 ? '0' : ' '} ${line}`,
    ),
    `  0${padStart('1 a', (xor.map[0]?.length ?? 0) * 2 - 1)}`,
  ];
  const curve = plot(
    [{ points: xor.losses, tint: 'cyan' }],
    {
      width: 32,
      height: xor.map.length + 2,
      x: { label: 'steps' },
      y: { label: 'loss', least: 0 },
    },
    page,
  );
  const body = [
    `2 → ${xor.hidden} → 1, ${xor.parameters} parameters, ${grouped(xor.steps)} steps: ${right} of 4 right${xor.starts > 1 ? `, from start ${xor.starts}` : ''}`,
    '',
    ...beside([table, square, curve], 3),
  ];
  return part(
    page,
    '1  XOR, the gate that one neuron cannot be',
    body,
    'No straight line parts the ones from the zeros; a hidden layer folds the square until one does.',
  );
}
