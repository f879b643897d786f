import { describe, expect, it } from 'vitest';
import { fromGenerationConfig, toGenerationConfig } from './generationConfig.js';

describe('generation settings in the words of Hugging Face', () => {
  it('are read', () => {
    expect(
      fromGenerationConfig({
        do_sample: true,
        temperature: 0.6,
        top_k: 0,
        top_p: 0.9,
        eos_token_id: [7, 8],
        bos_token_id: 1,
        max_new_tokens: 5,
      }),
    ).toEqual({ temperature: 0.6, topP: 0.9, stopTokens: [7, 8], maxTokens: 5 });
  });

  it('take the likeliest token where they do not sample', () => {
    expect(fromGenerationConfig({ temperature: 0.6 })).toEqual({ temperature: 0 });
  });

  it('come back as they were', () => {
    const options = {
      temperature: 0.7,
      topK: 40,
      topP: 0.95,
      minP: 0.05,
      repetitionPenalty: 1.1,
      maxTokens: 9,
      stopTokens: [2],
    };
    expect(toGenerationConfig(options)).toEqual({
      do_sample: true,
      temperature: 0.7,
      top_k: 40,
      top_p: 0.95,
      min_p: 0.05,
      repetition_penalty: 1.1,
      max_new_tokens: 9,
      eos_token_id: 2,
    });
    expect(fromGenerationConfig(toGenerationConfig(options))).toEqual(options);
    expect(toGenerationConfig({ temperature: 0 })).toEqual({ do_sample: false });
  });

  it('must be numbers', () => {
    expect(() => fromGenerationConfig({ top_p: 'high' })).toThrow(
      'huggingFace: generation config: top_p must be a number, got "high".',
    );
    expect(() => fromGenerationConfig({ eos_token_id: [1, 'x'] })).toThrow(
      'huggingFace: generation config: eos_token_id must be a token or some, got [1,"x"].',
    );
  });
});
