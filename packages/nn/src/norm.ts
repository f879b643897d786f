import { layerNorm, ones, rmsNorm, type Tensor, zeros } from '@gibbs/tensor';
import { checkSizes, Module } from './module.js';

/** `y = (x − mean) / √(var + ε) · w + b` over the last axis (Ba et al. 2016). */
export class LayerNorm extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly epsilon: number;

  constructor(
    channels: number,
    { bias = true, epsilon = 1e-5 }: { readonly bias?: boolean; readonly epsilon?: number } = {},
  ) {
    super();
    checkSizes('LayerNorm', { channels });
    this.weight = ones([channels], { requiresGrad: true });
    this.bias = bias ? zeros([channels], { requiresGrad: true }) : null;
    this.epsilon = epsilon;
  }

  forward(x: Tensor): Tensor {
    return layerNorm(x, {
      weight: this.weight,
      bias: this.bias ?? undefined,
      epsilon: this.epsilon,
    });
  }
}

/** `y = x / √(mean(x²) + ε) · w` over the last axis (Zhang and Sennrich 2019). */
export class RMSNorm extends Module {
  readonly weight: Tensor;
  readonly epsilon: number;

  constructor(channels: number, { epsilon = 1e-6 }: { readonly epsilon?: number } = {}) {
    super();
    checkSizes('RMSNorm', { channels });
    this.weight = ones([channels], { requiresGrad: true });
    this.epsilon = epsilon;
  }

  forward(x: Tensor): Tensor {
    return rmsNorm(x, { weight: this.weight, epsilon: this.epsilon });
  }
}
