/**
 * A small transformer with everything in it that could tell runs apart: products of odd sizes, attention, norms,
 * dropout, embedding gradients, AdamW. Returns a digest of all parameters after some steps.
 */
import type * as api from '../src/index.js';

type Api = typeof api;

export function trainingDigest(
  t: Api,
  { captured, steps }: { captured: boolean; steps: number },
): string {
  const { step, parameters } = trainingStep(t);
  const run = captured ? t.capture(step) : () => t.scope(step);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push(run().item());
  const bytes = [Float32Array.from(losses), ...parameters.map((p) => p.toTypedArray())];
  return digest(bytes.map((x) => new Uint8Array(x.buffer)));
}

export function trainingStep(t: Api): { step: () => api.Tensor; parameters: api.Tensor[] } {
  const [batch, time, width, heads, vocab] = [3, 37, 36, 3, 51];
  const random = t.generator(11);
  const parameters: api.Tensor[] = [];
  const make = (...shape: number[]): api.Tensor => {
    const p = t.randn(shape, random).mul(0.1).withGrad();
    parameters.push(p);
    return p;
  };
  const table = make(vocab, width);
  const [norm, shift] = [make(width), make(width)];
  const [qkv, qkvBias] = [make(width, 3 * width), make(3 * width)];
  const [up, upBias, down] = [make(width, 4 * width), make(4 * width), make(4 * width, width)];
  const head = make(width, vocab);
  const ids = t
    .arange(batch * time)
    .mul(7)
    .to('float32')
    .mul(1)
    .to('int32')
    .reshape(batch, time);
  const tokens = t.sub(ids, t.mul(t.div(ids.to('float32'), vocab).to('int32'), vocab));
  const state = parameters.map((p) => ({ first: t.zeros(p.shape), second: t.zeros(p.shape) }));
  const clock = t.adamClock(table);
  const learningRate = t.tensor([0.01]);
  const split = (x: api.Tensor, part: number): api.Tensor =>
    x
      .slice(null, null, [part * width, (part + 1) * width])
      .reshape(batch, time, heads, width / heads)
      .permute(0, 2, 1, 3);
  const step = (): api.Tensor => {
    const x = t.embedding(table, tokens);
    const parts = t.linear(t.layerNorm(x, { weight: norm, bias: shift }), qkv, qkvBias);
    const mixed = t.attention(split(parts, 0), split(parts, 1), split(parts, 2));
    const y = x.add(t.dropout(mixed.permute(0, 2, 1, 3).reshape(batch, time, width), 0.1, random));
    const z = y.add(t.matmul(t.gelu(t.linear(t.rmsNorm(y), up, upBias)), down)).tanh();
    const loss = t.crossEntropy(t.matmul(z, head), tokens);
    loss.backward();
    t.adamTick(clock);
    parameters.forEach((p, i) => {
      const s = state[i] as { first: api.Tensor; second: api.Tensor };
      t.adamW(p, p.grad as api.Tensor, { ...s, clock }, { learningRate, weightDecay: 0.1 });
      p.zeroGrad();
    });
    return loss;
  };
  return { step, parameters };
}

/** FNV-1a over bytes. */
function digest(parts: readonly Uint8Array[]): string {
  let hash = 0x811c9dc5;
  for (const part of parts)
    for (const byte of part) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
