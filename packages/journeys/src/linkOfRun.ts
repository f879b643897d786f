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
  'digits train': ({ options, seed }) => {
    const { network, hidden, passes, count } = options;
    among(network, ['mlp'], '--network');
    // A pass is as many steps of 64 as there are digits.
    const steps = Math.round((Number(passes) * Number(count)) / 64);
    return {
      page: 'digits',
      state: {
        hidden: oneOf(hidden, [1, 2, 4, 9, 16, 36, 64], '--hidden'),
        seed,
        step: Math.min(300, steps),
      },
    };
  },
  'next train': ({ args, options, seed }) => ({
    page: 'next',
    state: {
      ...builtIn(args),
      context: within(options.context, 1, 5, '--context'),
      seed,
      step: Math.min(400, Number(options.steps)),
    },
  }),
  train: ({ args, options, seed }) => {
    builtIn(args);
    among(options.model ?? 'gpt', ['gpt'], '--model');
    const channels = oneOf(options.channels, [64, 128], '--channels');
    const steps = within(options.steps, 1, 1000, '--steps');
    return {
      page: 'transformer',
      state: {
        size: channels === 64 ? 'small' : 'medium',
        steps: [100, 300, 1000].find((each) => each >= steps),
        seed,
        step: steps,
      },
    };
  },
  demon: ({ options, seed }) => ({
    page: 'demon',
    state: {
      particles: within(options.particles, 10, 400, '--particles'),
      memory: oneOf(options.memory, [8, 16, 32, 64, 128, 256], '--memory'),
      erases: options.erase === false ? 'no' : 'yes',
      seed,
      deeds: 'way0',
      step: 1000,
    },
  }),
  engine: (run) => cycleOf(run, 'no'),
  fridge: (run) => cycleOf(run, 'yes'),
  mix: ({ seed }) => ({ page: 'heat', state: { seed, step: 500 } }),
  gas: ({ seed }) => ({ page: 'heat', state: { seed, step: 500 } }),
};

/** The ideal cycle's engine made of particles: the same strokes between temperatures in the same ratio. */
function cycleOf({ args, options, seed }: Run, reverse: 'yes' | 'no') {
  const cycle = among(args[0] ?? 'carnot', ['carnot', 'stirling', 'otto'], 'the cycle');
  const hot = Number((Number(options.hot) / Number(options.cold)).toFixed(4));
  const ratio = within(hot, 1.1, 3, '--hot over --cold');
  return { page: 'engines', state: { cycle, hot: ratio, reverse, seed, step: 2000 } };
}

/** Texts in files stay where they are. */
function builtIn(args: readonly string[]): State {
  if (args.length > 0) throw new RangeError(`no text of its own, got ${args.join(', ')}`);
  return {};
}

function among(value: unknown, values: readonly string[], what: string): string {
  if (values.includes(String(value))) return String(value);
  throw new RangeError(`${what} ${values.join(', ')}, got ${value}`);
}

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
