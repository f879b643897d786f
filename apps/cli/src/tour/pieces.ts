import * as v from 'valibot';
import { grouped } from '../draw/numbers.js';
import { type Page, rows } from '../draw/page.js';
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
  name: v.string(),
  ids: v.array(v.number()),
  pieces: v.array(v.string()),
  /** The name in pieces before any merge, and after each. */
  steps: v.array(v.object({ pieces: v.array(v.string()), merge: v.nullable(merge) })),
});
export type PiecesPart = v.InferOutput<typeof piecesSchema>;

export function viewPieces(pieces: PiecesPart, page: Page): string[] {
  const { text } = pieces;
  const source = text.path ?? 'a corpus that Gibbs writes';
  const size = `${grouped(text.bytes)} bytes${text.fileBytes > text.bytes ? ` of ${grouped(text.fileBytes)}` : ''}`;
  const steps = pieces.steps.map((step, i) => {
    const joint = i === pieces.steps.length - 1 ? '|' : '·';
    const shown = step.pieces.join(joint);
    if (!step.merge) return [shown, 'bytes', '', ''];
    const { left, right, rank, count } = step.merge;
    return [
      i === pieces.steps.length - 1 ? page.paint('green', shown) : shown,
      `${left} + ${right} → ${page.paint('bold', left + right)}`,
      `merge ${rank}`,
      count === null ? '' : `seen ${grouped(count)} times`,
    ];
  });
  const body = [
    `${source}, ${size} → ${grouped(pieces.merges)} merges, ${pieces.bytesPerToken.toFixed(2)} bytes per token`,
    '',
    ...rows(steps),
    '',
    `${pieces.name} → ${page.paint('bold', pieces.pieces.join('|'))}   ids ${pieces.ids.join(' ')}`,
  ];
  return part(
    page,
    '3  Words out of bytes',
    body,
    'Byte-pair encoding joins the commonest neighbours again and again: what a text says often becomes ' +
      'one token, and what it never said is still spelt out of smaller ones.',
  );
}
