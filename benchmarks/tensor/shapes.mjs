// The work of the tensor benchmarks, the same numbers for everybody: shapes, inputs, models.

/** Matrix products [m, k] · [k, n], by row id. */
export const matmuls = {
  'matmul-128': [128, 128, 128],
  'matmul-256': [256, 256, 256],
  'matmul-512': [512, 512, 512],
  'matmul-1024': [1024, 1024, 1024],
  'matmul-512x64x256': [512, 64, 256],
  'matmul-64x784x128': [64, 784, 128],
};

export const mlp = { batch: 64, inputs: 784, hidden: 128, classes: 10, learningRate: 1e-3 };

export const gpt = {
  layers: 4,
  width: 128,
  heads: 4,
  context: 64,
  batch: 16,
  vocab: 512,
  learningRate: 3e-4,
  weightDecay: 0.01,
};

/** The four rows of the XOR table, and a 2-8-1 network on them. */
export const xor = { inputs: [0, 0, 0, 1, 1, 0, 1, 1], targets: [0, 1, 1, 0], hidden: 8 };

/** 2·m·k·n operations, in units of 10⁹. */
export const gigaflop = ([m, k, n]) => (2 * m * k * n) / 1e9;

/** Evenly spread numbers in [−scale, scale) from a small linear congruential generator. */
export function uniform(count, scale = 1, seed = 1) {
  const values = new Float32Array(count);
  let state = seed >>> 0;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = ((state / 2 ** 32) * 2 - 1) * scale;
  }
  return values;
}

/** Token ids that cover the vocabulary without a pattern worth learning. */
export const tokenIds = (count, stride, offset = 0) =>
  Int32Array.from({ length: count }, (_, i) => (i * stride + offset) % gpt.vocab);
