import type { Piece } from '@gibbs/journeys/words';
import type { VNode } from 'preact';
import { text } from '../../text/en/words.js';
import { chosen, pieces, state } from './model.js';

interface Node {
  label: string;
  x: number;
  y: number;
  at: number;
  rank: number | null;
  children: readonly Node[];
}

const cell = 46;
const rise = 44;

/** How the chosen piece grows from its bytes, merge by merge, as a tree. */
export function Tree(): VNode | null {
  const piece = chosen.value === null ? undefined : pieces.value[chosen.value];
  if (piece === undefined) return null;
  const limit = state.value.step;
  const used = piece.merges.filter(({ rank }) => rank < limit);
  const { nodes, height } = grow(piece, limit);
  const width = piece.bytes.length * cell;
  const shown = text.shown(piece.text);
  const steps = used.map(({ left, right, rank }) =>
    text.tree.step(text.shown(left), text.shown(right), rank),
  );
  return (
    <figure class="tree">
      <figcaption>
        <h2>{text.tree.title(shown)}</h2>
      </figcaption>
      <svg
        viewBox={`0 0 ${Math.max(width, 6 * cell)} ${height}`}
        role="img"
        aria-label={text.tree.sentence(shown, steps)}
      >
        {nodes.flatMap((node) =>
          node.children.map((child) => (
            <path
              key={`${node.at}:${node.rank}:${child.at}`}
              d={`M${node.x},${node.y + 14} C${node.x},${node.y + 30} ${child.x},${child.y - 30} ${child.x},${child.y - 14}`}
            />
          )),
        )}
        {nodes.map(({ label, x, y, at, rank }) => {
          const wide = Math.max(30, [...label].length * 9 + 14);
          return (
            <g key={`${at}:${rank}`} class={rank === null ? 'byte' : 'merged'}>
              <rect x={x - wide / 2} y={y - 14} width={wide} height="28" rx="8" />
              <text x={x} y={y + 5} text-anchor="middle">
                {label}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** Bytes at the bottom; each merge one level above the higher of its two parts. */
function grow(piece: Piece, limit: number): { nodes: Node[]; height: number } {
  const leaves: Node[] = piece.bytes.map((byte, at) => ({
    label: text.shown(byte),
    x: (at + 0.5) * cell,
    y: 0,
    at,
    rank: null,
    children: [],
  }));
  const nodes = [...leaves];
  const tops = [...leaves];
  for (const { rank, result, at } of piece.merges) {
    const left = tops.findIndex((top) => top.at === at);
    const [first, second] = [tops[left], tops[left + 1]];
    if (rank >= limit || first === undefined || second === undefined) continue;
    const node: Node = {
      label: text.shown(result),
      x: (first.x + second.x) / 2,
      y: Math.max(first.y, second.y) + 1,
      at,
      rank,
      children: [first, second],
    };
    tops.splice(left, 2, node);
    nodes.push(node);
  }
  // Levels were counted from below; on the page they hang from above.
  const deepest = Math.max(1, ...nodes.map(({ y }) => y));
  for (const node of nodes) node.y = 20 + (deepest - node.y) * rise;
  return { nodes, height: 40 + deepest * rise };
}
