/** AdamW over a record of weights, made to be captured: the rate is a tensor and may change between replays. */
import { adamClock, adamTick, adamW, type Tensor, tensor, zeros } from '@gibbs/tensor';

/** Steps all weights once by the gradients they hold, and forgets those. */
export interface Descent {
  readonly learningRate: Tensor;
  update(): void;
  dispose(): void;
}

export function descent(
  weights: Readonly<Record<string, Tensor>>,
  {
    beta1 = 0.9,
    beta2 = 0.98,
    weightDecay = 0.01,
  }: { beta1?: number; beta2?: number; weightDecay?: number } = {},
): Descent {
  const list = Object.values(weights);
  const learningRate = tensor([0]).keep();
  const clock = adamClock(learningRate);
  const state = list.map((w) => ({
    first: zeros(w.shape).keep(),
    second: zeros(w.shape).keep(),
    clock,
  }));
  return {
    learningRate,
    update: () => {
      adamTick(clock, { beta1, beta2 });
      for (const [i, w] of list.entries()) {
        const options = { learningRate, beta1, beta2, weightDecay };
        adamW(w, w.grad as Tensor, state[i] as (typeof state)[number], options);
        w.zeroGrad();
      }
    },
    dispose: () => {
      const { state: moments, corrections } = clock;
      for (const x of [learningRate, moments, corrections]) x.dispose();
      for (const { first, second } of state) {
        first.dispose();
        second.dispose();
      }
    },
  };
}

/** Rises over the first steps, stays, and falls to almost nothing over the last 40 %. */
export function rampUpAndDown(step: number, steps: number, rise = 30): number {
  return Math.min(1, step / rise) * Math.max(0.02, Math.min(1, (steps - step) / (0.4 * steps)));
}
