import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { paint } from './ramp.js';
import { themeChanges, useTheme } from './useTheme.js';

interface Props {
  /** A square of bytes, row by row: 0 is the first colour of the ramp, 255 the last. */
  values: Uint8Array;
  size: number;
  sentence: string;
}

/** A square of values as a picture, one pixel each, scaled up without blur. */
export function Pixels({ values, size, sentence }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useTheme();
  const again = () => {
    if (canvas.current) paint(canvas.current, values, size);
  };
  useEffect(again, [values, size]);
  useSignalEffect(() => {
    themeChanges.value;
    again();
  });
  return (
    <canvas ref={canvas} class="pixels" width="1" height="1" role="img" aria-label={sentence} />
  );
}
