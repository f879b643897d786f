import { crc32, deflateSync } from 'node:zlib';
import type { Chart } from './chart.js';
import { chartHeight, chartWidth, drawCharts } from './drawCharts.js';
import { advance, strokesOf } from './letters.js';
import type { Box, Stroke, Surface, Words } from './surface.js';

/** Pixels to a unit: sharp on screens of today. */
const scale = 2;

/** Charts one below the other as a PNG picture. */
export function png(charts: readonly Chart[]): Uint8Array {
  const pixels = new Pixels(chartWidth * scale, chartHeight * charts.length * scale);
  drawCharts(charts, pixels);
  return pixels.encode();
}

/** A white picture on which lines are drawn with smooth edges. */
class Pixels implements Surface {
  readonly #width: number;
  readonly #height: number;
  readonly #rgb: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#rgb = new Uint8Array(width * height * 3).fill(255);
  }

  line({ points, colour, width, dash }: Stroke): void {
    const ink = inkOf(colour);
    for (const piece of dash.length > 0 ? dashed(points, dash) : [points])
      this.#polyline(piece, ink, width);
  }

  words({ x, y, text, size, anchor, colour }: Words): void {
    const unit = size * 0.12;
    const length = [...text].length * advance * unit;
    const left = anchor === 'start' ? x : anchor === 'middle' ? x - length / 2 : x - length;
    [...text].forEach((letter, i) => {
      for (const stroke of strokesOf(letter)) {
        const at = stroke.map(([px, py]): [number, number] => [
          left + (i * advance + px) * unit,
          y - (py - 5) * unit,
        ]);
        this.#polyline(at, inkOf(colour), size * 0.09);
      }
    });
  }

  box({ x, y, width, height, colour }: Box): void {
    const [left, right] = [Math.round(x * scale), Math.round((x + width) * scale)];
    const ink = inkOf(colour);
    for (let row = Math.round(y * scale); row < Math.round((y + height) * scale); row++)
      for (let column = left; column < right; column++)
        this.#mix((row * this.#width + column) * 3, ink, 1);
  }

  #polyline(points: Stroke['points'], ink: readonly number[], width: number): void {
    points.forEach((to, i) => {
      if (i > 0 || points.length === 1)
        this.#segment(points[Math.max(0, i - 1)] as [number, number], to, ink, width);
    });
  }

  /** Inks every pixel by how much of it lies within half the width of the segment. */
  #segment(
    from: readonly [number, number],
    to: readonly [number, number],
    ink: readonly number[],
    width: number,
  ): void {
    const [ax, ay, bx, by] = [from[0] * scale, from[1] * scale, to[0] * scale, to[1] * scale];
    const reach = (width * scale) / 2;
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const x1 = Math.min(this.#width - 1, Math.ceil(Math.max(ax, bx) + reach));
    const y1 = Math.min(this.#height - 1, Math.ceil(Math.max(ay, by) + reach));
    for (let y = Math.max(0, Math.floor(Math.min(ay, by) - reach)); y <= y1; y++)
      for (let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); x <= x1; x++) {
        const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
        const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
        const distance = Math.hypot(px - along * dx, py - along * dy);
        const cover = Math.max(0, Math.min(1, reach + 0.5 - distance));
        if (cover > 0) this.#mix((y * this.#width + x) * 3, ink, cover);
      }
  }

  #mix(at: number, ink: readonly number[], cover: number): void {
    for (let channel = 0; channel < 3; channel++) {
      const paper = this.#rgb[at + channel] as number;
      this.#rgb[at + channel] = Math.round(paper + ((ink[channel] as number) - paper) * cover);
    }
  }

  encode(): Uint8Array {
    const row = this.#width * 3;
    const raw = new Uint8Array((row + 1) * this.#height);
    for (let y = 0; y < this.#height; y++)
      raw.set(this.#rgb.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.#width, 0);
    header.writeUInt32BE(this.#height, 4);
    header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
    const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
    return Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(raw)),
      chunk('IEND', new Uint8Array(0)),
    ]);
  }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function inkOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Cuts a line into its dashes; lengths of ink and gap take turns. */
function dashed(points: Stroke['points'], dash: readonly number[]): [number, number][][] {
  const pieces: [number, number][][] = [];
  let turn = 0;
  let left = dash[0] as number;
  let piece: [number, number][] = points[0] ? [[...points[0]]] : [];
  for (let i = 1; i < points.length; i++) {
    let [x, y] = points[i - 1] as [number, number];
    const [tx, ty] = points[i] as [number, number];
    for (let rest = Math.hypot(tx - x, ty - y); rest > 0; ) {
      const step = Math.min(rest, left);
      x += ((tx - x) * step) / rest;
      y += ((ty - y) * step) / rest;
      rest -= step;
      left -= step;
      if (turn % 2 === 0) piece.push([x, y]);
      if (left > 0) continue;
      if (turn % 2 === 0) pieces.push(piece);
      turn++;
      left = dash[turn % dash.length] as number;
      piece = [[x, y]];
    }
  }
  if (turn % 2 === 0 && piece.length > 1) pieces.push(piece);
  return pieces;
}
