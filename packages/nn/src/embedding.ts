import { embedding, type Generator, type Tensor } from '@gibbs/tensor';
import { type Initializer, normal } from './init.js';
import { checkSizes, Module } from './module.js';

/** A table of `vocab` rows: token numbers [...] → their rows [..., channels]. */
export class Embedding extends Module {
  readonly weight: Tensor;

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
}
