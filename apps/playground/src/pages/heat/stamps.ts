/**
 * Thousands of small disks, stamped pixel by pixel. A path of as many circles takes a canvas
 * ten times as long: it looks for the places where any two of its edges cross.
 */

/** How many places inside a pixel a disk may have, each way. */
const places = 4;

/** The pixels that a disk touches, counted from the one it lies in, and how much of each it covers, up to 255. */
interface Mask {
  columns: Int16Array;
  rows: Int16Array;
  covers: Uint8Array;
}

/** A mask for every place inside a pixel. */
interface Stamp {
  /** Pixels from the one it lies in to the farthest one it touches. */
  reach: number;
  masks: readonly Mask[];
}

const stamps = new Map<string, Stamp>();

/** A disk of a radius in pixels, with a hole where `inner` is above 0. */
function stampOf(radius: number, inner: number): Stamp {
  const key = `${radius}:${inner}`;
  const known = stamps.get(key);
  if (known) return known;
  const reach = Math.ceil(radius + 0.5);
  const masks = Array.from({ length: places * places }, (_, place) => {
    const x = ((place % places) + 0.5) / places;
    const y = (Math.floor(place / places) + 0.5) / places;
    const touched: [column: number, row: number, cover: number][] = [];
    for (let row = -reach; row <= reach; row++) {
      for (let column = -reach; column <= reach; column++) {
        const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const within = (size: number) => Math.max(0, Math.min(1, size + 0.5 - away));
        const cover = Math.round(255 * (within(radius) - (inner > 0 ? within(inner) : 0)));
        if (cover > 0) touched.push([column, row, cover]);
      }
    }
    return {
      columns: Int16Array.from(touched, ([column]) => column),
      rows: Int16Array.from(touched, ([, row]) => row),
      covers: Uint8Array.from(touched, ([, , cover]) => cover),
    };
  });
  if (stamps.size > 8) stamps.clear();
  const stamp = { reach, masks };
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
    const { reach, masks } = stampOf(radius, inner);
    const bytes = bytesOf(colour);
    for (let i = from; i < to; i++) {
      const px = (x[i] as number) * size;
      const py = (y[i] as number) * size;
      const [column, row] = [Math.floor(px), Math.floor(py)];
      const place = Math.floor((py - row) * places) * places + Math.floor((px - column) * places);
      const { columns, rows, covers } = masks[place] as Mask;
      const whole = column >= reach && row >= reach && column + reach < size && row + reach < size;
      for (let k = 0; k < covers.length; k++) {
        const u = column + (columns[k] as number);
        const v = row + (rows[k] as number);
        if (!whole && (u < 0 || v < 0 || u >= size || v >= size)) continue;
        const at = v * size + u;
        const old = pixels[at] as number;
        const under = old >>> 24;
        const cover = covers[k] as number;
        const all = under + cover - ((under * cover) >> 8);
        // Two disks share no more than a rim: there, the one that covers more gives the colour.
        pixels[at] = (Math.min(all, 255) << 24) | (cover < under ? old & 0xffffff : bytes);
      }
    }
  }

  show(context: CanvasRenderingContext2D): void {
    context.putImageData(this.#image, 0, 0);
  }
}
