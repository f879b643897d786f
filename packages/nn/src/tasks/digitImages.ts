/** Images of digits on their way to a network: picked, bent, scaled, and hand-drawn ones made to look like the rest. */
import { type AugmentOptions, augmentImage } from './augment.js';
import type { Digits } from './idx.js';
import type { Values } from './learner.js';
import type { Uniform } from './names.js';

/** Mean and spread of the brightness of MNIST; images are shifted and scaled by them. */
const [meanShade, spreadShade] = [0.13, 0.31];

/** What a network sees per unit of brightness from 0 to 255. */
export const shadeScale: number = 1 / (255 * spreadShade);

/** How a batch is bent, and by which chance. */
export interface Bending {
  augment: AugmentOptions;
  uniform: Uniform;
}

/** Takes `count` digits from position `from`. */
export function someDigits(digits: Digits, from: number, count: number): Digits {
  const size = digits.height * digits.width;
  return {
    ...digits,
    count: Math.max(0, Math.min(count, digits.count - from)),
    images: digits.images.subarray(from * size, (from + count) * size),
    labels: digits.labels.subarray(from, from + count),
  };
}

/** The picked images as [count, 1, height, width] of mean 0 and spread 1, bent if so told, and their labels. */
export function digitBatch(
  { images, labels, height, width }: Digits,
  picked: Int32Array,
  bending?: Bending | undefined,
): { images: Values; labels: Values } {
  const size = height * width;
  const data = new Float32Array(picked.length * size);
  for (const [i, at] of picked.entries()) {
    const image = images.subarray(at * size, (at + 1) * size);
    const out = data.subarray(i * size, (i + 1) * size);
    if (bending) augmentImage(image, height, width, out, bending.uniform, bending.augment);
    else for (let p = 0; p < size; p++) out[p] = (image[p] as number) / 255;
    for (let p = 0; p < size; p++) out[p] = ((out[p] as number) - meanShade) / spreadShade;
  }
  return {
    images: { data, shape: [picked.length, 1, height, width] },
    labels: {
      data: Int32Array.from(picked, (at) => labels[at] as number),
      shape: [picked.length],
    },
  };
}

/** Single images of `height` × `width` brightnesses from 0 to 255, as a batch. */
export function imageBatch(
  images: readonly ArrayLike<number>[],
  height: number,
  width: number,
): Values {
  const size = height * width;
  const data = new Float32Array(images.length * size);
  for (const [i, image] of images.entries()) {
    if (image.length !== size) {
      throw new RangeError(
        `DigitReader: an image must have ${height}×${width} pixels, got ${image.length} numbers.`,
      );
    }
    for (let p = 0; p < size; p++) {
      data[i * size + p] = ((image[p] as number) / 255 - meanShade) / spreadShade;
    }
  }
  return { data, shape: [images.length, 1, height, width] };
}

/** Images of a batch moved by whole pixels to the right and down, black coming in. */
export function movedImages({ data, shape }: Values, right: number, down: number): Values {
  if (right === 0 && down === 0) return { data, shape };
  const [count, , height, width] = shape as [number, number, number, number];
  const moved = new Float32Array(data.length).fill(-meanShade / spreadShade);
  for (let i = 0; i < count; i++) {
    for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      const row = (i * height + y) * width;
      for (let x = Math.max(0, right); x < Math.min(width, width + right); x++) {
        moved[row + x] = data[row - down * width + x - right] as number;
      }
    }
  }
  return { data: moved, shape };
}

/**
 * Makes a drawing of any size look as MNIST's digits do: what is drawn is scaled to fit 20×20 pixels and laid with its
 * centre of mass in the middle of 28×28. White on black, brightnesses 0 to 255; an empty drawing stays empty.
 *
 * Each new pixel is the mean brightness of the area it covers.
 *
 * @throws RangeError when the drawing has not height × width numbers.
 */
export function centreDigit(drawing: ArrayLike<number>, height: number, width: number): Uint8Array {
  if (drawing.length !== height * width) {
    throw new RangeError(
      `centreDigit: a drawing must have ${height}×${width} pixels, got ${drawing.length} numbers.`,
    );
  }
  const side = 28;
  const image = new Uint8Array(side * side);
  const shade = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (drawing[y * width + x] as number);

  let [left, top, right, bottom] = [width, height, -1, -1];
  let [mass, massX, massY] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ink = shade(x, y);
      if (!(ink > 0)) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      mass += ink;
      massX += ink * (x + 0.5);
      massY += ink * (y + 0.5);
    }
  }
  if (mass === 0) return image;

  // One pixel of the image covers `step` pixels of the drawing.
  const step = Math.max(right - left + 1, bottom - top + 1) / 20;
  const [x0, y0] = [massX / mass - (side / 2) * step, massY / mass - (side / 2) * step];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [fromX, fromY] = [x0 + column * step, y0 + row * step];
      let ink = 0;
      for (let y = Math.floor(fromY); y < fromY + step; y++) {
        const tall = Math.min(y + 1, fromY + step) - Math.max(y, fromY);
        for (let x = Math.floor(fromX); x < fromX + step; x++) {
          ink += tall * (Math.min(x + 1, fromX + step) - Math.max(x, fromX)) * shade(x, y);
        }
      }
      image[row * side + column] = Math.min(255, Math.round(ink / (step * step)));
    }
  }
  return image;
}
