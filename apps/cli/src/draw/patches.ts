import type { Page } from './page.js';

/** How many particles of either kind lie in a patch of the box. */
export type Patch = [number, number];

/** Particles in a box: x and y as shares of its sides, and of which kind each is. */
export interface TwoKinds {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  kind: (particle: number) => 0 | 1;
}

/** Particles of each kind in each patch, the upper row first. */
export function patchesOf({ x, y, kind }: TwoKinds, across: number, down: number): Patch[][] {
  const counts = Array.from({ length: down }, () =>
    Array.from({ length: across }, (): Patch => [0, 0]),
  );
  for (let i = 0; i < x.length; i++) {
    const row = Math.min(down - 1, Math.floor((1 - (y[i] as number)) * down));
    const patch = counts[row]?.[Math.min(across - 1, Math.floor((x[i] as number) * across))];
    if (patch) patch[kind(i)] += 1;
  }
  return counts;
}

/** A character for each patch: ● for one kind, ○ for the other, ◐ where both are. */
export function patchLines(patches: readonly (readonly Patch[])[], page: Page): string[] {
  return patches.map((row) => row.map((patch) => mark(patch, page)).join(''));
}

function mark([one, other]: Patch, page: Page): string {
  if (one + other === 0) return ' ';
  if (one > 0 && other > 0) return page.paint('white', '◐');
  return one > 0 ? page.paint('yellow', '●') : page.paint('blue', '○');
}
