import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeSafetensors,
  encodeSafetensors,
  generator,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { checkpointFile } from '../src/files/index.js';
import {
  Adam,
  AdamW,
  type Batch,
  type CheckpointStore,
  cosine,
  type Data,
  Dropout,
  type FitOptions,
  fit,
  GPT,
  MLP,
  Module,
  meanSquaredError,
  textBatches,
  tokenWindows,
  WeightAverage,
} from '../src/index.js';

const xor: [Tensor, Tensor] = [
  tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]),
  tensor([[0], [1], [1], [0]]),
];

const text = Int32Array.from({ length: 400 }, (_, i) => (i * i + 3 * i) % 7);

/** A small GPT with dropout, the options of a run on `text`, and all its weights as one array. */
function smallRun(options: Partial<FitOptions<[Tensor, Tensor]>> = {}) {
  const model = new GPT({
    vocab: 7,
    context: 8,
    channels: 8,
    layers: 1,
    heads: 2,
    dropout: 0.1,
    generator: generator(3),
  });
  const optimizer = new AdamW(model, {
    learningRate: cosine({ peak: 0.01, steps: 12, warmup: 2 }),
  });
  const average = new WeightAverage(model, { decay: 0.9 });
  const data = tokenWindows(text, { batch: 3, context: 8, seed: 5 });
  const run = () =>
    fit(model, data, { steps: 12, optimizer, average, clip: 0.5, accumulate: 2, ...options });
  const weights = () => model.parameters().flatMap((p) => [...p.toTypedArray()]);
  return { model, run, weights };
}

function memoryStore(): CheckpointStore & { bytes: Uint8Array | undefined; writes: number } {
  return {
    name: 'in memory',
    bytes: undefined,
    writes: 0,
    async read() {
      return this.bytes;
    },
    async write(bytes) {
      this.bytes = bytes;
      this.writes++;
    },
  };
}

describe('fit', () => {
  it('learns XOR', async () => {
    const model = new MLP([2, 8, 1], { activation: 'tanh', generator: generator(1) });
    const { history, stopped } = await fit(model, [xor], {
      steps: 300,
      optimizer: new Adam(model, { learningRate: 0.05 }),
      loss: (x, y) => meanSquaredError(model.forward(x), y),
    });
    expect(stopped).toBe('done');
    expect(history.loss).toHaveLength(300);
    expect(history.loss.at(-1)).toBeLessThan(1e-3);
    const answers = model.forward(xor[0]).toTypedArray();
    expect([...answers].map(Math.round)).toEqual([0, 1, 1, 0]);
  });

  it('gives the bits of the same loop written by hand', async () => {
    const make = () => new MLP([2, 3, 1], { activation: 'tanh', generator: generator(2) });
    const [fitted, looped] = [make(), make()];
    const settings = { learningRate: 0.05 };
    await fit(fitted, [xor], {
      steps: 20,
      optimizer: new Adam(fitted, settings),
      loss: (x, y) => meanSquaredError(fitted.forward(x), y),
    });
    const adam = new Adam(looped, settings);
    for (let step = 0; step < 20; step++) {
      adam.zeroGrad();
      meanSquaredError(looped.forward(xor[0]), xor[1]).backward();
      adam.step();
    }
    for (const [name, p] of looped.namedParameters()) {
      expect(fitted.namedParameters().get(name)?.toTypedArray(), name).toEqual(p.toTypedArray());
    }
  });

  it('averages the gradients of accumulated batches', async () => {
    const halves = [0, 1].map((i) => xor.map((t) => t.slice([2 * i, 2 * i + 2]).contiguous()));
    const train = async (data: Data, accumulate: number) => {
      const model = new MLP([2, 3, 1], { generator: generator(2) });
      const loss = (x: Tensor, y: Tensor) => meanSquaredError(model.forward(x), y);
      const optimizer = new Adam(model, { learningRate: 0.05 });
      const { history } = await fit(model, data, {
        steps: 10,
        optimizer,
        accumulate,
        loss: (...batch: Batch) => loss(batch[0] as Tensor, batch[1] as Tensor),
      });
      return history.loss;
    };
    const [whole, parts] = [await train([xor], 1), await train(halves, 2)];
    for (const [i, x] of whole.entries()) expect(parts[i]).toBeCloseTo(x, 5);
  });

  it('resumed after any step, ends with the bits of a run left alone', async () => {
    const alone = smallRun();
    const whole = await alone.run();
    for (const until of [1, 5, 11]) {
      const store = memoryStore();
      const checkpoint = { store, every: 1 };
      const stop = new AbortController();
      const begun = smallRun({
        checkpoint,
        signal: stop.signal,
        onStep: ({ step }) => step === until && stop.abort(),
      });
      expect((await begun.run()).stopped).toBe('aborted');
      const resumed = smallRun({ checkpoint });
      const result = await resumed.run();
      expect(result.step).toBe(12);
      expect(result.history.loss).toEqual(whole.history.loss);
      expect(resumed.weights()).toEqual(alone.weights());
    }
  });

  it('resumes a finished run by doing nothing', async () => {
    const checkpoint = { store: memoryStore(), every: 5 };
    const first = smallRun({ checkpoint });
    await first.run();
    expect(checkpoint.store.writes).toBe(3);
    const again = smallRun({ checkpoint });
    expect((await again.run()).step).toBe(12);
    expect(again.weights()).toEqual(first.weights());
  });

  it('reports progress, evaluates the averaged weights without dropout, and leaves the weights be', async () => {
    const seen: number[] = [];
    const rates: number[] = [];
    const { model, run } = smallRun({
      evaluate: { data: textBatches(text, { batch: 4, context: 8 }), every: 5 },
      onStep: ({ learningRate, secondsLeft }) => {
        rates.push(learningRate);
        expect(secondsLeft).toBeGreaterThanOrEqual(0);
      },
      onEvaluate: (step) => seen.push(step),
    });
    const { history } = await run();
    expect(seen).toEqual([5, 10, 12]);
    expect(history.evaluations.map(({ step }) => step)).toEqual(seen);
    expect(rates[0]).toBeCloseTo(0.005, 8);
    expect(rates[1]).toBeCloseTo(0.01, 8);
    expect(rates[11]).toBeLessThan(0.001);
    expect(model.training).toBe(true);
  });

  it('stops when evaluation no longer improves', async () => {
    const model = new MLP([2, 2, 1], { generator: generator(2) });
    const { step, stopped } = await fit(model, [xor], {
      steps: 100,
      optimizer: new Adam(model, { learningRate: 0 }),
      loss: (x, y) => meanSquaredError(model.forward(x), y),
      evaluate: { data: [xor], every: 10, patience: 3 },
    });
    expect([step, stopped]).toEqual([40, 'no improvement']);
  });

  it('names step and layer when the loss is no number, and keeps the last good checkpoint', async () => {
    class Bad extends Module {
      readonly first: MLP = new MLP([2, 2], { generator: generator(4) });
      readonly second: Bomb = new Bomb();
      forward(x: Tensor): Tensor {
        return this.second.forward(this.first.forward(x));
      }
    }
    class Bomb extends Module {
      forward(x: Tensor): Tensor {
        return x.sub(x.mul(1e9).exp().log());
      }
    }
    const model = new Bad();
    const checkpoint = { store: memoryStore(), every: 1 };
    const small = tensor([[0, 0]]);
    const data = (i: number): [Tensor] => [i < 3 ? small : tensor([[9, 9]])];
    for (const p of model.parameters()) p.fill(1e-12);
    const before = model.parameters().map((p) => p.toArray());
    const running = fit(model, data, {
      steps: 9,
      optimizer: new Adam(model, { learningRate: 0 }),
      loss: (x) => model.forward(x.mul(1e12)).sum(),
      checkpoint,
    });
    await expect(running).rejects.toThrow(
      /^fit: the loss must be finite, got -?(Infinity|NaN) at step 3; it arises in second\. Lower the learning rate or clip\?$/,
    );
    expect(checkpoint.store.writes).toBe(3);
    expect(model.parameters().map((p) => p.toArray())).toEqual(before);
  });

  it('keeps the last good checkpoint when gradients nobody clips leave weights without a number', async () => {
    const make = (model: MLP, steps: number, isBad: (step: number) => boolean) => {
      let step = 0;
      return fit(model, () => [tensor([[isBad(step++) ? 1 : 0]])] as [Tensor], {
        steps,
        optimizer: new Adam(model),
        // Where it is bad, the root of 0: 0 itself, with a slope of 0 · ∞.
        loss: (bad) => model.forward(xor[0]).mul(0).sum().add(bad.neg().add(1)).sum().sqrt(),
        checkpoint,
      });
    };
    const checkpoint = { store: memoryStore(), every: 1 };
    const start = () => new MLP([2, 3, 1], { generator: generator(4) });
    const model = start();
    await expect(make(model, 9, (step) => step === 3)).rejects.toThrow(
      'fit: weights must be finite, got NaN or Infinity in layers.0.weight after step 3, whose gradients were not. What was saved before stays. Clip?',
    );
    expect(checkpoint.store.writes).toBe(3);
    const resumed = start();
    await make(resumed, 3, () => false);
    for (const p of resumed.parameters())
      expect(p.toTypedArray().every(Number.isFinite)).toBe(true);
  });

  it('does not go on where it had stopped by itself', async () => {
    const checkpoint = { store: memoryStore(), every: 7 };
    const run = async () => {
      const model = new MLP([2, 3, 1], { generator: generator(4) });
      const { step, stopped } = await fit(model, [xor], {
        steps: 100,
        optimizer: new Adam(model, { learningRate: 0 }),
        loss: (x, y) => meanSquaredError(model.forward(x), y),
        evaluate: { data: [xor], every: 5, patience: 2 },
        checkpoint,
      });
      return [step, stopped];
    };
    expect(await run()).toEqual([15, 'no improvement']);
    expect(await run()).toEqual([15, 'no improvement']);
  });

  it('refuses a clip or a learning rate that is none', async () => {
    const model = new MLP([2, 3, 1], { generator: generator(4) });
    await expect(
      fit(model, [xor], { steps: 1, clip: 0, optimizer: new Adam(model) }),
    ).rejects.toThrow('fit: clip must be above 0, got 0.');
    expect(() => new Adam(model, { learningRate: -1 })).toThrow(
      'optimizer: the learning rate must be a number from 0, got -1 at step 0.',
    );
    const optimizer = new Adam(model, { learningRate: (step) => 1 / (1 - step) });
    expect(() => optimizer.schedule(1)).toThrow('got Infinity at step 1.');
  });

  it.each([undefined, 1])('refuses an optimiser of another model, clip %s', async (clip) => {
    const [model, other] = [4, 5].map((seed) => new MLP([2, 3, 1], { generator: generator(seed) }));
    const optimizer = [new Adam(model as MLP), new Adam(other as MLP)];
    const loss = (x: Tensor, y: Tensor) => meanSquaredError((model as MLP).forward(x), y);
    await expect(fit(model as MLP, [xor], { steps: 2, optimizer, loss, clip })).rejects.toThrow(
      'fit: the loss must depend on what an optimizer trains, got no gradient for layers.0.weight, layers.0.bias, layers.1.weight. Was it made for another model?',
    );
  });

  it.skipIf(process.platform !== 'linux')(
    'stops when the disk is full, and what was saved stands',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gibbs-full-'));
      const path = join(folder, 'run.safetensors');
      const alone = smallRun();
      await alone.run();
      const checkpoint = { store: checkpointFile(path), every: 1 };
      // /dev/full takes no byte, as a full disk does; a link puts the file that is written aside on it.
      const full = smallRun({
        checkpoint,
        onStep: ({ step }) => step === 5 && symlinkSync('/dev/full', `${path}.part`),
      });
      await expect(full.run()).rejects.toThrow(
        /^files: .*run\.safetensors must be writable, got ENOSPC.* What was saved there before is untouched\.$/,
      );
      const resumed = smallRun({ checkpoint });
      const steps: number[] = [];
      await smallRun({ checkpoint, onStep: ({ step }) => steps.push(step) }).run();
      expect(steps[0]).toBe(5);
      await resumed.run();
      expect(resumed.weights()).toEqual(alone.weights());
      rmSync(folder, { recursive: true });
    },
  );

  it('names a weight that is no number', async () => {
    const { model, run } = smallRun();
    model.blocks[0]?.attention.query.bias?.fill(Number.NaN);
    await expect(run()).rejects.toThrow(
      'fit: the loss must be finite, got NaN at step 0; it arises in the weight blocks.0.attention.query.bias.',
    );
  });

  it('refuses a checkpoint that is cut short at any byte, and changes nothing', async () => {
    const store = memoryStore();
    const model = new MLP([1, 2], { generator: generator(1) });
    const pair: [Tensor, Tensor] = [tensor([[1]]), tensor([[1, 2]])];
    const go = () =>
      fit(model, [pair], {
        steps: 2,
        optimizer: new Adam(model),
        loss: (x, y) => meanSquaredError(model.forward(x), y),
        checkpoint: { store, every: 1 },
      });
    await go();
    const good = store.bytes as Uint8Array;
    const before = model.parameters().map((p) => p.toArray());
    for (let length = 0; length < good.length; length++) {
      store.bytes = good.subarray(0, length);
      await expect(go(), `${length} bytes`).rejects.toThrow(
        /^checkpoint in memory: the file must be whole, got /,
      );
    }
    expect(model.parameters().map((p) => p.toArray())).toEqual(before);
    store.bytes = good;
    expect((await go()).step).toBe(2);
  });

  it('refuses a checkpoint of another model, of other numbers, or with too little or too much', async () => {
    const store = memoryStore();
    await smallRun({ checkpoint: { store, every: 5 } }).run();
    const good = store.bytes as Uint8Array;
    const { arrays, metadata } = decodeSafetensors(good);
    const name = 'model/norm.weight';
    const norm = arrays.get(name) as { data: Float32Array; shape: number[]; dtype: 'float32' };
    const refused = async (edit: (copy: typeof arrays) => void, message: string) => {
      const copy = new Map(arrays);
      edit(copy);
      store.bytes = encodeSafetensors(copy, metadata);
      const { run, weights } = smallRun({ checkpoint: { store, every: 5 } });
      const before = weights();
      await expect(run()).rejects.toThrow(`checkpoint in memory: ${message}`);
      expect(weights()).toEqual(before);
    };
    await refused(
      (copy) => copy.delete(name),
      `every weight must be there, got none named ${name}.`,
    );
    await refused(
      (copy) => copy.set('model/more', norm),
      'only weights of the model have a place, got model/more.',
    );
    await refused(
      (copy) => copy.set(name, { ...norm, shape: [2, 4] }),
      `${name} must have shape [8], got [2, 4].`,
    );
    await refused(
      (copy) => copy.set(name, { ...norm, dtype: 'int32', data: new Int32Array(8) }),
      `${name} must be float32, got int32.`,
    );
    store.bytes = good;
    const other = new MLP([2, 1], { generator: generator(1) });
    await expect(
      fit(other, [xor], {
        steps: 1,
        optimizer: new Adam(other),
        loss: (x, y) => meanSquaredError(other.forward(x), y),
        checkpoint: { store, every: 1 },
        generators: [generator(1)],
      }),
    ).rejects.toThrow(
      'checkpoint in memory: every weight must be there, got none named model/layers.0.weight.',
    );
  });

  it('refuses an empty data set, labels out of range, and counts that are none', async () => {
    const model = new MLP([2, 3], { generator: generator(1) });
    const optimizer = new Adam(model);
    const run = (data: Data<[Tensor, Tensor]>, options: object = {}) =>
      fit(model, data, { steps: 1, optimizer, ...options });
    await expect(run([])).rejects.toThrow('fit: data must hold at least one batch, got none.');
    await expect(run([[xor[0], tensor(Int32Array.of(0, 1, 2, 3))]])).rejects.toThrow(
      'crossEntropy: indices must lie in [0, 2], got 3.',
    );
    // in a later step too, when the first has long been captured
    const later = (i: number): [Tensor, Tensor] => [xor[0], tensor(Int32Array.of(0, 1, 2, i))];
    const before = () => model.parameters().map((p) => p.toArray());
    let kept = before();
    const onStep = () => {
      kept = before();
    };
    await expect(run(later, { steps: 6, onStep })).rejects.toThrow(
      'crossEntropy: indices must lie in [0, 2], got 3.',
    );
    expect(before()).toEqual(kept);
    await expect(run([], { steps: 0.5 })).rejects.toThrow(
      'fit: steps must be a whole number from 1, got 0.5.',
    );
  });
});

describe('Dropout', () => {
  it('zeroes a share p while training and nothing afterwards', () => {
    const x = tensor(new Float32Array(10_000).fill(1));
    const layer = new Dropout(0.25, { generator: generator(1) });
    const y = layer.forward(x).toTypedArray();
    const zeros = y.filter((v) => v === 0).length / y.length;
    expect(zeros).toBeCloseTo(0.25, 1);
    expect(y.find((v) => v !== 0)).toBeCloseTo(4 / 3, 6);
    expect(layer.train(false).forward(x)).toBe(x);
    expect(() => new Dropout(1, { generator: generator(1) })).toThrow(
      'Dropout: p must lie in [0, 1), got 1.',
    );
  });
});
