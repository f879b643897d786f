/** Cross-entropy of logits against class indices. */
import { ShapeError, sentence } from '../errors.js';
import { fresh, type NumberArray, pointer, record, release } from '../handle.js';
import { crossEntropyBackward, crossEntropyForward } from '../kernels/crossEntropy.js';
import { sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { apply, contiguous, host, needFloat } from './apply.js';
import { checkIndices } from './gather.js';
import { mean } from './reduce.js';

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
    throw new TypeError(
      sentence('crossEntropy', 'targets must be int32 class indices', targets.dtype),
    );
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
  const loss = fresh(logits, []);
  const shift = fresh(logits, [targets.size + 1]);
  const rows = targets.size;
  const fast = logits.dtype === 'float32';
  // no class has this number, so nothing is ignored
  const skip = ignore ?? -(2 ** 31);
  if (fast) {
    const [x, t] = [contiguous(logits), contiguous(targets)];
    const losses = fresh(logits, [rows]);
    crossEntropyForward(
      engine(),
      { rows, columns: classes },
      skip,
      [pointer(x), pointer(t), pointer(shift), pointer(losses), pointer(loss)],
      [x.storage, t.storage],
      [shift.storage, losses.storage, loss.storage],
    );
    release(losses, 'crossEntropy');
    if (x !== logits) release(x, 'crossEntropy');
    if (t !== targets) release(t, 'crossEntropy');
  } else
    host([logits, targets], [loss, shift], ([x, t], [l, s]) => {
      const [xs, ts, ls, ss] = [x, t, l, s] as [NumberArray, NumberArray, NumberArray, NumberArray];
      let total = 0;
      let counted = 0;
      ts.forEach((target: number, row: number) => {
        const at = row * classes;
        let top = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < classes; i++) top = Math.max(top, xs[at + i] as number);
        let sum = 0;
        for (let i = 0; i < classes; i++) sum += Math.exp((xs[at + i] as number) - top);
        ss[row] = top + Math.log(sum);
        if (target === ignore) return;
        total += (ss[row] as number) - (xs[at + target] as number);
        counted++;
      });
      ls[0] = total / counted;
      ss[ts.length] = 1 / counted;
    });
  return record(
    'crossEntropy',
    loss,
    [logits],
    (dy) => {
      const dx = fresh(logits, logits.shape);
      if (fast) {
        const [x, t] = [contiguous(logits), contiguous(targets)];
        crossEntropyBackward(
          engine(),
          { rows, columns: classes },
          skip,
          [pointer(x), pointer(t), pointer(shift), pointer(dy), pointer(dx)],
          [x, t, shift, dy].map((s) => s.storage),
          [dx.storage],
        );
        return [dx];
      }
      host([logits, targets, shift, dy], [dx], ([x, t, s, d], [out]) => {
        const [xs, ts, ss, os] = [x, t, s, out] as [
          NumberArray,
          NumberArray,
          NumberArray,
          NumberArray,
        ];
        const scale = (d?.[0] as number) * (ss[ts.length] as number);
        ts.forEach((target: number, row: number) => {
          const at = row * classes;
          for (let i = 0; i < classes; i++)
            os[at + i] =
              target === ignore
                ? 0
                : (Math.exp((xs[at + i] as number) - (ss[row] as number)) -
                    (i === target ? 1 : 0)) *
                  scale;
        });
      });
      return [dx];
    },
    [shift],
  );
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
