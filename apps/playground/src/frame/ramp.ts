const ramps = new Map<string, Uint8ClampedArray>();

/** 256 colours from no (0) over neither to yes (255), as RGBA bytes; read from a canvas's own style. */
function ramp(canvas: HTMLCanvasElement): Uint8ClampedArray {
  // The stylesheet gives the three colours: color, outline-color and caret-color.
  const { color, outlineColor, caretColor } = getComputedStyle(canvas);
  const key = `${color} ${outlineColor} ${caretColor}`;
  const known = ramps.get(key);
  if (known) return known;
  const strip = new OffscreenCanvas(256, 1);
  const context = strip.getContext('2d', { willReadFrequently: true });
  if (!context) return new Uint8ClampedArray(1024);
  const gradient = context.createLinearGradient(0, 0, 256, 0);
  gradient.addColorStop(0, color);
  gradient.addColorStop(0.5, outlineColor);
  gradient.addColorStop(1, caretColor);
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  const { data } = context.getImageData(0, 0, 256, 1);
  ramps.set(key, data);
  return data;
}

/** Paints rows of bytes in the colours of the ramp, pixel by pixel; the stylesheet scales them up. */
export function paint(
  canvas: HTMLCanvasElement,
  values: Uint8Array,
  size: number,
  rows: number = size,
): void {
  const context = canvas.getContext('2d');
  // One that has left the page has no style, and nobody to look at it.
  if (!context || !canvas.isConnected) return;
  const colours = new Uint32Array(ramp(canvas).buffer);
  const image = new ImageData(size, rows);
  const words = new Uint32Array(image.data.buffer);
  values.forEach((value, i) => {
    words[i] = colours[value] as number;
  });
  canvas.width = size;
  canvas.height = rows;
  context.putImageData(image, 0, 0);
}
