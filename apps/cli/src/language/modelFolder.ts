import type { GPT, Llama } from '@gibbs/nn';
import { loadPretrained } from '@gibbs/nn/files';
import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { type Coder, coderFrom } from './coder.js';

/** A language model with the tokenizer it was trained with. */
export interface Spoken {
  readonly kind: 'gpt' | 'llama';
  readonly model: GPT | Llama;
  readonly coder: Coder;
}

/** `<model>`: where a language model lies. */
export function addModelFolder(command: Command): void {
  command.argument('<model>', 'folder of gibbs train --out, or of a GPT-2 or Llama');
}

/**
 * Reads a model in the layout of Hugging Face, as `gibbs train --out` writes it. Exit 3 where there is none, and exit
 * 4 where there is one that is damaged or does not fit.
 */
export async function loadSpoken(op: string, folder: string): Promise<Spoken> {
  const label = `${op}: cannot use ${folder}`;
  let loaded: Awaited<ReturnType<typeof loadPretrained>>;
  try {
    loaded = await loadPretrained(folder);
  } catch (error) {
    const message = (error as Error).message.replace(/^(files|huggingFace): /, '');
    const isMissing = /must be readable/.test(message);
    const hint = isMissing ? ' (A folder is made by gibbs train --out.)' : '';
    throw new Failure(isMissing ? 'file' : 'checkpoint', `${label}: ${message}${hint}`, error);
  }
  if (loaded.tokenizer === undefined)
    throw new Failure('file', `${label}: it has no tokenizer.json`);
  const coder = coderFrom(label, loaded.tokenizer);
  const { model } = loaded;
  if (coder.vocab > model.config.vocab)
    throw new Failure(
      'checkpoint',
      `${label}: its tokenizer has ${coder.vocab} tokens and its model ${model.config.vocab}`,
    );
  model.train(false);
  return { kind: loaded.config.model_type === 'llama' ? 'llama' : 'gpt', model, coder };
}
