/** Anything that learns a step at a time. */
export interface Stepwise<Loss> {
  readonly step: number;
  readonly steps: number;
  advance(): Loss;
}

/** Where a training stands. */
export interface StepProgress<Loss> {
  /** Steps done, of `steps`. */
  step: number;
  steps: number;
  /** Losses of the steps since the last report. */
  losses: Loss[];
  /** An estimate from this run's own pace. */
  secondsLeft: number;
}

/**
 * Takes a training to its end in slices of time, and reports after each, with a pause for everything else: a page's
 * worker hears "stop" within a slice, a command can draw its progress. What was done stays done when it is left.
 *
 * @throws the signal's reason, once it is aborted.
 *
 * @example
 * ```ts
 * import { runSteps, SequenceTraining } from '@gibbs/nn/tasks';
 *
 * const training = new SequenceTraining({ task: 'copy', size: 2, steps: 12, channels: 16 });
 * let losses = 0;
 * for await (const progress of runSteps(training)) losses += progress.losses.length;
 * console.log(training.step, losses); // → 12 12
 * ```
 */
export async function* runSteps<Loss>(
  training: Stepwise<Loss>,
  { slice = 50, signal }: { /** Milliseconds. */ slice?: number; signal?: AbortSignal } = {},
): AsyncGenerator<StepProgress<Loss>, void, void> {
  const first = training.step;
  const began = performance.now();
  while (training.step < training.steps) {
    signal?.throwIfAborted();
    const losses: Loss[] = [];
    const until = performance.now() + slice;
    do losses.push(training.advance());
    while (training.step < training.steps && performance.now() < until);
    const { step, steps } = training;
    const each = (performance.now() - began) / (step - first);
    yield { step, steps, losses, secondsLeft: ((steps - step) * each) / 1000 };
    await new Promise((resolve) => setTimeout(resolve));
  }
}
