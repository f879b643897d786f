import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { generator, noGrad, randn, type Tensor, tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { ConvNet, GPT, Llama, MLP, toOnnx } from '../src/index.js';

// onnxruntime is too heavy to install for one test: it is used where the benchmark has installed it.
const peer = join(import.meta.dirname, '../../../benchmarks/nn/.peers/onnxruntime-node');
const found = existsSync(join(peer, 'node_modules/onnxruntime-node'));

interface OrtTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** What onnxruntime makes of an exported model. */
async function served(file: Uint8Array, name: string, input: Tensor): Promise<OrtTensor> {
  const ort = createRequire(join(peer, 'package.json'))('onnxruntime-node');
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 });
  const values = input.toTypedArray();
  const whole = input.dtype === 'int32';
  const data = whole ? BigInt64Array.from(values, BigInt) : values;
  const feed = { [name]: new ort.Tensor(whole ? 'int64' : 'float32', data, input.shape) };
  return Object.values(await session.run(feed))[0] as OrtTensor;
}

async function expectSame(model: MLP | ConvNet | GPT, inputs: readonly Tensor[]): Promise<void> {
  // Weights as small as a GPT's begin would hide a mistake.
  for (const p of model.parameters()) if (p.ndim === 2) p.copyFrom(noGrad(() => p.mul(2)));
  const file = toOnnx(model);
  for (const input of inputs) {
    const ours = model.forward(input);
    const theirs = await served(file, model instanceof GPT ? 'tokens' : 'x', input);
    expect(theirs.dims).toEqual(ours.shape);
    const values = ours.toTypedArray();
    for (const [i, x] of theirs.data.entries()) expect(values[i]).toBeCloseTo(x, 4);
  }
}

const options = { generator: generator(1) };
const random = generator(2);

describe.skipIf(!found)('onnxruntime gives the same as the model it was exported from', () => {
  it.each(['tanh', 'relu', 'gelu', 'silu', 'sigmoid'] as const)('MLP with %s', (activation) =>
    expectSame(new MLP([3, 8, 5, 2], { activation, ...options }), [
      randn([1, 3], random),
      randn([7, 3], random),
    ]),
  );

  it('ConvNet', () =>
    expectSame(new ConvNet({ size: 12, filters: [3, 4], hidden: 9, ...options }), [
      randn([2, 1, 12, 12], random),
    ]));

  const sizes = { vocab: 11, context: 8, channels: 8, layers: 2, heads: 2, ...options };
  it.each([
    ['GPT-2', {}],
    [
      'with exact GELU, a head of its own and no biases',
      { activation: 'gelu', tiedHead: false, bias: false },
    ],
    ['without positions', { positions: 'none', activation: 'relu' }],
  ] as const)('GPT %s, at every length', (_, more) =>
    expectSame(
      new GPT({ ...sizes, ...more }),
      [1, 5, 8].map((time) =>
        tensor(
          Int32Array.from({ length: 2 * time }, (_, i) => (7 * i) % 11),
          { shape: [2, time] },
        ),
      ),
    ),
  );
});

it('a GPT with rotary positions cannot be exported, and says so', () => {
  const model = new GPT({
    vocab: 3,
    context: 4,
    channels: 4,
    layers: 1,
    heads: 1,
    positions: 'rotary',
    ...options,
  });
  expect(() => toOnnx(model)).toThrow('toOnnx: positions must be learned or none, got rotary.');
  const llama = new Llama({ ...model.config, hidden: 4, heads: 2, ...options });
  expect(() => toOnnx(llama as unknown as GPT)).toThrow(
    'toOnnx: the model must be an MLP, a ConvNet or a GPT, got Llama.',
  );
});
