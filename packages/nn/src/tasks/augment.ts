/** Small changes that leave a digit the digit it is: more to learn from than was collected. */
import type { Uniform } from './names.js';

/** How far an image may be moved; each amount is drawn evenly between −limit and limit. */
export interface AugmentOptions {
  /** Radians. */
  rotation?: number;
  /** Fraction of the size, each axis on its own. */
  scaling?: number;
  /** Sideways pixels per pixel of height. */
  shear?: number;
  /** Pixels. */
  shift?: number;
}

/**
 * Writes one image, turned, scaled, sheared and shifted a little about its centre, into `out` as brightnesses 0 to 1.
 *
 * out(p) = image(A·(p − c) + c + s), read between pixels by bilinear interpolation, black outside.
 */
export function augmentImage(
  image: Uint8Array,
  height: number,
  width: number,
  out: Float32Array,
  uniform: Uniform,
  { rotation = 0.2, scaling = 0.12, shear = 0.15, shift = 2 }: AugmentOptions = {},
): void {
  const spread = (limit: number): number => (2 * uniform() - 1) * limit;
  const angle = spread(rotation);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [wide, high] = [1 + spread(scaling), 1 + spread(scaling)];
  const slant = spread(shear);
  // A = rotation · shear · scaling, its columns (a, c) and (b, d).
  const [a, b] = [cos * wide, (cos * slant - sin) * high];
  const [c, d] = [sin * wide, (sin * slant + cos) * high];
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const [sx, sy] = [cx + 1 + spread(shift), cy + 1 + spread(shift)];

  // With a black frame around it, the image can be read anywhere: what lies farther out is read on the frame.
  const { framed, stride } = frame(image, height, width);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const u = Math.min(Math.max(a * (x - cx) + b * (y - cy) + sx, 0), width + 1);
      const v = Math.min(Math.max(c * (x - cx) + d * (y - cy) + sy, 0), height + 1);
      // Not destructured, and truncated to integers: this loop is half of an MLP's training.
      const left = u | 0;
      const top = v | 0;
      const fu = u - left;
      const corner = top * stride + left;
      const upper = mix(framed[corner] as number, framed[corner + 1] as number, fu);
      const below = corner + stride;
      const lower = mix(framed[below] as number, framed[below + 1] as number, fu);
      out[at] = mix(upper, lower, v - top);
    }
  }
}

/** The image with one black pixel before and two after each row and column, as brightnesses 0 to 1. */
function frame(
  image: Uint8Array,
  height: number,
  width: number,
): { framed: Float32Array; stride: number } {
  const stride = width + 3;
  const framed = new Float32Array(stride * (height + 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      framed[(y + 1) * stride + x + 1] = (image[y * width + x] as number) / 255;
    }
  }
  return { framed, stride };
}

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;
