import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type PatternName,
  patternNames,
  saveGpt2,
  saveTiktoken,
  saveTokenizerJson,
  type Tokenizer,
} from '@gibbs/tokenizer';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { Failure } from '../../failure.js';
import { loadTokenizer } from '../../loadTokenizer.js';
import { reasonOf } from '../../readText.js';
import { oneOf } from '../../values.js';
import { writeWhole } from '../../writeWhole.js';

export default defineCommand({
  description:
    'Turns a tokenizer from one form into another: tokenizer.json (Hugging Face), .tiktoken (OpenAI), or a folder ' +
    'with vocab.json and merges.txt (GPT-2); a SentencePiece .model can be read. What a form cannot hold is said.',
  examples: [
    ['gibbs tokenizer convert book.json book.tiktoken', 'for tiktoken'],
    ['gibbs tokenizer convert book.json book-gpt2/', 'as vocab.json and merges.txt'],
    ['gibbs tokenizer convert book.tiktoken back.json --pattern gpt2', 'and back'],
  ],
  configure: (command) => {
    command
      .argument('<from>', 'a file or folder')
      .argument('<to>', 'NAME.json, NAME.tiktoken, or FOLDER/')
      .addOption(
        new Option('--pattern <name>', patternNames.join(', ')).argParser(oneOf(patternNames)),
      );
  },
  schema: v.object({
    from: v.string(),
    written: v.array(v.string()),
    vocab: v.number(),
    /** What the form that was written cannot hold. */
    lost: v.array(v.string()),
  }),
  run: async ({ options, args: [from = '', to = ''] }, session) => {
    const tokenizer = await loadTokenizer(
      from,
      'tokenizer convert',
      options.pattern as PatternName | undefined,
    );
    const { written, lost } = await write(tokenizer, to);
    for (const one of lost) session.note(`tokenizer convert: ${one}`);
    return { from, written, vocab: tokenizer.vocabSize, lost };
  },
  human: ({ written, vocab }) => `${vocab} tokens, written to ${written.join(' and ')}`,
  csv: ({ written }) => [['written'], ...written.map((path) => [path])],
  quiet: ({ written }) => written.join('\n'),
});

async function write(
  tokenizer: Tokenizer,
  to: string,
): Promise<{ written: string[]; lost: string[] }> {
  if (to.endsWith('.json')) {
    await writeWhole(
      'tokenizer convert',
      to,
      saved(to, () => saveTokenizerJson(tokenizer)),
    );
    return { written: [to], lost: [] };
  }
  if (to.endsWith('.tiktoken')) {
    await writeWhole(
      'tokenizer convert',
      to,
      saved(to, () => saveTiktoken(tokenizer)),
    );
    const special = Object.keys(tokenizer.specialTokens);
    return {
      written: [to],
      lost: [
        'a .tiktoken does not hold the split pattern',
        ...(special.length > 0 ? [`nor the special tokens ${special.join(' ')}`] : []),
      ],
    };
  }
  if (!to.endsWith('/'))
    throw new Failure(
      'usage',
      `tokenizer convert: <to> must end in .json, .tiktoken or /, got '${to}'`,
    );
  const { vocabulary, merges } = saved(to, () => saveGpt2(tokenizer));
  try {
    await mkdir(to, { recursive: true });
  } catch (error) {
    throw new Failure('file', `tokenizer convert: cannot make ${to}: ${reasonOf(error)}`, error);
  }
  const paths = [join(to, 'vocab.json'), join(to, 'merges.txt')];
  await writeWhole('tokenizer convert', paths[0] as string, vocabulary);
  await writeWhole('tokenizer convert', paths[1] as string, merges);
  return { written: paths, lost: [] };
}

/** A form that cannot hold the tokenizer is a wrong wish of the user. */
function saved<T>(to: string, save: () => T): T {
  try {
    return save();
  } catch (error) {
    throw new Failure(
      'usage',
      `tokenizer convert: cannot be written as ${to}: ${(error as Error).message}`,
      error,
    );
  }
}
