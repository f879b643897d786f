/** The run.json of a command as a link to the page that shows the like: for `gibbs open`, and for files dropped on a page. */
import { leapsPerTick } from './heat/protocol.js';

type Options = Record<string, unknown>;
type State = Record<string, string | number | undefined>;

interface Run {
  command: string;
  args: readonly string[];
  options: Options;
  seed: number | undefined;
  result: unknown;
}

/** A number in its range; anything else is a reason not to show the run. */
function within(value: unknown, least: number, most: number, what: string): number {
  const number = Number(value);
  if (number >= least && number <= most) return number;
  throw new RangeError(`${what} from ${least} to ${most}, got ${value}`);
}

function oneOf(value: unknown, values: readonly number[], what: string): number {
  if (values.includes(Number(value))) return Number(value);
  throw new RangeError(`${what} ${values.join(', ')}, got ${value}`);
}

const shown: Record<string, (run: Run) => { page: string; state: State }> = {
  xor: ({ options, seed }) => ({
    page: 'gate',
    state: {
      width: within(options.hidden, 1, 8, '--hidden'),
      activation: String(options.activation),
      learningRate: within(options.learningRate, 0.05, 10, '--learning-rate'),
      seed: within(seed, 0, 255, '--seed'),
      step: Math.min(120, Math.round(Number(options.steps) / 5)),
    },
  }),
  lookup: ({ args, options, result }) => ({
    page: 'lookup',
    state: {
      ...(options.table !== undefined && { rows: rowsOf(result) }),
      ...(options.hard === true && { mode: 'hard' }),
      temperature: textOf(options.temperature),
      closeness: textOf(options.closeness),
      query: args[0]?.trim(),
    },
  }),
  'tokenizer explain': ({ args }) => ({ page: 'words', state: { text: args.join(' ') } }),
  reverse: ({ options, seed }) => {
    const particles = within(options.particles, 4, 131_072, '--particles');
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
      model: textOf(options.model),
      size: oneOf(options.size, [64, 128, 256], '--size'),
      block: oneOf(options.block, [2, 4, 8, 16], '--block'),
      seed,
      step: within(options.steps, 0, 400, '--steps'),
    },
  }),
  planet: ({ options }) => ({
    page: 'planet',
    state: {
      solar: within(options.solar, 100, 3000, '--solar'),
      albedo: within(options.albedo, 0, 0.95, '--albedo'),
      greenhouse: Number(options.greenhouse),
    },
  }),
  'copy duel': ({ options, seed }) => ({
    page: 'names',
    state: {
      names: oneOf(options.names, [50, 200, 1000, 4000], '--names'),
      position: textOf(options.position),
      embeddings: textOf(options.embeddings),
      values: textOf(options.values),
      steps: oneOf(options.steps, [120, 250], '--steps'),
      without: textOf(options.name),
      name: textOf(options.name),
      seed,
      step: Number(options.steps),
    },
  }),
  mix: ({ seed }) => ({ page: 'heat', state: { seed, step: 500 } }),
  gas: ({ seed }) => ({ page: 'heat', state: { seed, step: 500 } }),
};

/** Commands whose runs a page shows. */
export const shownCommands: readonly string[] = Object.keys(shown);

/** Where a run is shown, or why it is not; null where the value is no run at all. */
export function linkOfRun(
  value: unknown,
):
  | { page: string; state: Record<string, string> }
  | { reason: string }
  | { unknown: string }
  | null {
  const { command, args = [], options = {}, seed, result } = value as Partial<Run>;
  if (typeof command !== 'string' || !Array.isArray(args) || typeof options !== 'object')
    return null;
  const make = Object.hasOwn(shown, command) ? shown[command] : undefined;
  if (make === undefined) return { unknown: command };
  try {
    const { page, state } = make({
      ...{ command, options, result },
      args: args.map(String),
      seed: seed === undefined ? undefined : Number(seed),
    });
    const given = Object.entries(state).filter(([, each]) => each !== undefined);
    return {
      page,
      state: Object.fromEntries(given.map(([name, each]) => [name, String(each)])),
    };
  } catch (error) {
    return error instanceof RangeError ? { reason: error.message } : null;
  }
}

const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : String(value);

/** The table of a lookup as the page writes it: label, key and value of each row. */
function rowsOf(result: unknown): string {
  const { keys, values } = result as { keys: number[][]; values: number[][] };
  return keys.map((key, i) => `:${key}:${values[i]}`).join(';');
}
