import { encodeSafetensors, generator } from '@gibbs/tensor';
import { expect, it } from 'vitest';
import { encodeCheckpoint, restoreCheckpoint } from './checkpoint.js';
import { MLP } from './mlp.js';
import { Adam } from './optim/adam.js';

const model = new MLP([2, 1], { generator: generator(1) });
const random = generator(5);
const parts = { model, optimizers: [new Adam(model)], generators: [random] };

it('a checkpoint restores generators, words and numbers', () => {
  random.uniform();
  const bytes = encodeCheckpoint(parts, { step: 7, notes: { loss: [1.5] } });
  const next = random.uniform();
  random.restore({ seed: 1, position: 0 });
  expect(restoreCheckpoint('test', bytes, parts)).toEqual({ step: 7, notes: { loss: [1.5] } });
  expect(random.uniform()).toBe(next);
});

it('a file of another kind and another number of generators are refused', () => {
  expect(() => restoreCheckpoint('test', encodeSafetensors([]), parts)).toThrow(
    'checkpoint test: the file must be a checkpoint of this version, got format undefined.',
  );
  const bytes = encodeCheckpoint(parts, { step: 1, notes: null });
  expect(() => restoreCheckpoint('test', bytes, { ...parts, generators: [] })).toThrow(
    'checkpoint test: as many generators must take part as when it was written, got 0 for 1.',
  );
});
