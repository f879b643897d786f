import { nameCorpus } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { type Tokenizer, trainTokenizer } from '@gibbs/tokenizer';
import * as v from 'valibot';
import { mergeLines, mergeSteps, visible } from '../draw/merges.js';
import { grouped } from '../draw/numbers.js';
import { clip, type Page, wrap } from '../draw/page.js';
import { readText } from '../readText.js';
import type { Session } from '../session.js';
import { part } from './report.js';

const merge = v.object({
  rank: v.number(),
  left: v.string(),
  right: v.string(),
  /** How often the pair stood side by side when it was merged. */
  count: v.nullable(v.number()),
});

export const piecesSchema = v.object({
  text: v.object({
    /** The path given with --text, or null for the corpus that Gibbs writes. */
    path: v.nullable(v.string()),
    bytes: v.number(),
    /** More than `bytes` where only the beginning of the file was read. */
    fileBytes: v.number(),
  }),
  vocabulary: v.number(),
  merges: v.number(),
  tokens: v.number(),
  bytesPerToken: v.number(),
  /** Whether decoding the tokens gives the text back, byte for byte. */
  exact: v.boolean(),
  name: v.string(),
  ids: v.array(v.number()),
  pieces: v.array(v.string()),
  /** The pieces of the name inside a sentence, where a space stands before it. */
  piecesInSentence: v.array(v.string()),
  /** The name in pieces before any merge, and after each. */
  steps: v.array(v.object({ pieces: v.array(v.string()), merge: v.nullable(merge) })),
});
export type PiecesPart = v.InferOutput<typeof piecesSchema>;

/** Of a longer file the tour takes the beginning, to end in a minute. */
const mostBytes = 2_000_000;
const corpusLines = 4000;
const vocabulary = 768;

/** The text that the tokenizer learns from: the beginning of a file, or sentences that Gibbs writes. */
export interface TourText {
  text: string;
  path: string | null;
  bytes: number;
  fileBytes: number;
}

/** Reads the text, or writes one. Throws a Failure (exit 3) with path and reason where there is none to read. */
export async function textFor(path: string | undefined, seed: number): Promise<TourText> {
  if (path !== undefined) return readText('--text', path, mostBytes);
  const random = generator(seed);
  const text = nameCorpus(corpusLines, () => random.uniform());
  const bytes = Buffer.byteLength(text);
  return { text, path: null, bytes, fileBytes: bytes };
}

/** Trains a byte-pair tokenizer on the text and takes the name apart with it. */
export async function runPieces(
  { text, ...source }: TourText,
  name: string,
  session: Session,
  label = 'tokenizer',
): Promise<{ part: PiecesPart; tokenizer: Tokenizer }> {
  const task = session.progress.start(label, 1, 'texts');
  await session.breathe();
  const tokenizer = await trainTokenizer(text, {
    vocabSize: vocabulary,
    minFrequency: 2,
    signal: session.signal,
  });
  const ids = tokenizer.encode(text, { disallowedSpecial: [] });
  const exact = tokenizer.decode(ids) === text;
  const explained = tokenizer.explain(name);
  const merges = tokenizer.merges().length;
  task.finish(`${grouped(merges)} merges from ${grouped(source.bytes)} bytes`);
  await session.breathe();
  return {
    tokenizer,
    part: {
      text: source,
      vocabulary: tokenizer.vocabSize,
      merges,
      tokens: ids.length,
      bytesPerToken: source.bytes / ids.length,
      exact,
      name,
      ids: explained.flatMap((piece) => piece.ids),
      pieces: explained.flatMap((piece) => piece.tokens),
      piecesInSentence: tokenizer.explain(` ${name}`).flatMap((piece) => piece.tokens),
      steps: joined(explained.map(mergeSteps)),
    },
  };
}

/** A name of several words: the pieces of each word go their way one after the other. */
function joined(words: ReturnType<typeof mergeSteps>[]): PiecesPart['steps'] {
  const all: PiecesPart['steps'] = [];
  words.forEach((steps, w) => {
    const before = words.slice(0, w).flatMap((done) => done.at(-1)?.pieces ?? []);
    const after = words.slice(w + 1).flatMap((waiting) => waiting[0]?.pieces ?? []);
    for (const { pieces, merge: how } of w === 0 ? steps : steps.slice(1))
      all.push({ pieces: [...before, ...pieces, ...after], merge: how });
  });
  return all;
}

export function viewPieces(pieces: PiecesPart, page: Page): string[] {
  const { text } = pieces;
  const source = text.path ?? 'a corpus that Gibbs writes';
  const whole = text.fileBytes > text.bytes ? ` of ${grouped(text.fileBytes)}` : '';
  const width = page.width - 4;
  const shown = (parts: readonly string[]): string => parts.map(visible).join('|');
  const body = [
    clip(`${source}: ${grouped(text.bytes)} bytes${whole}`, width),
    `${grouped(pieces.merges)} merges make it ${grouped(pieces.tokens)} tokens, ${pieces.bytesPerToken.toFixed(2)} bytes each`,
    '',
    ...mergeLines(pieces.steps, page),
    '',
    page.paint('bold', clip(`${pieces.name} = ${shown(pieces.pieces)}`, width)),
    ...wrap(`ids ${pieces.ids.join(' ')}`, width),
    clip(`after a space: ${shown(pieces.piecesInSentence)}`, width),
  ];
  return part(
    page,
    '3  Words out of bytes',
    body,
    'Byte-pair encoding joins the commonest neighbours again and again: what a text says often becomes ' +
      'one token, and what it never said is still spelt out of smaller ones.',
  );
}
