import { InvalidArgumentError, Option } from 'commander';
import * as v from 'valibot';
import { nearest } from './nearest.js';

/** What a run is to reach: `loss<=1.5`. */
export interface Goal {
  readonly text: string;
  readonly metric: string;
  /** Whether a value of the metric reaches the goal. */
  met(value: number): boolean;
}

/** How a run with a goal ended. */
export const goalSchema = v.nullable(
  v.object({ goal: v.string(), met: v.boolean(), value: v.nullable(v.number()) }),
);

/** `--until METRIC>=VALUE`: stops as soon as the goal is met; a run that ends without it exits 1. */
export function untilOption(metrics: readonly string[]): Option {
  const example = `${metrics[0]}${metrics[0] === 'loss' ? '<=1.5' : '>=0.99'}`;
  return new Option('--until <goal>', `stop once met, such as '${example}'; else exit 1`).argParser(
    (text: string): Goal => {
      const [, given = '', relation, number = ''] =
        /^\s*(\w+)\s*(>=|<=|>|<)\s*(\S+)\s*$/.exec(text) ?? [];
      const value = Number(number);
      if (!relation || !Number.isFinite(value))
        throw new InvalidArgumentError(`It is of the form ${example}.`);
      // `acc` is short for accuracy.
      const metric = metrics.find((name) => given.length > 2 && name.startsWith(given));
      if (metric === undefined) {
        const near = nearest(given, metrics);
        throw new InvalidArgumentError(
          `What can be asked for is ${metrics.join(', ')}.${near ? ` (Did you mean ${near}?)` : ''}`,
        );
      }
      const met = {
        '>=': (got: number) => got >= value,
        '<=': (got: number) => got <= value,
        '>': (got: number) => got > value,
        '<': (got: number) => got < value,
      }[relation as '>=' | '<=' | '>' | '<'];
      // As JSON, and so in a recorded run, a goal is its text.
      return { text, metric, met, toJSON: () => text } as Goal;
    },
  );
}

/** What came of a goal, by the last value of its metric. */
export function reached(
  goal: Goal | undefined,
  value: number | undefined,
): v.InferOutput<typeof goalSchema> {
  if (!goal) return null;
  return { goal: goal.text, met: value !== undefined && goal.met(value), value: value ?? null };
}
