import {
  type AskedName,
  NameDuel,
  type NameDuelOptions,
  nameCorpus,
  runNameDuel,
} from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { type Tokenizer, trainTokenizer } from '@gibbs/tokenizer';
import * as v from 'valibot';
import { bar } from '../draw/bar.js';
import { visible } from '../draw/merges.js';
import { grouped, percent } from '../draw/numbers.js';
import { beside, clip, type Page, padEnd, rows, wrap } from '../draw/page.js';
import { plot } from '../draw/plot.js';
import type { Session } from '../session.js';
import { part } from './report.js';

const student = v.object({
  parameters: v.number(),
  /** Nats per token, by step. */
  losses: v.array(v.tuple([v.number(), v.number()])),
  /** Share of names with every token right, by step. */
  scores: v.array(v.object({ step: v.number(), seen: v.number(), unseen: v.number() })),
  seen: v.number(),
  unseen: v.number(),
  /** What it says when asked for the one name; null where the name does not fit. */
  answer: v.nullable(
    v.object({
      text: v.string(),
      tokens: v.array(v.string()),
      probabilities: v.array(v.number()),
      right: v.boolean(),
    }),
  ),
});

export const duelSchema = v.object({
  names: v.number(),
  unseenNames: v.number(),
  steps: v.number(),
  /** Tokens that both read. */
  window: v.number(),
  /** What the tokenizer was trained on; with the corpus too where names were too many tokens without it. */
  tokenizer: v.picklist(['text', 'text and corpus']),
  name: v.string(),
  /** Why the name could not be asked for, or null. */
  notAsked: v.nullable(v.string()),
  /** The tokens that were read, and the share of each in the first word token that attention said, by head. */
  context: v.array(v.string()),
  looks: v.array(v.array(v.number())),
  attention: student,
  mlp: student,
});
export type DuelPart = v.InferOutput<typeof duelSchema>;
type Student = v.InferOutput<typeof student>;

/** What may be set of a duel; the rest is as the tasks have it. */
export type DuelSettings = Omit<
  NameDuelOptions,
  'tokenizer' | 'heldOut' | 'seed' | 'names' | 'unseen' | 'steps'
> & {
  names: number;
  unseen: number;
  steps: number;
};

export const duelDefaults = { names: 4000, unseen: 1024, steps: 120 } as const;

/** Trains an MLP and an attention model of one size on the same sentences and judges them on names never seen. */
export async function runDuel(
  tokenizer: Tokenizer,
  text: string,
  name: string,
  settings: DuelSettings,
  session: Session,
  label = 'duel',
): Promise<DuelPart> {
  const { names, unseen, steps } = settings;
  const task = session.progress.start(label, steps, 'steps');
  const { duel, trainedOn } = await duelFor(tokenizer, text, {
    ...settings,
    seed: session.seed,
    heldOut: [name],
  });
  try {
    const losses = { attention: [] as [number, number][], mlp: [] as [number, number][] };
    const scores = { attention: [] as Student['scores'], mlp: [] as Student['scores'] };
    const start = duel.score(256);
    for (const who of ['attention', 'mlp'] as const) scores[who].push({ step: 0, ...start[who] });
    for await (const { step, loss, score } of runNameDuel(duel, { every: 2, judge: 20 })) {
      for (const who of ['attention', 'mlp'] as const) {
        losses[who].push([step, loss[who]]);
        if (score) scores[who].push({ step, ...score[who] });
      }
      const last = scores.attention.at(-1);
      task.update(
        step,
        `unseen ${percent(last?.unseen ?? 0)} : ${percent(scores.mlp.at(-1)?.unseen ?? 0)}`,
      );
      session.event('duel', { step, loss, ...(score && { score }) });
      await session.breathe();
    }
    const { asked, notAsked } = ask(duel, name);
    const told = (who: 'attention' | 'mlp'): Student => {
      const { seen = 0, unseen: never = 0 } = scores[who].at(-1) ?? {};
      const answer = asked && {
        text: asked[who].answer,
        tokens: asked[who].tokens,
        probabilities: asked[who].probabilities,
        right: asked[who].right,
      };
      return {
        parameters: duel.parameters[who],
        losses: losses[who],
        scores: scores[who],
        seen,
        unseen: never,
        answer: answer ?? null,
      };
    };
    const [attention, mlp] = [told('attention'), told('mlp')];
    task.finish(`unseen names: attention ${percent(attention.unseen)}, MLP ${percent(mlp.unseen)}`);
    return {
      names,
      unseenNames: unseen,
      steps,
      window: duel.window,
      tokenizer: trainedOn,
      name,
      notAsked,
      context: asked?.context ?? [],
      looks: asked?.looks.map((head) => head[firstWord(asked)] ?? []) ?? [],
      attention,
      mlp,
    };
  } finally {
    duel.dispose();
  }
}

/** The first token said that is more than a space. */
function firstWord({ attention: { tokens } }: AskedName): number {
  return Math.max(
    0,
    tokens.findIndex((token) => token.trim() !== ''),
  );
}

/** Bytes that a token of the sentences must stand for at least; below, they are all but spelt. */
const leastBytesPerToken = 1.7;

/** A text that knows too few of the words spells names letter by letter; then the tokenizer learns from the corpus too. */
async function duelFor(
  tokenizer: Tokenizer,
  text: string,
  options: Omit<NameDuelOptions, 'tokenizer'>,
): Promise<{ duel: NameDuel; trainedOn: DuelPart['tokenizer'] }> {
  const random = generator(options.seed ?? 0);
  const corpus = nameCorpus(4000, () => random.uniform());
  const sample = corpus.slice(0, 20_000);
  if (sample.length >= leastBytesPerToken * tokenizer.count(sample, { disallowedSpecial: [] }))
    return { duel: new NameDuel({ ...options, tokenizer }), trainedOn: 'text' };
  const vocabSize = tokenizer.vocabSize + 512;
  const wider = await trainTokenizer([text, corpus], { vocabSize, minFrequency: 2 });
  return { duel: new NameDuel({ ...options, tokenizer: wider }), trainedOn: 'text and corpus' };
}

function ask(duel: NameDuel, name: string): { asked: AskedName | null; notAsked: string | null } {
  try {
    return { asked: duel.ask(name), notAsked: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { asked: null, notAsked: error.message };
  }
}

export function viewDuel(duel: DuelPart, page: Page, title = 'The name duel'): string[] {
  const { mlp, attention } = duel;
  const half = Math.floor((page.width - 8) / 2);
  const line = (one: Student): [number, number][] =>
    one.scores.map((at) => [at.step, at.unseen * 100]);
  const curve = plot(
    [
      { points: line(mlp), label: 'MLP', tint: 'yellow' },
      { points: line(attention), label: 'attention', tint: 'cyan' },
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
    "“I'm called <name>, so my name is …” in many words, the name anywhere:",
    `${grouped(duel.names)} names to learn from, ${grouped(duel.unseenNames)} never seen, ${duel.steps} steps`,
    ...(duel.tokenizer === 'text'
      ? []
      : ['(this text spells them letter by letter: here the tokenizer learns from both)']),
    '',
    ...beside(
      [
        corner('MLP', mlp, 'yellow', half, page),
        corner('attention', attention, 'cyan', half, page),
      ],
      4,
    ),
    ...(duel.notAsked === null
      ? []
      : ['', ...wrap(`${duel.name} was not asked for: ${duel.notAsked}`, page.width - 4)]),
    '',
    ...curve,
    ...lookLines(duel, page),
  ];
  return part(page, title, body, meaning(duel));
}

function corner(
  name: string,
  one: Student,
  tint: 'yellow' | 'cyan',
  width: number,
  page: Page,
): string[] {
  const score = (label: string, share: number): string[] => [
    label,
    padEnd(percent(share), 5),
    page.paint(tint, bar(share, 18)),
  ];
  const answer = one.answer;
  const verdict = answer?.right ? page.paint('green', 'right') : page.paint('red', 'wrong');
  const sure = answer?.probabilities.reduce((product, p) => product * p, 1) ?? 0;
  return [
    padEnd(`${page.paint(['bold', tint], name)}  ${grouped(one.parameters)} parameters`, width),
    ...rows([score('seen', one.seen), score('unseen', one.unseen)]),
    ...(answer
      ? [
          `says ${clip(answer.tokens.map(visible).join('|').replace(/^␣\|?/, ''), width - 5)}`,
          `${verdict}, p ${sure < 0.001 ? '< 0.001' : sure.toFixed(3)}`,
        ]
      : []),
  ];
}

/** Where the sharpest head looked while attention said the first token of the name. */
function lookLines({ looks, context, name }: DuelPart, page: Page): string[] {
  const [sharpest = []] = looks.toSorted((a, b) => Math.max(...b) - Math.max(...a));
  if (sharpest.length === 0) return [];
  const words = context.map((token, i) => {
    const share = sharpest[i] ?? 0;
    return share > 0.2
      ? page.paint(['bold', 'cyan'], `[${visible(token).replace(/^␣/, '')} ${percent(share)}]`)
      : token;
  });
  return ['', `Asked for ${name}, attention looks here:`, ...wrap(words.join(''), page.width - 4)];
}

/** Of the names it was trained on: below this a student has not learned them either. */
const learnedAtLeast = 0.5;

function meaning({ mlp, attention, name, steps }: DuelPart): string {
  const verdict =
    attention.unseen - mlp.unseen > 0.2
      ? 'The MLP must learn each name at each place anew; attention looks back, finds the name and copies it, so that one it never met is no harder.'
      : 'With this text and this little training attention has not pulled away from the MLP.';
  // Missing what was never seen says little of one that does not yet know what it was shown.
  const fairness =
    mlp.seen < learnedAtLeast
      ? ` After ${steps} steps the MLP has not learned the names it was trained on either: ${percent(mlp.seen)} of them. It is slower before it is unable; gibbs copy duel --steps ${Math.max(800, 4 * steps)} gives it longer.`
      : '';
  const has = (one: Student): string => (one.answer?.right ? 'has it' : 'misses it');
  const asked = attention.answer
    ? ` Asked for ${name}: attention ${has(attention)}, the MLP ${has(mlp)}.`
    : '';
  return verdict + fairness + asked;
}
