import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { paint } from './ramp.js';
import { themeChanges, useTheme } from './useTheme.js';

interface Props {
  /** Bytes, row by row: 0 is the first colour of the ramp, 255 the last. */
  values: Uint8Array;
  /** Pixels in a row; as many rows, unless told otherwise. */
  size: number;
  rows?: number;
  sentence: string;
}

/** Values as a picture, one pixel each, scaled up without blur. */
export function Pixels({ values, size, rows = size, sentence }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useTheme();
  const again = () => {
    if (canvas.current) paint(canvas.current, values, size, rows);
  };
  useEffect(again, [values, size, rows]);
  useSignalEffect(() => {
    themeChanges.value;
    again();
  });
  return (
    <canvas ref={canvas} class="pixels" width="1" height="1" role="img" aria-label={sentence} />
  );
}
