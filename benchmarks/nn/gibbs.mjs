// Gibbs as a contender: generation on one thread, one token at a time.

import { Decoder, GPT, Llama } from '../../packages/nn/dist/index.js';
import { generator } from '../../packages/tensor/dist/index.js';
import { serve } from '../serve.mjs';

const small = {
  vocab: 512,
  context: 512,
  channels: 64,
  layers: 5,
  heads: 8,
  keyValueHeads: 4,
  hidden: 172,
};
const gpt2 = { vocab: 50257, context: 1024, channels: 768, layers: 12, heads: 12 };

/** Tokens per second over whole contexts, the likeliest token each time. */
function wholeContexts(model) {
  const decoder = new Decoder(model);
  const run = () => {
    decoder.rewind();
    let token = 1;
    for (let place = 0; place < model.config.context; place++) {
      const logits = decoder.read([token]);
      token = 0;
      for (let i = 1; i < logits.length; i++) if (logits[i] > logits[token]) token = i;
    }
  };
  return { run, units: model.config.context };
}

let large;
/** Tokens per second, at places behind a short prompt. */
function largeModel(int8) {
  large ??= new GPT({ ...gpt2, generator: generator(1) });
  const decoder = new Decoder(large, { int8 });
  decoder.read([1, 2, 3, 4]);
  return {
    run: () => {
      decoder.read([5]);
      decoder.rewind(4);
    },
    units: 1,
    sampleSeconds: 0.6,
  };
}

await serve('0.0.0', {
  'generate-small': () => wholeContexts(new Llama({ ...small, generator: generator(1) })),
  'decode-gpt2-float32': () => largeModel(false),
  'decode-gpt2-int8': () => largeModel(true),
});
