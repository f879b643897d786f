import { expect, it } from 'vitest';
import * as files from '../src/files/index.js';
import * as nn from '../src/index.js';

it('exports these names', () => {
  expect(Object.keys(nn).sort().join(' ')).toMatchInlineSnapshot(
    `"Adam AdamW AveragePool2d Block Cache Chat Conv2d ConvNet Decoder DecoderLayer Dropout Embedding EncoderLayer FeedForward GPT LayerNorm Linear Lion Llama MLP MaxPool2d Module MultiHeadAttention Muon NextTokenMLP Optimizer RMSNorm SGD SwiGLU Transformer WeightAverage alibiSlopes binaryCrossEntropy clipScale constant cosine crossEntropy fit fromHuggingFace generate generateTokens glorot gradientNorm huber linear meanAbsoluteError meanSquaredError minibatches normal oneCycle sampler sinusoidal summary textBatches toHuggingFace toOnnx tokenWindows uniform"`,
  );
  expect(Object.keys(files).sort().join(' ')).toMatchInlineSnapshot(
    `"checkpointFile loadPretrained savePretrained writeAside"`,
  );
});
