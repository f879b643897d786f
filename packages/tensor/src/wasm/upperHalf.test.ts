import { expect, it } from 'vitest';
import { capture, generator, init, linear, randn, type Tensor, tensor } from '../index.js';
import { engine } from './engine.js';

it.each([1, 2])('memory beyond 2 GiB is as good as below it, %i threads', async (threads) => {
  await init({ threads });
  const run = () => {
    const random = generator(3);
    const w = randn([40, 70], random, { requiresGrad: true });
    const step = capture((x: Tensor) => {
      const loss = linear(x, w.transpose()).softmax().square().sum();
      loss.backward();
      return loss;
    });
    const losses = [0, 1].map(() => step(randn([90, 70], random)).item());
    const wide = tensor([1, 2, 3], { dtype: 'float64' }).cumsum().toArray();
    return [losses, w.grad?.toArray(), random.uniform(), wide];
  };
  const below = run();
  // reserved, never touched, so it costs nothing
  if (threads === 1) engine().heap.takeForever(2 ** 31);
  expect(run()).toEqual(below);
  await init({ threads: 1 });
});
