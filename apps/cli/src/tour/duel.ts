import * as v from 'valibot';
import { bar } from '../draw/bar.js';
import { grouped, percent } from '../draw/numbers.js';
import { beside, columns, type Page, padEnd, rows } from '../draw/page.js';
import { plot } from '../draw/plot.js';
import { part } from './report.js';

const fighter = v.object({
  name: v.string(),
  parameters: v.number(),
  steps: v.number(),
  /** Share of whole names right, by training step. */
  curve: v.array(
    v.object({ step: v.number(), loss: v.number(), seen: v.number(), unseen: v.number() }),
  ),
  seen: v.number(),
  unseen: v.number(),
  /** What it says when asked for the one name, most probable token first. */
  answer: v.object({ text: v.string(), right: v.boolean(), probability: v.number() }),
});

export const duelSchema = v.object({
  sentence: v.string(),
  trainingNames: v.number(),
  unseenNames: v.number(),
  places: v.number(),
  name: v.string(),
  mlp: fighter,
  attention: fighter,
});
export type DuelPart = v.InferOutput<typeof duelSchema>;
type Fighter = v.InferOutput<typeof fighter>;

export function viewDuel(duel: DuelPart, page: Page): string[] {
  const { mlp, attention } = duel;
  const half = Math.floor((page.width - 8) / 2);
  const curve = plot(
    [
      { points: mlp.curve.map((p) => [p.step, p.unseen * 100]), label: 'MLP', tint: 'yellow' },
      {
        points: attention.curve.map((p) => [p.step, p.unseen * 100]),
        label: 'attention',
        tint: 'cyan',
      },
    ],
    {
      width: page.width - 4,
      height: 10,
      x: { label: 'steps', least: 0 },
      y: { label: 'unseen names right', least: 0, most: 100, format: (value) => `${value} %` },
    },
    page,
  );
  const body = [
    `${grouped(duel.trainingNames)} names to learn from, ${grouped(duel.unseenNames)} never seen, ${duel.places} places for the name`,
    '',
    ...beside([corner(mlp, 'yellow', half, page), corner(attention, 'cyan', half, page)], 4),
    '',
    ...curve,
  ];
  return part(page, '4  The name duel', body, meaning(duel));
}

function corner(one: Fighter, tint: 'yellow' | 'cyan', width: number, page: Page): string[] {
  const score = (label: string, share: number): string[] => [
    label,
    padEnd(percent(share), 5),
    page.paint(tint, bar(share, 18)),
  ];
  const said = `“${one.answer.text}”`;
  const verdict = one.answer.right ? page.paint('green', 'right') : page.paint('red', 'wrong');
  return [
    padEnd(`${page.paint(['bold', tint], one.name)}  ${grouped(one.parameters)} parameters`, width),
    ...rows([score('seen', one.seen), score('unseen', one.unseen)]),
    `says ${columns(said) > width - 16 ? `${said.slice(0, width - 18)}…` : said} ${verdict}`,
  ];
}

function meaning({ mlp, attention, name }: DuelPart): string {
  const gap = attention.unseen - mlp.unseen;
  const verdict =
    gap > 0.2
      ? 'The MLP must have met a name at a place to say it there; attention looks back, finds it and copies it, so that a name it never met is no harder.'
      : 'With this text and this little training attention has not pulled away from the MLP.';
  return `${verdict} Asked for ${name}: attention ${attention.answer.right ? 'has it' : 'misses it'}, the MLP ${mlp.answer.right ? 'has it' : 'misses it'}.`;
}
