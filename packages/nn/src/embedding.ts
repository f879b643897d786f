import {
  embedding,
  type Generator,
  linear,
  type QuantizedMatrix,
  quantizedLinear,
  type Tensor,
} from '@gibbs/tensor';
import { type Initializer, normal } from './init.js';
import { checkSizes, Module } from './module.js';

/** A table of `vocab` rows: token numbers [...] → their rows [..., channels]. */
export class Embedding extends Module {
  readonly weight: Tensor;
  #int8: QuantizedMatrix | null = null;

  /** Rows start normal with deviation 1, as PyTorch draws them, unless `init` says otherwise. */
  constructor(
    vocab: number,
    channels: number,
    { generator, init = normal(1) }: { readonly generator: Generator; readonly init?: Initializer },
  ) {
    super();
    checkSizes('Embedding', { vocab, channels });
    this.weight = init([vocab, channels], generator);
  }

  forward(tokens: Tensor): Tensor {
    return embedding(this.weight, tokens);
  }

  /** How much each row is like x, as products: [..., channels] → [..., vocab]. The last layer of tied models. */
  likeness(x: Tensor): Tensor {
    return this.#int8 ? quantizedLinear(x, this.#int8) : linear(x, this.weight.transpose());
  }

  /** Answers {@link likeness} with these 8-bit weights until `null` is given. */
  useInt8(weight: QuantizedMatrix | null): void {
    this.#int8 = weight;
  }
}
