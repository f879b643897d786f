// The same model and tokens for everyone who serves it: nanoGPT's small setting with biases, weights spread wide.

import { GPT } from '../../packages/nn/dist/index.js';
import { generator, noGrad, tensor } from '../../packages/tensor/dist/index.js';

export function forwardGPT() {
  const model = new GPT({
    vocab: 65,
    context: 64,
    channels: 128,
    layers: 4,
    heads: 4,
    generator: generator(1),
  }).train(false);
  for (const p of model.parameters()) if (p.ndim === 2) p.copyFrom(noGrad(() => p.mul(3)));
  const shape = [12, 64];
  const ids = Int32Array.from({ length: 12 * 64 }, (_, i) => (i * i + 5 * i) % 65);
  return { model, tokens: tensor(ids, { shape }), ids, shape };
}
