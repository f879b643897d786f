/**
 * Thousands of small disks, stamped pixel by pixel. A path of as many circles takes a canvas
 * ten times as long: it looks for the places where any two of its edges cross.
 */

/** How many places inside a pixel a disk may have, each way. */
const places = 4;

/** The share of each pixel that a disk covers, for every place inside a pixel. */
interface Stamp {
  width: number;
  masks: readonly Uint8Array[];
}

const stamps = new Map<string, Stamp>();

/** A disk of a radius in pixels, with a hole where `inner` is above 0. */
function stampOf(radius: number, inner: number): Stamp {
  const key = `${radius}:${inner}`;
  const known = stamps.get(key);
  if (known) return known;
  const width = Math.ceil(2 * radius) + 2;
  const masks = Array.from({ length: places * places }, (_, place) => {
    const x = width / 2 + ((place % places) + 0.5) / places - 0.5;
    const y = width / 2 + (Math.floor(place / places) + 0.5) / places - 0.5;
    return Uint8Array.from({ length: width * width }, (_, pixel) => {
      const away = Math.hypot((pixel % width) + 0.5 - x, Math.floor(pixel / width) + 0.5 - y);
      const within = (size: number) => Math.max(0, Math.min(1, size + 0.5 - away));
      return 255 * (within(radius) - (inner > 0 ? within(inner) : 0));
    });
  });
  if (stamps.size > 8) stamps.clear();
  const stamp = { width, masks };
  stamps.set(key, stamp);
  return stamp;
}

const colours = new Map<string, number>();

/** A colour of a stylesheet as the red, green and blue bytes of a pixel, whatever way it is written. */
function bytesOf(colour: string): number {
  let bytes = colours.get(colour);
  if (bytes === undefined) {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!context) return 0;
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [pixel] = new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer);
    bytes = (pixel as number) & 0xffffff;
    colours.set(colour, bytes);
  }
  return bytes;
}

/** A square sheet of pixels that disks are stamped on, by places that are shares of its side. */
export class Sheet {
  readonly size: number;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;

  constructor(size: number) {
    this.size = size;
    this.#image = new ImageData(size, size);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  clear(): void {
    this.#pixels.fill(0);
  }

  /** Stamps the disks from one to another; what hangs over an edge is cut off. */
  stamp(
    { x, y }: { x: Float32Array; y: Float32Array },
    [from, to]: readonly [number, number],
    { radius, inner = 0, colour }: { radius: number; inner?: number; colour: string },
  ): void {
    const { size } = this;
    const pixels = this.#pixels;
    const { width, masks } = stampOf(radius, inner);
    const bytes = bytesOf(colour);
    for (let i = from; i < to; i++) {
      const px = (x[i] as number) * size;
      const py = (y[i] as number) * size;
      const [column, row] = [Math.floor(px), Math.floor(py)];
      const place = Math.floor((py - row) * places) * places + Math.floor((px - column) * places);
      const mask = masks[place] as Uint8Array;
      const left = column - (width >> 1);
      const top = row - (width >> 1);
      const begin = Math.max(0, -left);
      const end = Math.min(width, size - left);
      for (let v = Math.max(0, -top); v < Math.min(width, size - top); v++) {
        const line = (top + v) * size + left;
        for (let u = begin; u < end; u++) {
          const cover = mask[v * width + u] as number;
          if (cover === 0) continue;
          const under = (pixels[line + u] as number) >>> 24;
          const all = under + cover - ((under * cover) >> 8);
          // Two disks share no more than a rim: there, the one that covers more gives the colour.
          const shown = cover < under ? (pixels[line + u] as number) & 0xffffff : bytes;
          pixels[line + u] = (Math.min(255, all) << 24) | shown;
        }
      }
    }
  }

  show(context: CanvasRenderingContext2D): void {
    context.putImageData(this.#image, 0, 0);
  }
}
