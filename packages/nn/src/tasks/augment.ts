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
  const [sx, sy] = [cx + spread(shift), cy + spread(shift)];

  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const u = a * (x - cx) + b * (y - cy) + sx;
      const v = c * (x - cx) + d * (y - cy) + sy;
      const [left, top] = [Math.floor(u), Math.floor(v)];
      if (left < -1 || top < -1 || left >= width || top >= height) {
        out[at] = 0;
        continue;
      }
      const [fu, fv] = [u - left, v - top];
      const upper = shade(left, top) * (1 - fu) + shade(left + 1, top) * fu;
      const lower = shade(left, top + 1) * (1 - fu) + shade(left + 1, top + 1) * fu;
      out[at] = (upper * (1 - fv) + lower * fv) / 255;
    }
  }

  function shade(x: number, y: number): number {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : (image[y * width + x] as number);
  }
}
