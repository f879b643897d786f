/** How each contender is opened: `open(vocabulary)` gives `{ encode, decode }`, `train` learns from a file. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rustTrainerPath } from './rustTrainer.mjs';

const encodings = { cl100k: 'cl100k_base', o200k: 'o200k_base', gpt2: 'r50k_base' };
const here = import.meta.dirname;

/** The file of ranks, as published; it comes with gpt-tokenizer. */
export const ranksPath = (vocabulary) =>
  join(
    here,
    '.peers/gpt-tokenizer/node_modules/gpt-tokenizer/data',
    `${encodings[vocabulary]}.tiktoken`,
  );

/** The same vocabulary as a `tokenizer.json`, for those that read no other file. */
const jsonPath = (vocabulary) => join(here, `.data/${vocabulary}.json`);

/** Writes that file, if it is not there. */
export async function buildTokenizerJson(vocabulary) {
  if (existsSync(jsonPath(vocabulary))) return;
  const { loadEncoding, saveTokenizerJson } = await gibbs();
  const tokenizer = await loadEncoding(encodings[vocabulary], readFileSync(ranksPath(vocabulary)));
  writeFileSync(jsonPath(vocabulary), saveTokenizerJson(tokenizer));
}

const load = (peer, name) => createRequire(join(here, `.peers/${peer}/node_modules/x.js`))(name);
const importFrom = (peer, path) =>
  import(pathToFileURL(join(here, `.peers/${peer}/node_modules`, path)));

const gibbs = () => import('../../packages/tokenizer/dist/index.js');

export const contenders = {
  gibbs: {
    async open(vocabulary) {
      const { loadEncoding } = await gibbs();
      const tokenizer = await loadEncoding(
        encodings[vocabulary],
        readFileSync(ranksPath(vocabulary)),
      );
      return {
        count: (text) => tokenizer.count(text, { disallowedSpecial: [] }),
        encode: (text) => tokenizer.encodeOrdinary(text),
        decode: (ids) => tokenizer.decode(ids),
      };
    },
    async train(path, vocabSize, options) {
      const { trainTokenizer } = await gibbs();
      const tokenizer = await trainTokenizer(readFileSync(path), { vocabSize, ...options });
      return `${tokenizer.vocabSize} ids`;
    },
    async trainStream(parts, vocabSize) {
      const { trainTokenizer } = await gibbs();
      await trainTokenizer(parts, { vocabSize });
    },
  },
  hypertok: {
    async open(vocabulary) {
      const { fromBytes } = await importFrom('hypertok', 'hypertok/src/index.mjs');
      const { loadVocab } = await importFrom('hypertok', 'hypertok/src/vocab-resolve.mjs');
      const tokenizer = await fromBytes(await loadVocab(vocabulary), { tier: 'single' });
      return {
        encode: (text) => tokenizer.encodeSync(text, {}),
        decode: (ids) => tokenizer.decode(ids),
      };
    },
  },
  'gpt-tokenizer': {
    async open(vocabulary) {
      const module = await importFrom(
        'gpt-tokenizer',
        `gpt-tokenizer/esm/encoding/${encodings[vocabulary]}.js`,
      );
      const options = { disallowedSpecial: new Set() };
      return {
        count: (text) => module.countTokens(text, options),
        encode: (text) => module.encode(text, options),
        decode: (ids) => module.decode(ids),
      };
    },
  },
  tiktoken: {
    async open(vocabulary) {
      const encoding = load('tiktoken', 'tiktoken').get_encoding(encodings[vocabulary]);
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      return {
        encode: (text) => encoding.encode_ordinary(text),
        decode: (ids) => decoder.decode(encoding.decode(ids)),
      };
    },
  },
  'js-tiktoken': {
    async open(vocabulary) {
      const { Tiktoken } = load('js-tiktoken', 'js-tiktoken/lite');
      const ranks = load('js-tiktoken', `js-tiktoken/ranks/${encodings[vocabulary]}`);
      const encoding = new Tiktoken(ranks.default ?? ranks);
      return { encode: (text) => encoding.encode(text, [], []) };
    },
  },
  'ai-tokenizer': {
    async open(vocabulary) {
      const { Tokenizer } = load('ai-tokenizer', 'ai-tokenizer');
      const encoding = load('ai-tokenizer', `ai-tokenizer/encoding/${encodings[vocabulary]}`);
      const tokenizer = new Tokenizer(encoding);
      return { encode: (text) => tokenizer.encode(text) };
    },
  },
  'hf-js': {
    async open(vocabulary) {
      const { Tokenizer } = load('hf-js', '@huggingface/tokenizers');
      const tokenizer = new Tokenizer(JSON.parse(readFileSync(jsonPath(vocabulary), 'utf8')), {
        clean_up_tokenization_spaces: false,
      });
      return { encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids };
    },
  },
  'hf-native': {
    async open(vocabulary) {
      const tokenizer = load('hf-native', 'tokenizers').Tokenizer.fromFile(jsonPath(vocabulary));
      return {
        encode: async (text) =>
          (await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds(),
      };
    },
    async train(path, vocabSize) {
      if (vocabSize !== 30000) throw new Error('this binding trains to 30,000 only');
      const { BPE, byteLevelPreTokenizer, Tokenizer } = load('hf-native', 'tokenizers');
      const tokenizer = new Tokenizer(BPE.empty());
      tokenizer.setPreTokenizer(byteLevelPreTokenizer(false, true));
      tokenizer.train([path]);
      return `${tokenizer.getVocabSize()} ids`;
    },
  },
  'rust-trainer': {
    async train(path, vocabSize) {
      const said = execFileSync(rustTrainerPath, [path, vocabSize], {
        encoding: 'utf8',
        timeout: 280_000,
      });
      return `${JSON.parse(said).ids} ids`;
    },
  },
};
