import { createHash } from 'node:crypto';
import {
  AdamW,
  cosine,
  type FitResult,
  fit,
  GPT,
  Llama,
  textBatches,
  tokenWindows,
} from '@gibbs/nn';
import { device, generator, type Tensor } from '@gibbs/tensor';
import { asUsage, Failure } from '../failure.js';
import type { Session } from '../session.js';
import type { TrainOptions } from './options.js';
import { type TrainingFolder, trainingFailure } from './trainingFolder.js';

/** A model that is to be trained, with what it learns from and is judged on. */
export interface Setup {
  model: GPT | Llama;
  train: ArrayLike<number>;
  judged: [Tensor, Tensor][];
  options: TrainOptions;
  seed: number;
}

/** Makes the model. Exit 2 with the reason where its sizes do not go together or do not fit into memory. */
export function modelFor(options: TrainOptions, vocab: number, seed: number): GPT | Llama {
  const { model, context, channels, layers, heads, keyValueHeads, hidden, dropout } = options;
  const sizes = { vocab, context, channels, layers, heads, generator: generator(seed) };
  if (channels % heads !== 0)
    throw new Failure(
      'usage',
      `train: --channels must be a multiple of --heads, got ${channels} and ${heads}`,
    );
  return asUsage(() =>
    model === 'gpt'
      ? new GPT({ ...sizes, dropout, ...(hidden !== undefined && { hidden }) })
      : new Llama({
          ...sizes,
          // Two thirds of a plain feed-forward's 4 · channels, since a gated one has three matrices for two.
          hidden: hidden ?? Math.max(8, 8 * Math.round(channels / 3)),
          ...(keyValueHeads !== undefined && { keyValueHeads }),
        }),
  );
}

/** The tokens to learn from, and batches of those held back; none where they do not fill one. */
export function shared(
  tokens: ArrayLike<number>,
  { batch, context, heldOut, evalBatches }: TrainOptions,
): { train: ArrayLike<number>; held: number; judged: [Tensor, Tensor][] } {
  const all = Int32Array.from(tokens);
  const cut = Math.round(all.length * (1 - heldOut));
  const [train, held] = [all.subarray(0, cut), all.subarray(cut)];
  if (train.length <= context)
    throw new Failure(
      'usage',
      `train: the text must have more than ${context} tokens to learn from, got ${train.length}. A shorter --context?`,
    );
  const rows = Math.min(batch, Math.floor((held.length - 1) / context));
  const judged = rows > 0 ? textBatches(held, { batch: rows, context }) : [];
  for (const pair of judged.slice(0, evalBatches)) for (const part of pair) part.keep();
  return { train, held: held.length, judged: judged.slice(0, evalBatches) };
}

/** Trains to the end, to the goal or to an interrupt; the latter is thrown once the checkpoint is written. */
export async function runTraining(
  { model, train, judged, options, seed }: Setup,
  { store, folder }: TrainingFolder,
  session: Session,
): Promise<FitResult> {
  const { steps, batch, context, accumulate, learningRate, warmup, weightDecay, clip } = options;
  const task = session.progress.start('train', steps, 'steps');
  const goal = new AbortController();
  let note = '';
  try {
    const result = await fit(model, tokenWindows(train, { batch, context, seed }), {
      steps,
      accumulate,
      clip,
      optimizer: new AdamW(model, {
        learningRate: cosine({
          peak: learningRate,
          steps,
          warmup: Math.min(warmup, steps),
          floor: learningRate / 10,
        }),
        betas: [0.9, 0.99],
        weightDecay,
      }),
      ...(judged.length > 0 && {
        evaluate: {
          data: judged,
          every: options.evalEvery,
          ...(options.patience !== undefined && { patience: options.patience }),
        },
      }),
      ...(store && { checkpoint: { store, every: options.saveEvery } }),
      signal: AbortSignal.any([session.signal, goal.signal]),
      onStep: ({ step, loss, learningRate: rate }) => {
        session.event('step', { step, loss, learningRate: rate });
        task.update(step, `loss ${loss.toFixed(3)}${note}`);
      },
      onEvaluate: (step, loss) => {
        session.event('eval', { step, loss });
        note = `, held out ${loss.toFixed(3)}`;
        if (options.until?.met(loss)) goal.abort();
      },
    });
    if (session.signal.aborted && result.stopped === 'aborted' && result.step < steps)
      throw new Failure(
        'interrupted',
        store
          ? `interrupted at step ${result.step} of ${steps}; saved, go on with --resume ${folder}`
          : `interrupted at step ${result.step} of ${steps}; nothing is saved without --out`,
      );
    task.finish(note.replace(/^, /, '') || `loss ${(result.history.loss.at(-1) ?? 0).toFixed(3)}`);
    return result;
  } catch (error) {
    return trainingFailure(error);
  }
}

/** What a run would take: a few steps are taken and timed, the first left out since it sets up the others. */
export async function estimate({
  model,
  train,
  options,
  seed,
}: Setup): Promise<{ seconds: number; stepsPerSecond: number; memoryBytes: number }> {
  const times: number[] = [];
  const { batch, context, accumulate, clip } = options;
  await fit(model, tokenWindows(train, { batch, context, seed }), {
    steps: 4,
    accumulate,
    clip,
    optimizer: new AdamW(model),
    onStep: () => times.push(performance.now()),
  }).catch(trainingFailure);
  const [first = 0, ...rest] = times;
  const each = ((rest.at(-1) ?? first) - first) / Math.max(1, rest.length) / 1000;
  return {
    seconds: each * options.steps,
    stepsPerSecond: 1 / each,
    memoryBytes: device().memory.reserved,
  };
}

/** SHA-256 over a model's weights, name by name. */
export function weightsDigest(model: GPT | Llama): string {
  const hash = createHash('sha256');
  for (const [name, tensor] of model.namedParameters()) {
    const data = tensor.toTypedArray();
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
