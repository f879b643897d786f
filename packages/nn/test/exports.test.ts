import { expect, it } from 'vitest';
import * as files from '../src/files/index.js';
import * as nn from '../src/index.js';

it('exports these names', () => {
  expect(Object.keys(nn).sort().join(' ')).toMatchInlineSnapshot(
    `"Adam AdamW Block Cache Chat Decoder DecoderLayer Dropout Embedding EncoderLayer FeedForward GPT LayerNorm Linear Lion Llama MLP Module MultiHeadAttention Muon NextTokenMLP Optimizer RMSNorm SGD SwiGLU Transformer WeightAverage alibiSlopes binaryCrossEntropy clipScale constant cosine crossEntropy fit fromHuggingFace generate generateTokens glorot gradientNorm huber linear meanAbsoluteError meanSquaredError minibatches normal oneCycle sampler sinusoidal textBatches toHuggingFace tokenWindows uniform"`,
  );
  expect(Object.keys(files).sort().join(' ')).toMatchInlineSnapshot(
    `"checkpointFile loadPretrained savePretrained writeAside"`,
  );
});
