import { describe, expect, it } from 'vitest';
import {
  attention,
  cachedAttention,
  capture,
  generator,
  randn,
  type Tensor,
  tensor,
  zeros,
} from '../index.js';

const random = generator(5);

function emptyCache(batch: number, heads: number, headSize: number, context: number) {
  return {
    keys: zeros([batch, heads, headSize, context]),
    values: zeros([batch, heads, context, headSize]),
    start: tensor(Int32Array.of(0)),
  };
}

const byHead = (x: Tensor) => x.permute(0, 2, 1, 3);
const gap = (x: Tensor, y: Tensor) => x.sub(y).abs().max().item();

describe('cachedAttention', () => {
  it.each([
    { batch: 1, heads: 1, few: 1, size: 1, pieces: [1, 1, 1] },
    { batch: 2, heads: 4, few: 2, size: 6, pieces: [3, 1, 4] },
    { batch: 1, heads: 2, few: 2, size: 8, pieces: [17, 1, 1] },
    { batch: 1, heads: 6, few: 1, size: 21, pieces: [1, 30] },
    { batch: 1, heads: 2, few: 1, size: 32, pieces: [31, 1] },
  ])('given $pieces tokens at a time, agrees with attention over all', (sizes) => {
    const { batch, heads, few, size, pieces } = sizes;
    const total = pieces.reduce((a, b) => a + b);
    const q = randn([batch, total, heads, size], random);
    const [k, v] = [
      randn([batch, total, few, size], random),
      randn([batch, total, few, size], random),
    ];
    const whole = byHead(attention(byHead(q), byHead(k), byHead(v), { causal: true }));
    const cache = emptyCache(batch, few, size, 32);
    let at = 0;
    for (const count of pieces) {
      cache.start.copyFrom([at]);
      const piece = (x: Tensor) => x.slice(null, [at, at + count]);
      const y = cachedAttention(piece(q), piece(k), piece(v), cache);
      expect(gap(y, piece(whole))).toBeLessThan(2e-6);
      at += count;
    }
  });

  it('with slopes, agrees with scores that fall with distance', () => {
    const [heads, few, size, total] = [4, 2, 6, 21];
    const q = randn([1, total, heads, size], random);
    const [k, v] = [randn([1, total, few, size], random), randn([1, total, few, size], random)];
    const slopes = tensor([0.5, 0.25, 0.125, 1]);
    const shared = (x: Tensor) =>
      byHead(x)
        .unsqueeze(2)
        .expand(1, few, heads / few, total, size)
        .reshape(1, heads, total, size);
    const places = tensor(Float32Array.from({ length: total }, (_, i) => i));
    const distance = places.sub(places.reshape(total, 1));
    const ahead = distance.greater(0).to('float32').mul(-1e9);
    const scores = byHead(q)
      .matmul(shared(k).transpose())
      .div(Math.sqrt(size))
      .add(slopes.reshape(heads, 1, 1).mul(distance))
      .add(ahead);
    const whole = byHead(scores.softmax().matmul(shared(v)));
    const cache = { ...emptyCache(1, few, size, 32), slopes };
    for (const [at, end] of [
      [0, 3],
      [3, 4],
      [4, 20],
      [20, 21],
    ] as const) {
      cache.start.copyFrom([at]);
      const piece = (x: Tensor) => x.slice(null, [at, end]);
      const y = cachedAttention(piece(q), piece(k), piece(v), cache);
      expect(gap(y, piece(whole))).toBeLessThan(3e-6);
    }
    expect(() =>
      cachedAttention(q, k, v, { ...emptyCache(1, few, size, 32), slopes: tensor([1]) }),
    ).toThrow(/^cachedAttention: queries, keys, values and cache must fit, got .* and \[1\]\.$/);
  });

  it('is one captured step for every place', () => {
    const cache = emptyCache(1, 2, 4, 16);
    const tokens = Array.from({ length: 9 }, () => randn([1, 1, 2, 4], random));
    const step = capture((x: Tensor) => cachedAttention(x, x, x, cache));
    const again = emptyCache(1, 2, 4, 16);
    for (const [place, token] of tokens.entries()) {
      cache.start.copyFrom([place]);
      again.start.copyFrom([place]);
      expect(step(token).toTypedArray()).toEqual(
        cachedAttention(token, token, token, again).toTypedArray(),
      );
    }
  });

  it('holds scores far apart without overflow', () => {
    const cache = emptyCache(1, 1, 4, 16);
    const far = tensor([[[[300, 0, 0, 0]], [[-300, 0, 0, 0]], [[300, 0, 0, 0]]]]);
    const y = cachedAttention(far, far, far, cache).toTypedArray();
    expect([y[0], y[4], y[8]]).toEqual([300, -300, 300]);
  });

  it('refuses what does not fit', () => {
    const cache = emptyCache(1, 1, 4, 16);
    const x = randn([1, 1, 1, 4], random);
    expect(() => cachedAttention(randn([1, 1, 1, 5], random), x, x, cache)).toThrow(
      'cachedAttention: queries, keys, values and cache must fit, got [1, 1, 1, 5] and [1, 1, 1, 4]',
    );
    cache.start.copyFrom([16]);
    expect(() => cachedAttention(x, x, x, cache)).toThrow(
      'cachedAttention: the cache has 16 places, got 16 filled and 1 new.',
    );
    expect(() => cachedAttention(x, x, x, { ...cache, start: tensor([0]) })).toThrow(
      'cachedAttention: all must be float32 and start int32, got float32 and float32.',
    );
  });
});
