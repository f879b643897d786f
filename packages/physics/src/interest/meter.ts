import { log } from '../elementary.js';
import { Random } from '../random.js';
import { compressedBits } from './compressor.js';
import {
  blockEntropy,
  type CoarseGraining,
  checkField,
  coarseGrain,
  type Field,
  imageField,
  scaleComplexity,
  shuffleRows,
} from './field.js';

/** What the meter says of one moment. */
export interface Reading {
  /** Disorder in bits per cell or per character; rises as things mix. */
  readonly entropy: number;
  /** Bits our compressor needs for what a coarse observer sees, less those for a blank of that size. */
  readonly complexity: number;
  /** The same of a control: rows (or characters) shuffled, so that only frequencies remain. */
  readonly control: number;
  /** A complexity that compresses nothing: scales that share the pattern, or what neighbours tell. */
  readonly structure: number;
  /** The same of the shuffled control. */
  readonly structureControl: number;
}

/** An image as a canvas gives it: four bytes per pixel. */
export interface Image {
  readonly rgba: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

/** Knobs of the meter; the coarse-graining is part of every statement about complexity. */
export interface MeterOptions extends CoarseGraining {
  /** Seed of the shuffled control. */
  seed?: number;
}

/**
 * Measures any field, image or text: how disordered it is, and how interesting.
 *
 * A field is coarse-grained first (block, levels, adjust), so that noise too fine to see does not
 * count as structure. A text's complexity is what its first half tells about its second, in bits:
 * C(first) + C(second) − C(both), near 0 for noise and small for repetition.
 *
 * @example
 * ```ts
 * import { meter } from '@gibbs/physics/interest';
 *
 * const bored = meter('la '.repeat(300));
 * const noise = meter(Array.from({ length: 900 }, (_, i) => String.fromCharCode(97 + ((i * i * i) % 23))).join(''));
 * console.log(bored.entropy < 2, noise.entropy > 4); // → true true
 * ```
 */
export function meter(input: Field | Image | string, options: MeterOptions = {}): Reading {
  if (typeof input === 'string') return meterText(input, options);
  const field = 'rgba' in input ? imageField(input.rgba, input.width, input.height) : input;
  return meterField(field, options);
}

/** Where a curve of readings peaks, and whether that is strictly inside it. */
export interface Peak {
  readonly index: number;
  readonly value: number;
  /** The peak over the larger of the two ends: 1 where there is no hump. */
  readonly prominence: number;
  readonly inside: boolean;
}

/** The most interesting moment of a run, by complexity or by structure. */
export function mostInteresting(
  readings: readonly Reading[],
  by: 'complexity' | 'structure' = 'complexity',
): Peak {
  if (readings.length === 0)
    throw new RangeError('mostInteresting: readings must not be empty, got none.');
  let index = 0;
  readings.forEach((reading, i) => {
    if (reading[by] > (readings[index] as Reading)[by]) index = i;
  });
  const value = (readings[index] as Reading)[by];
  const first = (readings[0] as Reading)[by];
  const last = (readings.at(-1) as Reading)[by];
  return {
    index,
    value,
    prominence: value / Math.max(first, last, Number.MIN_VALUE),
    inside: index > 0 && index < readings.length - 1,
  };
}

function meterField(field: Field, { seed = 1, ...grain }: MeterOptions): Reading {
  const block = grain.block ?? 8;
  const bits = (f: Field) => {
    const coarse = coarseGrain(f, grain);
    const blank = compressedBits(new Uint8Array(coarse.cells.length), { width: coarse.width });
    return Math.max(0, compressedBits(coarse.cells, { width: coarse.width }) - blank);
  };
  checkField('meter', field);
  const shuffled = shuffleRows(field, new Random(seed));
  return {
    entropy: blockEntropy(field, block),
    complexity: bits(field),
    control: bits(shuffled),
    structure: scaleComplexity(field, block),
    structureControl: scaleComplexity(shuffled, block),
  };
}

function meterText(text: string, { seed = 1 }: MeterOptions): Reading {
  const bytes = new TextEncoder().encode(text);
  const shuffled = bytes.slice();
  const random = new Random(seed);
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = shuffled[i] as number;
    shuffled[i] = shuffled[j] as number;
    shuffled[j] = kept;
  }
  return {
    entropy: frequencies(bytes, 1).entropy / Math.LN2,
    complexity: sharedBits(bytes),
    control: sharedBits(shuffled),
    structure: neighbourInformation(bytes),
    structureControl: neighbourInformation(shuffled),
  };
}

/** C(first half) + C(second half) − C(both), at least 0. */
function sharedBits(bytes: Uint8Array): number {
  const half = bytes.length >> 1;
  const parts = compressedBits(bytes.subarray(0, half)) + compressedBits(bytes.subarray(half));
  return Math.max(0, parts - compressedBits(bytes));
}

/** Mutual information of neighbouring characters in bits, 2 H₁ − H₂, each corrected for bias. */
function neighbourInformation(bytes: Uint8Array): number {
  if (bytes.length < 2) return 0;
  const single = frequencies(bytes, 1).entropy;
  const pair = frequencies(bytes, 2).entropy;
  return Math.max(0, (2 * single - pair) / Math.LN2);
}

/** Miller–Madow entropy of runs of `length` bytes, in nats. */
function frequencies(bytes: Uint8Array, length: 1 | 2): { entropy: number } {
  const counts = new Int32Array(length === 1 ? 256 : 65536);
  const total = Math.max(0, bytes.length - length + 1);
  for (let i = 0; i < total; i++) {
    const key =
      length === 1 ? (bytes[i] as number) : ((bytes[i] as number) << 8) | (bytes[i + 1] as number);
    counts[key] = (counts[key] as number) + 1;
  }
  if (total === 0) return { entropy: 0 };
  let entropy = 0;
  let seen = 0;
  for (const count of counts) {
    if (count === 0) continue;
    seen += 1;
    entropy -= (count / total) * log(count / total);
  }
  return { entropy: entropy + (seen - 1) / (2 * total) };
}
