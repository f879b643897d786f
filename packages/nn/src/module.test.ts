import { generator, type Tensor, zeros } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { GPT, Linear, MLP, Module } from './index.js';

const options = { generator: generator(1) };

describe('Module', () => {
  it('finds parameters by the paths of its fields, through arrays', () => {
    const names = [...new MLP([2, 3, 1], options).namedParameters().keys()];
    expect(names).toEqual(['layers.0.weight', 'layers.0.bias', 'layers.1.weight', 'layers.1.bias']);
  });

  it('counts a shared tensor once and leaves private fields alone', () => {
    class Shared extends Module {
      readonly first: Linear = new Linear(2, 2, { bias: false, ...options });
      readonly again: Tensor = this.first.weight;
      readonly #table: Tensor = zeros([3]);
      forward(x: Tensor): Tensor {
        return x.mul(this.#table);
      }
    }
    expect([...new Shared().namedParameters().keys()]).toEqual(['again']);
  });

  it('switches training in every part', () => {
    const model = new GPT({ vocab: 3, context: 2, channels: 4, layers: 2, heads: 1, ...options });
    expect(model.train(false).blocks[1]?.attention.query.training).toBe(false);
    expect(model.train().blocks[1]?.attention.query.training).toBe(true);
  });

  it('refuses sizes that are none', () => {
    expect(() => new Linear(0, 2, options)).toThrow(
      'Linear: inputs must be a whole number from 1, got 0.',
    );
    expect(() => new MLP([3], options)).toThrow(
      'MLP: sizes must name inputs and outputs, got [3].',
    );
  });
});
