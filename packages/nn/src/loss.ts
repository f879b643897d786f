import { crossEntropy as crossEntropyOfLogits, logSoftmax, type Tensor } from '@gibbs/tensor';

/**
 * Mean of `−log softmax(logits)[label]`: logits [..., classes], labels int32 [...]. Places whose label is `ignore`
 * do not count. With `smoothing` s, the label is believed by 1 − s and every class by s / classes (Szegedy et al.
 * 2016). A label outside the classes is an error, and a smoothing outside [0, 1].
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  { ignore = -100, smoothing = 0 }: { readonly ignore?: number; readonly smoothing?: number } = {},
): Tensor {
  if (!(smoothing >= 0 && smoothing <= 1)) {
    throw new RangeError(`crossEntropy: smoothing must lie in [0, 1], got ${smoothing}.`);
  }
  const hard = crossEntropyOfLogits(logits, labels, { ignore });
  if (smoothing === 0) return hard;
  const counted = labels.notEqual(ignore).to(logits.dtype);
  const each = logSoftmax(logits).mean({ axis: -1 }).neg().mul(counted);
  return hard.mul(1 - smoothing).add(each.sum().div(counted.sum()).mul(smoothing));
}

/**
 * Mean of `(x − target)²`.
 *
 * @throws RangeError when the shapes differ, as in the three losses below: [4, 1] against [4] would be 16 differences.
 */
export function meanSquaredError(x: Tensor, target: Tensor): Tensor {
  checkAlike('meanSquaredError', x, target);
  return x.sub(target).square().mean();
}

/** Mean of `|x − target|`. */
export function meanAbsoluteError(x: Tensor, target: Tensor): Tensor {
  checkAlike('meanAbsoluteError', x, target);
  return x.sub(target).abs().mean();
}

/** Mean of `d² / 2` where `|d| = |x − target| ≤ delta`, and of `delta · (|d| − delta / 2)` beyond (Huber 1964); `delta` above 0. */
export function huber(
  x: Tensor,
  target: Tensor,
  { delta = 1 }: { readonly delta?: number } = {},
): Tensor {
  checkAlike('huber', x, target);
  if (!(delta > 0)) throw new RangeError(`huber: delta must be above 0, got ${delta}.`);
  const distance = x.sub(target).abs();
  const near = distance.clamp(0, delta); // d²/2 = near·(d − near/2) within, δ(d − δ/2) beyond
  return near.mul(distance.sub(near.mul(0.5))).mean();
}

/**
 * Mean of `−t log σ(x) − (1 − t) log(1 − σ(x))` with x before the sigmoid, computed as
 * `max(x, 0) − x·t + log(1 + exp(−|x|))`, which never overflows.
 */
export function binaryCrossEntropy(x: Tensor, target: Tensor): Tensor {
  checkAlike('binaryCrossEntropy', x, target);
  return x.relu().sub(x.mul(target)).add(x.abs().neg().exp().add(1).log()).mean();
}

function checkAlike(op: string, x: Tensor, target: Tensor): void {
  if (x.shape.join() === target.shape.join()) return;
  throw new RangeError(
    `${op}: x and target must have one shape, got [${x.shape.join(', ')}] and [${target.shape.join(', ')}]. Reshape or expand one of them.`,
  );
}
