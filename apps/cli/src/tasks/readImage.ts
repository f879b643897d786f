import { Failure } from '../failure.js';
import { readBytes } from '../readText.js';

/** A grey image, brightnesses 0 to 255. */
export interface GreyImage {
  width: number;
  height: number;
  shades: number[];
}

/**
 * Reads a grey image: a PGM (plain or raw), or a CSV of brightnesses, one line per row. Exit 3 with the reason where it
 * is neither.
 */
export async function readImage(op: string, path: string): Promise<GreyImage> {
  const parts: Uint8Array[] = [];
  for await (const part of readBytes(op, path)) parts.push(part);
  const bytes = Buffer.concat(parts);
  const image = /^P[25]\s/.test(bytes.toString('latin1', 0, 3)) ? pgm(bytes) : csv(bytes);
  if (typeof image === 'string') throw new Failure('file', `${op}: cannot use ${path}: ${image}`);
  return image;
}

/** The image, or what is wrong with it. */
function pgm(bytes: Buffer): GreyImage | string {
  const head =
    /^(P[25])\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(\d{1,5})\s/.exec(
      bytes.toString('latin1', 0, 1024),
    );
  if (!head) return 'its header is not that of a PGM';
  const [width, height, most] = head.slice(2).map(Number) as [number, number, number];
  if (most < 1 || most > 255) return `its brightest value must be 1 to 255, got ${most}`;
  const body = bytes.subarray(head[0].length);
  const values =
    head[1] === 'P5'
      ? Array.from(body.subarray(0, width * height))
      : (body.toString('latin1').match(/\d+/g) ?? []).slice(0, width * height).map(Number);
  if (values.length < width * height)
    return `it must have ${width}×${height} values, got ${values.length}`;
  return { width, height, shades: values.map((value) => (255 * Math.min(value, most)) / most) };
}

function csv(bytes: Buffer): GreyImage | string {
  const lines = bytes.toString('utf8').trim().split(/\r?\n/);
  const rows = lines.map((line) =>
    line
      .trim()
      .split(/[\s,;]+/)
      .map(Number),
  );
  const width = rows[0]?.length ?? 0;
  const shades = rows.flat();
  if (shades.some((value) => !(value >= 0 && value <= 255)))
    return 'it is neither a PGM nor a CSV of brightnesses 0 to 255';
  if (rows.some((row) => row.length !== width)) return 'its rows must be equally long';
  return { width, height: rows.length, shades };
}
