import type { PenStroke } from '@gibbs/nn/tasks';

/**
 * A drawing as text, short enough for a link: a character for each coordinate, in half pixels from 0; strokes parted by
 * points, those of the eraser led by a minus.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst';
const stroke = '-?(?:[0-9A-Za-t]{2})+';

export const side = 28;
export const longestPad = 3000;
export const padPattern: RegExp = new RegExp(`^(?:${stroke}(?:\\.${stroke})*)?$`);

export function readPad(pad: string): PenStroke[] {
  if (pad === '') return [];
  return pad.split('.').map((text) => {
    const erase = text.startsWith('-');
    const codes = erase ? text.slice(1) : text;
    const points = Array.from({ length: codes.length / 2 }, (_, i): [number, number] => [
      alphabet.indexOf(codes[2 * i] as string) / 2,
      alphabet.indexOf(codes[2 * i + 1] as string) / 2,
    ]);
    return { points, erase };
  });
}

export function writePad(strokes: readonly PenStroke[]): string {
  return strokes
    .map(({ points, erase }) => `${erase ? '-' : ''}${points.map(pointCode).join('')}`)
    .join('.');
}

/** The drawing with a new stroke begun at a point, or its last stroke led on to it. */
export function drawOn(
  pad: string,
  point: readonly [number, number],
  { begin, erase }: { begin: boolean; erase: boolean },
): string {
  const code = pointCode(point);
  if (begin || pad === '') return `${pad}${pad === '' ? '' : '.'}${erase ? '-' : ''}${code}`;
  return pad.endsWith(code) ? pad : pad + code;
}

/** The drawing without its last stroke. */
export function undo(pad: string): string {
  return pad.slice(0, Math.max(0, pad.lastIndexOf('.')));
}

function pointCode([x, y]: readonly [number, number]): string {
  const letter = (value: number) =>
    alphabet[Math.max(0, Math.min(alphabet.length - 1, Math.round(2 * value)))] as string;
  return letter(x) + letter(y);
}
