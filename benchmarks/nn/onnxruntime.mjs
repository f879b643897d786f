// onnxruntime as a contender: serves the file that Gibbs exported, after checking that it gives the same logits.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { toOnnx } from '../../packages/nn/dist/index.js';
import { serve } from '../serve.mjs';
import { forwardGPT } from './forwardGPT.mjs';

const require = createRequire(join(process.env.GIBBS_PEERS, 'onnxruntime-node/package.json'));
const ort = require('onnxruntime-node');

await serve(require('./package.json').version, {
  'forward-gpt': async () => {
    const { model, tokens, ids, shape } = forwardGPT();
    const session = await ort.InferenceSession.create(toOnnx(model), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    const feed = { tokens: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), shape) };
    const { logits } = await session.run(feed);
    const ours = model.forward(tokens).toTypedArray();
    const gap = logits.data.reduce((most, x, i) => Math.max(most, Math.abs(x - ours[i])), 0);
    if (!(gap < 1e-3))
      throw new Error(`the exported model gives other logits: they differ by ${gap}`);
    return { run: () => session.run(feed), units: ids.length };
  },
});
