/** Settings of generation between Hugging Face's `generation_config.json` and {@link GenerateOptions}. */
import type { GenerateOptions } from './generate.js';
import type { HuggingFaceConfig } from './huggingFace.js';

/**
 * What a `generation_config.json` says of how to sample, as {@link GenerateOptions}: without `do_sample` the likeliest
 * token is taken, and `eos_token_id` ends an answer. Entries that are missing stay open; `top_k` of 0 and `top_p` of 1
 * rule nothing out. Throws where an entry is no number.
 */
export function fromGenerationConfig(config: HuggingFaceConfig): GenerateOptions {
  const number = (name: string): number | undefined => {
    const value = config[name] ?? undefined;
    if (value !== undefined && !Number.isFinite(value)) {
      throw new RangeError(
        `huggingFace: generation config: ${name} must be a number, got ${JSON.stringify(value)}.`,
      );
    }
    return value as number | undefined;
  };
  const found = {
    temperature: config.do_sample === true ? number('temperature') : 0,
    topK: number('top_k') || undefined,
    topP: number('top_p'),
    minP: number('min_p'),
    repetitionPenalty: number('repetition_penalty'),
    maxTokens: number('max_new_tokens'),
    stopTokens: config.eos_token_id == null ? undefined : [config.eos_token_id].flat(),
  };
  if (found.stopTokens && !found.stopTokens.every(Number.isInteger)) {
    throw new RangeError(
      `huggingFace: generation config: eos_token_id must be a token or some, got ${JSON.stringify(config.eos_token_id)}.`,
    );
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The other way round: entries for a `generation_config.json`. */
export function toGenerationConfig(options: GenerateOptions): Record<string, unknown> {
  const { temperature = 1, topK, topP, minP, repetitionPenalty, maxTokens, stopTokens } = options;
  const entries = {
    do_sample: temperature !== 0,
    temperature: temperature === 0 ? undefined : temperature,
    top_k: topK,
    top_p: topP,
    min_p: minP,
    repetition_penalty: repetitionPenalty,
    max_new_tokens: maxTokens,
    eos_token_id: stopTokens?.length === 1 ? stopTokens[0] : stopTokens,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
