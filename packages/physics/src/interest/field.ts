import { positive, whole } from '../check.js';
import { log } from '../elementary.js';
import type { Random } from '../random.js';
import { logFactorial } from '../special.js';

/** A picture of whole numbers from 0 to `top`, row by row. */
export interface Field {
  readonly cells: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** The largest value a cell can have; 1 for cream or coffee. */
  readonly top: number;
}

/** How much detail the observer does not see. */
export interface CoarseGraining {
  /** Side of the square blocks that are averaged, in cells. */
  block?: number;
  /** Number of levels the averages are rounded to. */
  levels?: number;
  /**
   * What is done about blocks that flicker between two levels: `none`, or `row` (a block one level
   * from the commonest of its row takes that level), which removes the noise along a flat border.
   */
  adjust?: 'none' | 'row';
}

/** The picture as the coarse observer sees it: one level per block. */
export function coarseGrain(
  field: Field,
  { block = 8, levels = 7, adjust = 'row' }: CoarseGraining = {},
): Field & { readonly cells: Uint8Array } {
  checkField('coarseGrain', field);
  whole('coarseGrain', 'levels', levels, 2, 256);
  const { means, width, height } = blockMeans(field, block);
  const cells = new Uint8Array(width * height);
  for (let i = 0; i < cells.length; i++) {
    cells[i] = Math.round((Math.min(field.top, means[i] as number) / field.top) * (levels - 1));
  }
  if (adjust === 'row') for (let y = 0; y < height; y++) settleRow(cells, y * width, width, levels);
  return { cells, width, height, top: levels - 1 };
}

/**
 * Boltzmann entropy per cell in bits, coarse-grained: log₂ of the arrangements inside each block.
 *
 * Σ over blocks of ln(g²!/∏ n_v!), where n_v cells of the block hold the value v, over cells and ln 2.
 * 0 for a field of plain blocks; 1 for cream and coffee perfectly mixed in large blocks (a block of
 * 8 × 8 reaches 0.95 at most, since dealing exactly 32 of 64 leaves fewer ways than 2⁶⁴).
 */
export function blockEntropy(field: Field, block = 8): number {
  checkField('blockEntropy', field);
  const size = blockSide('blockEntropy', field, block);
  const counts = new Int32Array(field.top + 1);
  const columns = Math.floor(field.width / size);
  const rows = Math.floor(field.height / size);
  let sum = 0;
  for (let by = 0; by < rows; by++) {
    for (let bx = 0; bx < columns; bx++) {
      counts.fill(0);
      for (let y = by * size; y < (by + 1) * size; y++) {
        for (let x = bx * size; x < (bx + 1) * size; x++) {
          const v = Math.min(field.top, field.cells[y * field.width + x] as number);
          counts[v] = (counts[v] as number) + 1;
        }
      }
      sum += logFactorial(size * size);
      for (let v = 0; v < counts.length; v++) sum -= logFactorial(counts[v] as number);
    }
  }
  return sum / (columns * rows * size * size * Math.LN2);
}

/**
 * How many scales share the pattern: −Σ_k E_k ln(E_k/V), a complexity that compresses nothing.
 *
 * The picture (values scaled to 0…1, averaged over blocks first) is halved again and again; E_k is the
 * variance lost at halving k, V their sum. One plain border lies on one scale: near 0. A uniform grey
 * has no variance: 0. Filaments of every width share V between many scales.
 */
export function scaleComplexity(field: Field, block = 8): number {
  checkField('scaleComplexity', field);
  let { means, width, height } = blockMeans(field, block);
  means = means.map((m) => m / field.top);
  let weights: Float64Array = new Float64Array(means.length).fill(1);
  const lost: number[] = [];
  let before = meanSquare(means, weights);
  while (width > 1 || height > 1) {
    ({ means, weights, width, height } = halve(means, weights, width, height));
    const after = meanSquare(means, weights);
    lost.push(Math.max(0, before - after));
    before = after;
  }
  const total = lost.reduce((sum, e) => sum + e, 0);
  return lost.reduce((sum, e) => (e > 0 ? sum - e * log(e / total) : sum), 0);
}

/** The same field with the cells of each row in random order: its row means stay, its shapes go. */
export function shuffleRows(field: Field, random: Random): Field {
  checkField('shuffleRows', field);
  const cells = Float64Array.from(
    { length: field.width * field.height },
    (_, i) => field.cells[i] as number,
  );
  for (let y = 0; y < field.height; y++) {
    for (let x = field.width - 1; x > 0; x--) {
      const other = y * field.width + random.below(x + 1);
      const here = y * field.width + x;
      const kept = cells[here] as number;
      cells[here] = cells[other] as number;
      cells[other] = kept;
    }
  }
  return { ...field, cells };
}

/** An image (RGBA bytes, as a canvas gives) as a field of `tones` grey levels by luminance. */
export function imageField(
  rgba: ArrayLike<number>,
  width: number,
  height: number,
  tones = 16,
): Field {
  whole('imageField', 'width', width);
  whole('imageField', 'height', height);
  whole('imageField', 'tones', tones, 2, 256);
  if (rgba.length !== 4 * width * height) {
    throw new RangeError(
      `imageField: rgba must hold 4 × ${width} × ${height} bytes, got ${rgba.length}.`,
    );
  }
  const cells = new Uint8Array(width * height);
  for (let i = 0; i < cells.length; i++) {
    const [r, g, b] = [rgba[4 * i] as number, rgba[4 * i + 1] as number, rgba[4 * i + 2] as number];
    // Rec. 709 luma; a transparent pixel is white paper.
    const alpha = (rgba[4 * i + 3] as number) / 255;
    const luma = alpha * (0.2126 * r + 0.7152 * g + 0.0722 * b) + (1 - alpha) * 255;
    cells[i] = Math.min(tones - 1, Math.floor((luma / 256) * tones));
  }
  return { cells, width, height, top: tones - 1 };
}

export function checkField(op: string, { cells, width, height, top }: Field): void {
  whole(op, 'width', width);
  whole(op, 'height', height);
  positive(op, 'top', top);
  if (cells.length !== width * height) {
    throw new RangeError(
      `${op}: cells must hold ${width} × ${height} values, got ${cells.length}.`,
    );
  }
}

function blockSide(op: string, { width, height }: Field, block: number): number {
  return whole(op, 'block', block, 1, Math.min(width, height));
}

function blockMeans(
  field: Field,
  block: number,
): { means: Float64Array; width: number; height: number } {
  const size = blockSide('coarseGrain', field, block);
  const width = Math.floor(field.width / size);
  const height = Math.floor(field.height / size);
  const means = new Float64Array(width * height);
  for (let y = 0; y < height * size; y++) {
    const row = Math.floor(y / size) * width;
    for (let bx = 0; bx < width; bx++) {
      let sum = 0;
      const start = y * field.width + bx * size;
      for (let x = start; x < start + size; x++) sum += field.cells[x] as number;
      means[row + bx] = (means[row + bx] as number) + sum;
    }
  }
  for (let i = 0; i < means.length; i++) means[i] = (means[i] as number) / (size * size);
  return { means, width, height };
}

function settleRow(cells: Uint8Array, start: number, width: number, levels: number): void {
  const histogram = new Int32Array(levels);
  for (let i = start; i < start + width; i++) {
    const v = cells[i] as number;
    histogram[v] = (histogram[v] as number) + 1;
  }
  let common = 0;
  for (let v = 1; v < levels; v++) {
    if ((histogram[v] as number) > (histogram[common] as number)) common = v;
  }
  for (let i = start; i < start + width; i++) {
    if (Math.abs((cells[i] as number) - common) <= 1) cells[i] = common;
  }
}

function meanSquare(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights[i] as number;
    sum += w * (values[i] as number) * (values[i] as number);
    total += w;
  }
  return sum / total;
}

/** Averages 2 × 2 neighbours, each weighted by the blocks it stands for (odd sides leave thin ones). */
function halve(means: Float64Array, weights: Float64Array, width: number, height: number) {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const next = {
    means: new Float64Array(w * h),
    weights: new Float64Array(w * h),
    width: w,
    height: h,
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [from, to] = [y * width + x, (y >> 1) * w + (x >> 1)];
      const weight = weights[from] as number;
      next.means[to] = (next.means[to] as number) + weight * (means[from] as number);
      next.weights[to] = (next.weights[to] as number) + weight;
    }
  }
  for (let i = 0; i < next.means.length; i++) {
    next.means[i] = (next.means[i] as number) / (next.weights[i] as number);
  }
  return next;
}
