/** Cross-entropy of logits against class indices. */
import { refuseType, ShapeError } from '../errors.js';
import { composed, fresh, record, release } from '../handle.js';
import { crossEntropyMean, crossEntropyRows, crossEntropyVjp } from '../kernels/crossEntropy.js';
import { sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { apply, launch, needFloat } from './apply.js';
import { div, neg, notEqual, to, where } from './elementwise.js';
import { checkIndices, pick } from './gather.js';
import { mean } from './moments.js';
import { squeeze, unsqueeze } from './movement.js';
import { sum } from './reduce.js';
import { logSoftmax } from './softmax.js';

/**
 * Mean over rows of `ln Σⱼ exp(xⱼ) − x[target]`: logits `[…, classes]`, int32 targets `[…]`. Rows whose
 * target is `ignore` count for nothing.
 *
 * Gradient: `dx = (softmax(x) − onehot(target))/rows·dy`. Saves the logarithm of each row's sum.
 */
export function crossEntropy(
  logits: Tensor,
  targets: Tensor,
  { ignore }: { ignore?: number } = {},
): Tensor {
  const classes = logits.shape.at(-1) ?? 0;
  if (targets.dtype !== 'int32')
    refuseType('crossEntropy', 'targets must be int32 class indices', targets.dtype);
  needFloat('crossEntropy', logits.dtype);
  const lead = logits.shape.slice(0, -1);
  if (
    logits.ndim === 0 ||
    targets.ndim !== lead.length ||
    !lead.every((n, i) => n === targets.shape[i])
  )
    throw new ShapeError('crossEntropy', 'logits [..., classes] need targets [...]', [
      logits.shape,
      targets.shape,
    ]);
  checkIndices('crossEntropy', targets, classes, ignore);
  if (logits.dtype === 'float64')
    return composed('crossEntropy', [logits], () => crossEntropyReference(logits, targets, ignore));
  const loss = fresh(logits, []);
  const rows = targets.size;
  const shift = fresh(logits, [rows + 1]);
  const losses = fresh(logits, [rows]);
  // no class has this number, so nothing is ignored
  const skip = ignore ?? -(2 ** 31);
  const sizes = [rows, classes, skip];
  const work = 20 * logits.size;
  launch('crossEntropy', crossEntropyRows, sizes, [logits, targets], [shift, losses], work);
  launch('crossEntropyMean', crossEntropyMean, [rows, skip], [targets, losses], [loss, shift]);
  release(losses, 'crossEntropy');
  return record(
    'crossEntropy',
    loss,
    [logits],
    (dy) => {
      const dx = fresh(logits, logits.shape);
      launch('crossEntropyVjp', crossEntropyVjp, sizes, [logits, targets, shift, dy], [dx]);
      return [dx];
    },
    [shift],
  );
}

/** The slow twin, whose gradient follows from its parts; also the way of float64. */
function crossEntropyReference(logits: Tensor, targets: Tensor, ignore = -1): Tensor {
  const counted = notEqual(targets, ignore) as Tensor;
  const places = unsqueeze(where(counted, targets, 0), -1);
  const logs = squeeze(pick(logSoftmax(logits), places, logits.ndim - 1), -1);
  return neg(div(sum(where(counted, logs, 0)), sum(to(counted, 'float64')))) as Tensor;
}

/**
 * Mean of `ln(1 + eᶻ) − y·z`: the loss of yes-or-no predictions given as logits z with targets y in [0, 1],
 * written so that it does not overflow. Gradients: `dz = (σ(z) − y)/n·dy`, `dy = −z/n·dy`.
 */
export function binaryCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  if (!sameShape(logits.shape, targets.shape))
    throw new ShapeError('binaryCrossEntropy', 'logits and targets must have one shape', [
      logits.shape,
      targets.shape,
    ]);
  const losses = apply(
    'binaryCrossEntropy',
    (l, z, y) => {
      const rest = l.log(l.add(l.const(1), l.exp(l.neg(l.abs(z)))));
      return l.add(l.sub(l.max(z, l.const(0)), l.mul(z, y)), rest);
    },
    [logits, targets],
  );
  const loss = mean(losses);
  release(losses, 'binaryCrossEntropy');
  const n = 1 / logits.size;
  return record('binaryCrossEntropy', loss, [logits, targets], (dy, needs) => [
    apply(
      'binaryCrossEntropyVjp',
      (l, d, z, y, n) => {
        const s = l.div(l.const(1), l.add(l.const(1), l.exp(l.neg(z))));
        return l.mul(l.mul(l.sub(s, y), n), d);
      },
      [dy, logits, targets, n],
    ),
    needs[1] ? apply('mulBoth', (l, d, z, c) => l.mul(l.mul(d, z), c), [dy, logits, -n]) : null,
  ]);
}
