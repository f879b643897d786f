import type { ExplainedPiece } from '@gibbs/tokenizer';
import { grouped } from './numbers.js';
import { clip, type Page, rows } from './page.js';

/** A piece of text before any merge or after one: its parts, and the merge that led there. */
export interface MergeStep {
  pieces: string[];
  merge: { rank: number; left: string; right: string; count: number | null } | null;
}

/** The way of a piece from bytes to tokens, one step for each merge. */
export function mergeSteps({ bytes, merges }: ExplainedPiece): MergeStep[] {
  let parts = bytes.map((text, start) => ({ text, start }));
  const steps: MergeStep[] = [{ pieces: bytes, merge: null }];
  for (const { left, right, result, rank, count, at } of merges) {
    const i = parts.findIndex(({ start }) => start === at);
    parts = [...parts.slice(0, i), { text: result, start: at }, ...parts.slice(i + 2)];
    const pieces = parts.map(({ text }) => text);
    steps.push({ pieces, merge: { rank, left, right, count: count ?? null } });
  }
  return steps;
}

/** A token so that it can be seen: spaces as ␣, control characters by name. */
export function visible(token: string): string {
  return token
    .replaceAll(' ', '␣')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** One line for each merge: what there is now, what was joined, at which rank, and how often that was seen. */
export function mergeLines(steps: readonly MergeStep[], page: Page): string[] {
  const last = steps.length - 1;
  const room = page.width - 50;
  return rows(
    steps.map(({ pieces, merge }, i) => {
      const shown = clip(pieces.map(visible).join(i === last ? '|' : '·'), room);
      const line = i === last ? page.paint('green', shown) : shown;
      if (!merge) return [line, `${pieces.length} bytes`, '', ''];
      const [left, right] = [visible(merge.left), visible(merge.right)];
      return [
        line,
        `${left} + ${right} → ${page.paint('bold', left + right)}`,
        `merge ${grouped(merge.rank + 1)}`,
        merge.count === null ? '' : `seen ${grouped(merge.count)} times`,
      ];
    }),
  );
}
