/** How little ink makes a reader change its mind: a small change that was looked for, not the smallest there is. */
import { tensor } from '@gibbs/tensor';
import { type DigitReader, likeliest } from './digitReader.js';

/** A change that flips the answer. */
export interface DigitFlip {
  from: number;
  to: number;
  /** The changed image, brightnesses 0 to 255. */
  image: Uint8Array;
  /** The pixels that changed. */
  pixels: number[];
  /** Sum of all changes of brightness; a black pixel turned white is 1. */
  ink: number;
  /** Probability of the new answer. */
  probability: number;
}

/**
 * Changes an image pixel by pixel until the reader answers otherwise; null where `most` pixels are not enough.
 *
 * Towards every other digit at once: the pixel that promises most, by the slope of logit(other) − logit(answer) times
 * the way to black or white, goes all that way, until one of the images tips. Then each pixel that was not needed is
 * put back, and the rest is brought as near to the image as the new answer allows.
 */
export function flipDigit(
  reader: DigitReader,
  image: ArrayLike<number>,
  { most = 100 }: { most?: number } = {},
): DigitFlip | null {
  const answer = (shades: ArrayLike<number>): number => likeliest(reader.read(shades));
  const from = answer(image);
  const others = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => digit !== from);
  // logit(other) − logit(answer), one row per try.
  const wish = others.map((other) =>
    Array.from({ length: 10 }, (_, digit) => Number(digit === other) - Number(digit === from)),
  );
  const tries = others.map(() => Uint8Array.from(image));
  const changed = others.map(() => new Set<number>());
  for (let pixel = 0; pixel < Math.min(most, image.length); pixel++) {
    const slopes = reader.slopes(tries, (logits) => logits.mul(tensor(wish)).sum());
    for (const [i, shades] of tries.entries()) {
      change(shades, slopes[i] as number[], changed[i] as Set<number>);
    }
    const tipped = reader.readAll(tries).findIndex((chances) => likeliest(chances) !== from);
    if (tipped < 0) continue;
    const least = palest(
      image,
      onlyNeeded(image, tries[tipped] as Uint8Array, (x) => answer(x) !== from),
      (x) => answer(x) !== from,
    );
    return told(reader, image, least, from);
  }
  return null;
}

/** Turns the pixel black or white that promises most among those not yet changed. */
function change(shades: Uint8Array, slopes: readonly number[], changed: Set<number>): void {
  let [best, promise] = [-1, Number.NEGATIVE_INFINITY];
  for (const [p, slope] of slopes.entries()) {
    const way = slope > 0 ? 255 - (shades[p] as number) : -(shades[p] as number);
    if (slope * way > promise && !changed.has(p)) [best, promise] = [p, slope * way];
  }
  changed.add(best);
  shades[best] = (slopes[best] as number) > 0 ? 255 : 0;
}

/** Puts back, one after the other, the pixels without which the answer stays flipped. */
function onlyNeeded(
  image: ArrayLike<number>,
  flipped: Uint8Array,
  tips: (shades: Uint8Array) => boolean,
): Uint8Array {
  for (const [p, after] of flipped.entries()) {
    if (after === image[p]) continue;
    flipped[p] = image[p] as number;
    if (!tips(flipped)) flipped[p] = after;
  }
  return flipped;
}

/** The image nearest to the first, on the straight way between the two, that is flipped: to a 256th by halving. */
function palest(
  image: ArrayLike<number>,
  flipped: Uint8Array,
  tips: (shades: Uint8Array) => boolean,
): Uint8Array {
  const between = (t: number): Uint8Array =>
    flipped.map((after, p) =>
      Math.round((image[p] as number) + t * (after - (image[p] as number))),
    );
  let [stays, flips] = [0, 1];
  for (let halving = 0; halving < 8; halving++) {
    const middle = (stays + flips) / 2;
    if (tips(between(middle))) flips = middle;
    else stays = middle;
  }
  return between(flips);
}

function told(
  reader: DigitReader,
  before: ArrayLike<number>,
  image: Uint8Array,
  from: number,
): DigitFlip {
  const chances = reader.read(image);
  const to = likeliest(chances);
  const pixels = [...image.keys()].filter((p) => image[p] !== before[p]);
  const ink = pixels.reduce(
    (sum, p) => sum + Math.abs((image[p] as number) - (before[p] as number)) / 255,
    0,
  );
  return { from, to, image, pixels, ink, probability: chances[to] as number };
}
