/**
 * Digits drawn by a seeded pen: each is a few strokes on a unit square, bent, slanted, scaled and pressed a little
 * differently every time. Images look as MNIST's do (28×28, white on black, centred by mass), so that the digits need
 * no file to begin with.
 */
import type { Digits } from './idx.js';
import type { Uniform } from './names.js';

const side = 28;

/** How much the pen wanders; 1 is a tidy hand, 0 draws the template itself. */
export interface StrokeOptions {
  wildness?: number;
}

type Point = readonly [x: number, y: number];

/** The way of a pen, point by point, in pixels from the middle of the first pixel; or of a rubber. */
export interface PenStroke {
  points: readonly Point[];
  erase?: boolean;
}

/** Draws `count` digits, each of the ten equally likely. */
export function drawDigits(count: number, uniform: Uniform, options: StrokeOptions = {}): Digits {
  const images = new Uint8Array(count * side * side);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const label = Math.floor(uniform() * 10);
    labels[i] = label;
    images.set(drawDigit(label, uniform, options), i * side * side);
  }
  return { count, height: side, width: side, images, labels };
}

/**
 * Draws one digit as 28×28 brightnesses from 0 to 255.
 *
 * @throws RangeError when the digit is not one of 0 to 9.
 */
export function drawDigit(
  digit: number,
  uniform: Uniform,
  options: StrokeOptions = {},
): Uint8Array {
  const { strokes, pen } = penDigit(digit, uniform, options);
  return inkStrokes(strokes, pen);
}

/** The same digit as the strokes it is made of and the radius of the pen, in pixels. */
export function penDigit(
  digit: number,
  uniform: Uniform,
  { wildness = 1 }: StrokeOptions = {},
): { strokes: PenStroke[]; pen: number } {
  const styles = templates[digit];
  if (!styles) throw new RangeError(`drawDigit: digit must be 0 to 9, got ${digit}.`);
  const spread = (amount: number): number => (2 * uniform() - 1) * amount * wildness;

  const style = styles[Math.floor(uniform() * styles.length)] as readonly (readonly Point[])[];
  const angle = spread(0.2);
  const slant = 0.1 * wildness + spread(0.3);
  const [wide, high] = [1 + spread(0.22), 1 + spread(0.12)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const strokes = style.map((points) => {
    const hand = points.map(([x, y]): Point => {
      const px = (x - 0.5 + spread(0.045)) * wide;
      const py = (y - 0.5 + spread(0.045)) * high;
      const sx = px - slant * py;
      return [cos * sx - sin * py, sin * sx + cos * py];
    });
    return smooth(hand);
  });
  const pen = 1.1 + 0.5 * wildness * uniform();
  return { strokes: fitted(strokes, pen), pen };
}

/** A Catmull–Rom curve through the points, as short straight pieces; doubled points make corners. */
function smooth(points: readonly Point[]): Point[] {
  const pieces = 6;
  const curve: Point[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [p1, p2] = [points[i], points[i + 1]] as [Point, Point];
    const [p0, p3] = [points[i - 1] ?? p1, points[i + 2] ?? p2];
    for (let s = 0; s < pieces; s++) {
      const t = s / pieces;
      const along = (a: number, b: number, c: number, d: number): number =>
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      curve.push([along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1])]);
    }
  }
  curve.push(points.at(-1) as Point);
  return curve;
}

/** Scales the strokes into a box of 20 pixels with their mass in the middle of the image. */
function fitted(strokes: readonly (readonly Point[])[], pen: number): PenStroke[] {
  const all = strokes.flat();
  const [xs, ys] = [all.map((p) => p[0]), all.map((p) => p[1])];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = (20 - 2 * pen) / Math.max(right - left, bottom - top);
  const centreX = xs.reduce((a, b) => a + b) / xs.length;
  const centreY = ys.reduce((a, b) => a + b) / ys.length;

  const toPixels = ([x, y]: Point): Point => [
    (side - 1) / 2 + (x - centreX) * scale,
    (side - 1) / 2 + (y - centreY) * scale,
  ];
  return strokes.map((points) => ({ points: points.map(toPixels) }));
}

/**
 * Draws strokes one after the other on 28×28 black pixels: each pixel is as bright, from 0 to 255, as the way of a pen
 * of this radius is near. A single point is a dot.
 */
export function inkStrokes(strokes: readonly PenStroke[], pen: number = 1.2): Uint8Array {
  const image = new Uint8Array(side * side);
  for (const { points, erase = false } of strokes) {
    for (let i = 0; i < Math.max(1, points.length - 1); i++) {
      const [ax, ay] = points[i] as Point;
      const [bx, by] = points[i + 1] ?? (points[i] as Point);
      const reach = pen + 1;
      const [x0, x1] = [Math.floor(Math.min(ax, bx) - reach), Math.ceil(Math.max(ax, bx) + reach)];
      const [y0, y1] = [Math.floor(Math.min(ay, by) - reach), Math.ceil(Math.max(ay, by) + reach)];
      for (let y = Math.max(0, y0); y <= Math.min(side - 1, y1); y++) {
        for (let x = Math.max(0, x0); x <= Math.min(side - 1, x1); x++) {
          const distance = toSegment(x - ax, y - ay, bx - ax, by - ay);
          const shade = Math.round(255 * Math.min(1, Math.max(0, pen + 0.5 - distance)));
          const at = y * side + x;
          const before = image[at] as number;
          image[at] = erase ? Math.min(before, 255 - shade) : Math.max(before, shade);
        }
      }
    }
  }
  return image;
}

/** Distance from (x, y) to the segment from the origin to (dx, dy). */
function toSegment(x: number, y: number, dx: number, dy: number): number {
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length));
  return Math.hypot(x - t * dx, y - t * dy);
}

/** A stroke from numbers written in hundredths: "50 0 20 30" is (0.5, 0) then (0.2, 0.3); y grows downwards. */
const stroke = (text: string): Point[] => {
  const n = text.split(' ').map((s) => Number(s) / 100);
  return Array.from(
    { length: n.length / 2 },
    (_, i): Point => [n[2 * i] as number, n[2 * i + 1] as number],
  );
};

/** For each digit the ways people write it, each a list of strokes. */
const templates: readonly (readonly (readonly Point[])[])[][] = [
  [
    [stroke('55 0 30 5 15 30 15 65 30 95 55 100 78 85 85 50 75 15 55 0 45 3')],
    [stroke('65 5 35 8 20 40 25 85 50 100 75 80 82 40 70 10 50 2')],
  ],
  [
    [stroke('50 0 50 25 50 50 50 75 50 100')],
    [stroke('35 20 45 10 52 0 52 0 51 50 50 100')],
    [stroke('32 22 44 12 52 0 52 0 51 50 50 98'), stroke('28 100 50 99 74 100')],
  ],
  [
    [stroke('18 25 30 5 55 0 75 15 72 38 50 65 18 98 18 98 50 97 85 96')],
    [stroke('20 22 35 3 62 4 74 22 65 48 40 75 20 88 18 96 30 92 50 92 85 98')],
  ],
  [
    [stroke('20 12 42 0 68 5 74 24 60 42 40 47 40 47 65 52 80 70 68 94 42 100 18 88')],
    [stroke('22 3 72 3 72 3 48 40 48 40 74 52 78 78 55 99 20 92')],
  ],
  [
    [stroke('68 100 68 50 68 0 68 0 40 35 12 68 12 68 50 67 90 67')],
    [stroke('25 0 20 30 18 52 18 52 45 55 78 50'), stroke('74 2 72 40 66 100')],
  ],
  [
    [stroke('78 2 50 2 28 3 28 3 25 25 22 44 22 44 45 36 70 45 80 68 65 94 38 100 15 88')],
    [stroke('28 4 26 25 22 46 22 46 48 40 74 54 74 82 50 100 18 92'), stroke('28 4 55 3 84 0')],
  ],
  [
    [stroke('70 0 45 18 25 50 22 78 38 99 62 97 76 78 66 57 44 55 26 70')],
    [stroke('55 0 38 25 28 60 32 90 52 100 68 88 66 66 48 60 32 72')],
  ],
  [
    [stroke('15 5 50 4 85 2 85 2 65 40 48 70 38 100')],
    [stroke('18 6 50 5 80 3 80 3 62 45 42 100'), stroke('35 52 58 50 78 48')],
    [stroke('18 20 18 4 18 4 50 4 82 3 82 3 60 50 45 100')],
  ],
  [
    [stroke('72 15 50 0 28 12 32 34 52 48 74 66 76 88 52 100 26 90 26 68 48 50 70 34 74 18 62 4')],
    [
      stroke('50 0 30 8 28 28 50 46 72 28 70 8 50 0'),
      stroke('50 46 26 60 24 86 50 100 76 86 74 60 50 46'),
    ],
  ],
  [
    [stroke('74 18 52 2 28 14 26 38 46 50 68 38 74 18 74 18 73 55 66 100')],
    [stroke('72 12 45 0 24 20 32 46 58 46 73 22 74 40 70 75 52 99 28 92')],
  ],
];
