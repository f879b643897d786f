/** A training that goes step by step, kept on disk, with a goal and an interrupt: what the tasks have in common. */
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { exitCodes, Failure } from '../failure.js';
import { type Goal, goalSchema, reached, untilOption } from '../goal.js';
import { type Asked, openTraining } from '../language/trainingFolder.js';
import type { Session } from '../session.js';
import { wholeNumber } from '../values.js';
import { writeWhole } from '../writeWhole.js';

/** What can be trained so; the files of a checkpoint by name. */
export interface Stepwise {
  readonly step: number;
  readonly steps: number;
  advance(): number;
  checkpoint(): Uint8Array;
  restore(bytes: Uint8Array): void;
}

/** The options of every such training. */
export function addStepwise(command: Command, metrics: readonly string[]): void {
  command
    .addOption(
      new Option('--eval-every <n>', 'steps between judgements')
        .default(50)
        .argParser(wholeNumber(1, 100_000_000)),
    )
    .addOption(
      new Option('--save-every <n>', 'steps between checkpoints')
        .default(100)
        .argParser(wholeNumber(1, 100_000_000)),
    )
    .option('--resume [where]', 'go on: auto, or a folder or checkpoint')
    .addOption(untilOption(metrics));
}

/** Options that do not make a run what it is. */
export const howItGoesOn = ['resume', 'saveEvery'] as const;

const curveSchema = v.array(v.tuple([v.number(), v.number()]));

/** What came of it. */
export const stepwiseSchema = {
  steps: v.number(),
  step: v.number(),
  /** Nats by step; at most 500 of them, evenly spaced. */
  losses: curveSchema,
  goal: goalSchema,
  seconds: v.number(),
};

export interface StepwiseRun {
  /** Where it is kept, or undefined. */
  folder: string | undefined;
  step: number;
  steps: number;
  losses: [number, number][];
  goal: v.InferOutput<typeof goalSchema>;
  seconds: number;
}

/**
 * Trains to the end or the goal. With `--out` there is a checkpoint every so often and at an interrupt, and with
 * `--resume` the run goes on with the same bits as without a break.
 */
export async function trainStepwise(
  training: Stepwise,
  {
    label,
    options,
    asked,
    judge,
  }: {
    label: string;
    options: Record<string, unknown>;
    /** What the run was asked for: with something else it does not go on. */
    asked: Asked;
    /** The metrics of the moment, by name. */
    judge: () => Record<string, number>;
  },
  session: Session,
): Promise<StepwiseRun> {
  const { out, resume, until, evalEvery, saveEvery } = options as {
    out?: string;
    resume?: string | true;
    until?: Goal;
    evalEvery: number;
    saveEvery: number;
  };
  const { folder, store } = await openTraining(out, resume, asked);
  const start = performance.now();
  const losses: [number, number][] = [];
  const before = await store?.read();
  if (before) {
    const { training: bytes, losses: told } = unpack(before);
    try {
      training.restore(bytes);
    } catch (error) {
      throw new Failure('checkpoint', `--resume: ${(error as Error).message}`, error);
    }
    losses.push(...told);
  }
  const save = async (): Promise<void> => {
    await store?.write(pack(training.checkpoint(), losses));
  };
  const every = Math.max(1, Math.ceil(training.steps / 500));
  const task = session.progress.start(label, training.steps, 'steps');
  let value: number | undefined;
  let note = '';
  while (training.step < training.steps) {
    const loss = training.advance();
    const { step } = training;
    if (!Number.isFinite(loss))
      throw new Failure(
        'goalNotMet',
        `${label}: the loss must be finite, got ${loss} at step ${step}. Lower --learning-rate?`,
      );
    if (step % every === 0 || step === training.steps) losses.push([step, loss]);
    session.event('step', { step, loss });
    const isLast = step === training.steps;
    if (until && (step % evalEvery === 0 || isLast)) {
      const metrics = judge();
      value = metrics[until.metric] as number;
      session.event('eval', { step, ...metrics });
      note = `, ${until.metric} ${value.toFixed(3)}`;
      if (until.met(value)) break;
    }
    task.update(step, `loss ${loss.toFixed(3)}${note}`);
    if (step % saveEvery === 0 && !isLast) await save();
    try {
      await session.breathe();
    } catch (error) {
      await save();
      throw interrupted(error, training, folder);
    }
  }
  await save();
  task.finish(`loss ${(losses.at(-1)?.[1] ?? Number.NaN).toFixed(4)}${note}`);
  return {
    folder,
    step: training.step,
    steps: training.steps,
    losses,
    goal: reached(until, value ?? (until && judge()[until.metric])),
    seconds: (performance.now() - start) / 1000,
  };
}

function interrupted(error: unknown, training: Stepwise, folder: string | undefined): Failure {
  const { step, steps } = training;
  const how =
    folder === undefined
      ? 'nothing is saved without --out'
      : `saved, go on with --resume ${folder}`;
  return new Failure('interrupted', `interrupted at step ${step} of ${steps}; ${how}`, error);
}

/** The training's own checkpoint behind what the command has told so far. */
function pack(training: Uint8Array, losses: readonly [number, number][]): Uint8Array {
  const told = Buffer.from(JSON.stringify(losses));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(told.length);
  return Buffer.concat([size, told, training]);
}

function unpack(bytes: Uint8Array): { training: Uint8Array; losses: [number, number][] } {
  const buffer = Buffer.from(bytes);
  try {
    const size = buffer.readUInt32LE(0);
    const losses = JSON.parse(buffer.subarray(4, 4 + size).toString('utf8'));
    // A copy of its own, since tensors want their data aligned.
    return { losses, training: Uint8Array.from(buffer.subarray(4 + size)) };
  } catch (error) {
    throw new Failure(
      'checkpoint',
      '--resume: the checkpoint must be whole, got a part of one',
      error,
    );
  }
}

/** Keeps the trained model beside its run. */
export async function keepModel(
  { folder }: StepwiseRun,
  name: string,
  content: Uint8Array | string,
  session: Session,
  next: string,
): Promise<void> {
  if (folder === undefined) {
    session.note('Not saved: add --out FOLDER to keep it.');
    return;
  }
  await writeWhole('--out', `${folder}/${name}`, content);
  session.note(`Saved in ${folder}: ${next} ${folder}`);
}

/** 1 where a goal was set and not met. */
export const goalExit = ({ goal }: { goal: v.InferOutput<typeof goalSchema> }): number =>
  goal && !goal.met ? exitCodes.goalNotMet : exitCodes.done;
