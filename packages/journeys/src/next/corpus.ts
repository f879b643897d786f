import {
  drawName,
  drawNameSentence,
  type TextTokenizer,
  villageCorpus,
  wordTokenizer,
} from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { trainTokenizer } from '@gibbs/tokenizer';
import type { Setup } from './protocol.js';

/** A text to learn from, and how it is cut. */
export interface Material {
  text: string;
  tokenizer: TextTokenizer;
  kind: 'words' | 'pieces';
  /** The names that are in it, for the corpus of names. */
  names: readonly string[];
}

/** A text with more different words than this is cut into pieces, so that counts of pairs and the model stay small. */
const mostWords = 1500;
const pieces = 512;
const villageLines = 2000;
const nameLines = 900;
const nameCount = 45;

/** The text of a setup, with its tokenizer. */
export async function materialOf({ corpus, own, name, seed }: Setup): Promise<Material> {
  const chance = generator(seed);
  const uniform = () => chance.uniform();
  if (corpus === 'names') return namesMaterial(name, uniform);
  const text = corpus === 'own' ? own.normalize('NFC') : villageCorpus(villageLines, uniform);
  const words = new Set(text.match(/\S+/g) ?? []);
  if (corpus === 'village' || words.size <= mostWords) {
    return { text, tokenizer: wordTokenizer(text), kind: 'words', names: [] };
  }
  const tokenizer = await trainTokenizer(text, { vocabSize: pieces, minFrequency: 2 });
  return {
    text,
    tokenizer: {
      encode: (part) => tokenizer.encodeOrdinary(part),
      decode: (tokens) => tokenizer.decode(tokens),
      vocabSize: tokenizer.vocabSize,
    },
    kind: 'pieces',
    names: [],
  };
}

/** What somebody called so says of himself, word by word; the name itself comes next. */
export function introduction(name: string): string {
  return `I'm called ${name} so my name is`;
}

/** People who say their name, and say it again four words later; the reader's name is a word of the vocabulary only. */
function namesMaterial(name: string, uniform: () => number): Material {
  const drawn = new Set<string>();
  while (drawn.size < nameCount) {
    const each = drawName(uniform);
    if (each !== name) drawn.add(each);
  }
  const names = [...drawn];
  const lines = Array.from({ length: nameLines }, () => {
    const each = names[Math.floor(uniform() * names.length)] as string;
    const { before } = drawNameSentence(each, uniform, 'fixed');
    const words = before.map((word) => word.trim()).filter((word) => word !== ',');
    return `${words.join(' ')} ${each} .`;
  });
  const text = lines.join('\n');
  return { text, tokenizer: wordTokenizer(`${text}\n${name}`), kind: 'words', names };
}
