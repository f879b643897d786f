import type { Command } from 'commander';
import type { GenericSchema, InferOutput } from 'valibot';
import type { Chart } from './draw/chart.js';
import type { Page } from './draw/page.js';
import type { Session } from './session.js';
import type { Settings } from './settings.js';

/** A command line that does something worth seeing, and a few words on what that is. */
export type Example = readonly [commandLine: string, what: string];

/** A table: the first row names the columns. */
export type Table = readonly (readonly (string | number)[])[];

/**
 * One command: what it takes, what it does, the shape of its result, and how that result reads in
 * each format. `run` computes and never prints; the other functions only tell.
 */
export interface CommandSpec<Schema extends GenericSchema> {
  /** A sentence or two for `--help`. */
  description: string;
  examples: readonly Example[];
  /** Adds the command's own options and arguments. */
  configure?: (command: Command) => void;
  /** The `--json` document. */
  schema: Schema;
  /** Whether it computes with tensors, and so takes `--threads` and `--turbo`. */
  tensors?: boolean;
  /** Whether config files and `--set` are meant for another command that it is about. */
  forAnother?: boolean;
  /** Instead of a run of its own: the words of the command that is meant, and option values weaker than all typed. */
  expand?: (input: Input) => Promise<{ words: string[]; settings: Settings }>;
  run: (input: Input, session: Session) => Promise<InferOutput<Schema>>;
  /**
   * Instead of `run`, where the result is read by people or pipes: writes it piece by piece, so that it may be larger
   * than memory. Absent, or declining by returning false before it wrote anything, `run` does the work.
   */
  stream?: (
    input: Input,
    session: Session,
    write: (bytes: Uint8Array) => Promise<void>,
  ) => Promise<boolean>;
  human: (result: InferOutput<Schema>, page: Page) => string;
  csv: (result: InferOutput<Schema>) => Table;
  /** The bare result, for a shell variable or a pipe. */
  quiet: (result: InferOutput<Schema>) => string;
  /** Human and quiet are printed as they are, with no line feed added at the end. */
  exact?: boolean;
  /** Whether the same options and seed give the same result, so that a run is worth recording with `--out`. */
  repeatable?: boolean;
  /** Options that say how a run goes on, not what it is: they are left out of its record. */
  unrecorded?: readonly string[];
  /** Pictures of the result, for `--plot`. */
  charts?: (result: InferOutput<Schema>) => Chart[];
  /** Exit code of a finished run: 1 where a goal was set and not met. */
  exitCode?: (result: InferOutput<Schema>) => number;
}

/** What the user gave: options by their camelCase name, and the arguments in order. */
export interface Input {
  options: Record<string, unknown>;
  args: readonly string[];
  /** All words as they were typed, for a command that is about another one. */
  argv: readonly string[];
}

/** A command whose result type is its own affair. */
export type AnyCommand = CommandSpec<GenericSchema>;

/** Checks a command against its own schema's types, then forgets them. */
export function defineCommand<Schema extends GenericSchema>(spec: CommandSpec<Schema>): AnyCommand {
  return spec as unknown as AnyCommand;
}
