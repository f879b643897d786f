import { describe, expect, it } from 'vitest';
import * as t from '../src/index.js';

type T = t.Tensor;

describe('products', () => {
  const random = t.generator(5);
  const sizes = [0, 1, 2, 5, 7, 8, 9, 17, 33, 70, 130];
  it('of random shapes and all transposes agree with their slow twin in float64', () => {
    for (let i = 0; i < 120; i++) {
      const [m, k, n] = [0, 1, 2].map(() => sizes[random.integer(sizes.length)] as number) as [
        number,
        number,
        number,
      ];
      const depth = i % 10 === 0 ? 600 : k; // deeper than one block
      const a = (
        i & 1 ? t.randn([depth, m], random).transpose() : t.randn([m, depth], random)
      ) as T;
      const b = (
        i & 2 ? t.randn([n, depth], random).transpose() : t.randn([depth, n], random)
      ) as T;
      const exact = t.matmul(a.to('float64') as T, b.to('float64') as T).toTypedArray();
      t.matmul(a, b)
        .toTypedArray()
        .forEach((x, j) => {
          expect(Math.abs(x - (exact[j] as number))).toBeLessThan(2e-5 * Math.sqrt(depth + 1));
        });
    }
  });

  it('without fused multiply-add agree too', async () => {
    await t.init({ fused: false });
    const [a, b] = [t.randn([33, 70], random), t.randn([70, 29], random)];
    const exact = t.matmul(a.to('float64') as T, b.to('float64') as T).toTypedArray();
    const found = t.matmul(a as T, b as T).toTypedArray();
    await t.init({ fused: true });
    found.forEach((x, j) => {
      expect(Math.abs(x - (exact[j] as number))).toBeLessThan(2e-4);
    });
  });

  it('by hand', () => {
    expect(
      t
        .tensor([
          [1, 2],
          [3, 4],
        ])
        .matmul(t.tensor([[5], [6]]))
        .toArray(),
    ).toEqual([[17], [39]]);
    expect(
      t
        .tensor([1, 2])
        .matmul(t.tensor([3, 4]))
        .item(),
    ).toBe(11);
  });
});

describe('attention over a long context', () => {
  it('agrees with its slow twin and takes memory linear in time', () => {
    const random = t.generator(2);
    const make = (time: number): T[] => [0, 1, 2].map(() => t.randn([1, 2, time, 16], random) as T);
    const [q, k, v] = make(200) as [T, T, T];
    const exact = t
      .attention(q.to('float64') as T, k.to('float64') as T, v.to('float64') as T)
      .toTypedArray();
    t.attention(q, k, v)
      .toTypedArray()
      .forEach((x, i) => {
        expect(Math.abs(x - (exact[i] as number))).toBeLessThan(1e-5);
      });
    const [ql, kl, vl] = make(2048) as [T, T, T];
    t.attention(ql, kl, vl).dispose(); // the workspace is taken now
    const before = t.device().memory.used;
    for (const x of [ql, kl, vl]) x.requiresGrad = true;
    const y = t.attention(ql, kl, vl);
    // y and a sum per row; the square would be 2 · 2048² · 4 bytes = 32 MiB
    expect(t.device().memory.used - before).toBeLessThan(2 * 2 * 2048 * 17 * 4);
    y.sum().backward();
    expect(ql.grad?.shape).toEqual([1, 2, 2048, 16]);
  });
});

describe('randomness', () => {
  it('is Philox 4×32-10: the first block of seed 0 is that of the published test vectors', () => {
    // counter 0, key 0 → 6627e8d5 e169c58d bc57ac4c 9b00dbd8 (Random123, kat_vectors)
    const block = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8].map((x) => (x >>> 8) / 2 ** 24);
    expect(t.rand([4], t.generator(0)).toArray()).toEqual(block);
  });

  it('continues from a restored state, and goes on the same in any portions', () => {
    const g = t.generator(9);
    const all = t.rand([24], g).toArray();
    const h = t.generator(9);
    const first = t.rand([8], h).toArray() as number[];
    const state = h.state();
    const rest = t.rand([16], h).toArray() as number[];
    expect([...first, ...rest]).toEqual(all);
    h.restore(state);
    expect(t.rand([16], h).toArray()).toEqual(rest);
  });

  it('is the same in the kernel and in its slow twin, also where the position passes 2³²', () => {
    for (const position of [0, 2 ** 32 - 3, 2 ** 40 + 2 ** 32 - 2]) {
      const [g, h] = [t.generator(2 ** 50 + 7), t.generator(2 ** 50 + 7)];
      for (const each of [g, h]) each.restore({ seed: 2 ** 50 + 7, position });
      const numbers = t.rand([24], g).toTypedArray();
      // a block of four numbers is one of uniform(), which begins with the bits of the first
      for (let block = 0; block < 6; block++)
        expect(Math.floor(h.uniform() * 2 ** 24) / 2 ** 24).toBe(numbers[4 * block]);
      expect(g.state()).toEqual(h.state());
      expect(g.state().position).toBe(position + 6);
    }
  });

  it('has the moments it should', () => {
    const g = t.generator(4);
    const z = t.randn([100_000], g);
    expect(Math.abs(t.mean(z).item())).toBeLessThan(0.02);
    expect(Math.abs(t.variance(z).item() - 1)).toBeLessThan(0.03);
    expect([...g.permutation(5)].sort()).toEqual([0, 1, 2, 3, 4]);
    const x = t.dropout(t.ones([10_000]), 0.25, g);
    expect(Math.abs(t.mean(x).item() - 1)).toBeLessThan(0.03);
  });
});

describe('a tensor', () => {
  it('prints so that a person can read it', () => {
    expect(
      t
        .tensor([
          [1, 2.5],
          [-3, 4],
        ])
        .print(),
    ).toBe('tensor [2, 2]\n[[ 1.0000,  2.5000],\n [-3.0000,  4.0000]]');
    expect(t.arange(3).print()).toBe('tensor [3] int32\n[0, 1, 2]');
    expect(t.zeros([2000]).print()).toBe('tensor [2000]\n[0, 0, 0, …, 0, 0, 0]');
    expect(t.tensor(3.5).print()).toBe('tensor []\n3.5000');
    expect(t.zeros([0, 3]).print()).toBe('tensor [0, 3]\n[]');
    expect(t.tensor([1e-9, 1, 1e9]).print({ precision: 1 })).toBe(
      'tensor [3]\n[1.0e-9, 1.0e+0, 1.0e+9]',
    );
    expect(t.tensor([Number.NaN, Number.NEGATIVE_INFINITY, 1.5]).print()).toBe(
      'tensor [3]\n[   NaN,   -Inf, 1.5000]',
    );
    expect(`${t.arange(8).reshape(2, 2, 2)}`).toBe(
      'tensor [2, 2, 2] int32\n[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]',
    );
    expect(t.eye(100).print({ edge: 1 })).toBe('tensor [100, 100]\n[[1, …, 0],\n …,\n [0, …, 1]]');
  });

  it('is written to and read from .npy and safetensors', () => {
    const x = t.tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(t.readNpy(t.writeNpy(x)).toArray()).toEqual(x.toArray());
    const file = t.writeSafetensors(
      [
        ['w', x],
        ['ids', t.arange(3)],
      ],
      { made: 'here' },
    );
    const { tensors, metadata } = t.readSafetensors(file);
    expect(metadata).toEqual({ made: 'here' });
    expect(tensors.get('w')?.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tensors.get('ids')?.dtype).toBe('int32');
    expect(() => t.readSafetensors(file.subarray(0, 40))).toThrow(RangeError);
  });

  it('leaves a scope only if it is returned or kept', () => {
    const before = t.device().memory.used;
    let inner: T | undefined;
    const y = t.scope(() => {
      inner = t.zeros([100]) as T;
      return inner.add(1);
    });
    expect(inner?.disposed).toBe(true);
    expect(y.sum().item()).toBe(100);
    y.dispose();
    expect(t.device().memory.used - before).toBeLessThanOrEqual(64);
  });

  it('views share memory and write through', () => {
    const x = t.zeros([2, 3]);
    x.slice([0, 1], [1, 3]).fill(5);
    x.index(1, 0).copyFrom(t.tensor([1, 2, 3]));
    expect(x.toArray()).toEqual([
      [0, 5, 5],
      [1, 2, 3],
    ]);
    expect(x.transpose().toArray()).toEqual([
      [0, 1],
      [5, 2],
      [5, 3],
    ]);
  });

  it('accumulates gradients until they are cleared', () => {
    const x = t.tensor([1, 2]).withGrad();
    x.square().sum().backward();
    x.square().sum().backward();
    expect(x.grad?.toArray()).toEqual([4, 8]);
    x.zeroGrad();
    expect(x.grad).toBe(null);
    expect(t.noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    const [dx] = t.grad((a) => t.sum(t.exp(a)))(t.zeros([2]) as T);
    expect(dx?.toArray()).toEqual([1, 1]);
  });
});

describe('the package', () => {
  it('exports these names', () => {
    const names = `
      Generator ShapeError Tensor abs adamClock adamTick adamW add arange argmax argmin
      attention binaryCrossEntropy cachedAttention capture checkGradients clamp concat conv2d
      cos crossEntropy cumsum decodeEntry decodeSafetensors decodeSafetensorsHeader device div dropout einsum embedding
      encodeSafetensors equal exp expand eye full gather gelu generator grad greater
      greaterEqual index init layerNorm less lessEqual linear linspace log logSoftmax logSumExp
      matmul max maxPool2d maximum mean min minimum mul neg noGrad notEqual ones pad permute
      pow quantize quantizedLinear rand randn readNpy readSafetensors relu reshape rmsNorm
      rotary rsqrt scatterAdd scope sgd sigmoid sign silu sin slice softmax sort split sqrt
      square squeeze stack sub sum tanh tensor to topk transpose tril triu unsqueeze update
      valueAndGrad variance where writeNpy writeSafetensors zeros`;
    expect(Object.keys(t).sort()).toEqual(names.trim().split(/\s+/));
  });
});
