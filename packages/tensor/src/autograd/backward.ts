/** Reverse-mode differentiation: walks recorded ops from a scalar back to its leaves. */
import { refuse, sentence, shapeText } from '../errors.js';
import {
  alias,
  fresh,
  isContiguous,
  needsGrad,
  type Origin,
  release,
  scoped,
  session,
} from '../handle.js';
import { applyInto, copy, zerosLike } from '../ops/apply.js';
import { sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';

export interface BackwardOptions {
  /** The gradient of the tensor itself; 1 for a scalar when left out. */
  readonly gradient?: Tensor;
  /** Keep what was recorded, so that `backward` can be called again. */
  readonly retainGraph?: boolean;
}

const FREED: Origin = { op: 'freed', inputs: [], vjp: () => [], saved: [] };

/**
 * Adds ∂root/∂x to `x.grad` for every leaf x with `requiresGrad`. Memory of the recorded tensors is
 * given back on the way, except of `root` and of what was kept. Throws where `root` is no scalar and no gradient is
 * given, where it depends on nothing with `requiresGrad`, and where the values were freed by an earlier call.
 */
export function backward(
  root: Tensor,
  { gradient, retainGraph = false }: BackwardOptions = {},
): void {
  const leaves = propagate('backward', root, gradient, retainGraph, (x) => x.requiresGrad);
  for (const [x, g] of leaves) {
    if (x.grad) {
      applyInto('add', (l, a, b) => l.add(a, b), x.grad, [x.grad, g]);
      release(g, 'backward');
    } else {
      const owned = g.storage.single && isContiguous(g) ? g : copy(g);
      if (owned !== g) release(g, 'backward');
      x.grad = owned.keep();
    }
  }
}

/** ∂root/∂x for each of `inputs`, leaving all `.grad` alone. */
export function gradientsOf(op: string, root: Tensor, inputs: readonly Tensor[]): Tensor[] {
  const wanted = new Set(inputs);
  const found = new Map(propagate(op, root, undefined, false, (x) => wanted.has(x)));
  return inputs.map((x) => {
    const g = found.get(x);
    if (g) return g;
    return zerosLike(x);
  });
}

function propagate(
  op: string,
  root: Tensor,
  seed: Tensor | undefined,
  retain: boolean,
  wanted: (leaf: Tensor) => boolean,
): [Tensor, Tensor][] {
  refuseFreed(op, root);
  if (!needsGrad(root))
    throw new Error(
      sentence(
        op,
        'nothing it depends on has requiresGrad',
        shapeText(root.shape),
        'Was it made inside noGrad?',
      ),
    );
  if (!seed && root.size !== 1)
    refuse(
      op,
      'needs a scalar',
      shapeText(root.shape),
      'Reduce it with sum() or mean(), or pass a gradient',
    );
  if (seed && !sameShape(seed.shape, root.shape))
    refuse(op, `the gradient must have shape ${shapeText(root.shape)}`, shapeText(seed.shape));
  const order = topological(op, root);
  const gradients = new Map<Tensor, Tensor>();
  const leaves: [Tensor, Tensor][] = [];
  const recording = session.gradients;
  session.gradients = false;
  try {
    gradients.set(root, seed ? alias(seed) : one(root));
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i] as Tensor;
      const dy = gradients.get(node);
      gradients.delete(node);
      const { origin } = node;
      if (!origin) {
        if (dy && wanted(node)) leaves.push([node, dy]);
        else if (dy) release(dy, op);
        continue;
      }
      if (dy && origin.part) {
        addPart(gradients, origin.inputs[0] as Tensor, origin.part, dy, op);
        release(dy, op);
      } else if (dy) {
        const needs = origin.inputs.map(needsGrad);
        const results = scoped(
          () =>
            origin
              .vjp(dy, needs)
              .map((g, at) => (g && needs[at] ? (g === dy ? alias(g) : g) : null)),
          op,
          (made) => made.filter((g) => g !== null),
        );
        release(dy, op);
        results.forEach((g, at) => {
          if (g) accumulate(gradients, origin.inputs[at] as Tensor, g, op);
        });
      }
      if (!retain) {
        node.origin = FREED;
        for (const x of origin.saved) release(x, op);
        if (node !== root && !node.kept) release(node, op);
      }
    }
  } finally {
    session.gradients = recording;
  }
  return leaves;
}

function refuseFreed(op: string, x: Tensor): void {
  if (x.origin !== FREED) return;
  const rule = 'the values of this graph were freed by an earlier backward';
  throw new Error(sentence(op, rule, '', 'Pass { retainGraph: true } to the first one'));
}

function accumulate(gradients: Map<Tensor, Tensor>, x: Tensor, g: Tensor, op: string): void {
  const sum = gradients.get(x);
  if (!sum) {
    gradients.set(x, g);
    return;
  }
  // write into whichever of both nobody else looks at
  const target = [sum, g].find((t) => t.storage.single && isContiguous(t)) ?? fresh(x, x.shape);
  applyInto('add', (l, a, b) => l.add(a, b), target, [sum, g]);
  for (const t of [sum, g]) if (t !== target) release(t, op);
  gradients.set(x, target);
}

/** Adds `dy` to the part of x's gradient that it belongs to, so that slices of one tensor share one buffer. */
function addPart(
  gradients: Map<Tensor, Tensor>,
  x: Tensor,
  part: (whole: Tensor) => Tensor,
  dy: Tensor,
  op: string,
): void {
  const sum = gradients.get(x);
  const owned = sum?.storage.single && isContiguous(sum) ? sum : undefined;
  const whole = owned ?? (sum ? copy(sum) : zerosLike(x));
  if (sum && sum !== whole) release(sum, op);
  const target = part(whole);
  applyInto('add', (l, a, b) => l.add(a, b), target, [target, dy]);
  release(target, op);
  gradients.set(x, whole);
}

function one(root: Tensor): Tensor {
  const y = fresh(root, root.shape);
  applyInto('fill', (_, v) => v, y, [1]);
  return y;
}

/** Every tensor that `root` depends on through recorded ops, inputs before outputs; no recursion. */
function topological(op: string, root: Tensor): Tensor[] {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>([root]);
  const stack: { x: Tensor; next: number }[] = [{ x: root, next: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const input = top.x.origin?.inputs[top.next++];
    if (!input) {
      order.push(top.x);
      stack.pop();
    } else if (!seen.has(input) && needsGrad(input)) {
      refuseFreed(op, input);
      seen.add(input);
      stack.push({ x: input, next: 0 });
    }
  }
  return order;
}
