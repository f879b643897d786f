import { leapsPerTick } from '@gibbs/journeys/heat';
import { Failure } from '../failure.js';
import type { Run } from '../runFile.js';
import type { LinkParts } from './link.js';

type State = Record<string, string | number | undefined>;

/** The page that shows what a command does, and the state in which it shows this run. */
const shown: Record<string, (run: Run) => { page: LinkParts['page']; state: State }> = {
  xor: ({ options, seed }) => ({
    page: 'gate',
    state: {
      width: within(Number(options.hidden), 1, 8, '--hidden'),
      activation: options.activation as string,
      learningRate: within(Number(options.learningRate), 0.05, 10, '--learning-rate'),
      seed: within(seed, 0, 255, '--seed'),
      step: Math.min(120, Math.round(Number(options.steps) / 5)),
    },
  }),
  lookup: ({ args, options, result }) => ({
    page: 'lookup',
    state: {
      ...(options.table !== undefined && { rows: rowsOf(result) }),
      ...(options.hard === true && { mode: 'hard' }),
      temperature: options.temperature as number | undefined,
      closeness: options.closeness as string | undefined,
      query: args[0]?.trim(),
    },
  }),
  'tokenizer explain': ({ args }) => ({ page: 'words', state: { text: args.join(' ') } }),
  reverse: ({ options, seed }) => {
    const particles = within(Number(options.particles), 4, 131_072, '--particles');
    const turn = Math.round(Number(options.steps) / leapsPerTick(particles));
    return {
      page: 'heat',
      state: {
        particles,
        seed,
        deeds: `${Number(options.nudge) > 0 ? `n${turn},` : ''}r${turn}`,
        step: within(2 * turn, 0, 5000, 'twice --steps'),
      },
    };
  },
  coffee: ({ options, seed }) => ({
    page: 'interesting',
    state: {
      model: options.model as string,
      size: oneOf(Number(options.size), [64, 128, 256], '--size'),
      block: oneOf(Number(options.block), [2, 4, 8, 16], '--block'),
      seed,
      step: within(Number(options.steps), 0, 400, '--steps'),
    },
  }),
  planet: ({ options }) => ({
    page: 'planet',
    state: {
      solar: within(Number(options.solar), 100, 3000, '--solar'),
      albedo: within(Number(options.albedo), 0, 0.95, '--albedo'),
      greenhouse: Number(options.greenhouse),
    },
  }),
  mix: ({ seed }) => ({ page: 'heat', state: { seed, step: 500 } }),
  gas: ({ seed }) => ({ page: 'heat', state: { seed, step: 500 } }),
};

/** The link by which the playground shows a recorded run. Exit 2 where no page shows the like. */
export function linkOfRun(run: Run): LinkParts {
  const make = shown[run.command];
  if (!make)
    throw new Failure(
      'usage',
      `open: no page of the playground shows ${run.command}; there are pages for ${Object.keys(shown).join(', ')}`,
    );
  const { page, state } = make(run);
  const given = Object.entries(state).filter(([, value]) => value !== undefined);
  return {
    page,
    state: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
}

/** The table of a lookup as the page writes it: label, key and value of each row. */
function rowsOf(result: unknown): string {
  const { keys, values } = result as { keys: number[][]; values: number[][] };
  return keys.map((key, i) => `:${key}:${values[i]}`).join(';');
}

function within(value: number, least: number, most: number, what: string): number {
  if (value >= least && value <= most) return value;
  throw new Failure('usage', `open: the page shows ${what} from ${least} to ${most}, got ${value}`);
}

function oneOf(value: number, values: readonly number[], what: string): number {
  if (values.includes(value)) return value;
  throw new Failure('usage', `open: the page shows ${what} ${values.join(', ')}, got ${value}`);
}
