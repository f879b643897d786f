import { styleText } from 'node:util';

export type Tint = Parameters<typeof styleText>[0];

/** Paints a text, or hands it back as it is where colour is not wanted. */
export type Paint = (tint: Tint, text: string) => string;

export const plain: Paint = (_tint, text) => text;
export const coloured: Paint = (tint, text) => styleText(tint, text, { validateStream: false });

/**
 * Whether to colour a stream: never with `--no-color` or a non-empty NO_COLOR, always with
 * FORCE_COLOR, and otherwise on a terminal that is not dumb.
 */
export function wantsColour(
  isTerminal: boolean,
  flag: boolean,
  env: Record<string, string | undefined>,
): boolean {
  if (!flag || (env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}
