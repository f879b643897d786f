import type { VNode } from 'preact';
import { css, type Rgb } from './colour.js';

/** A patch of colour beside the numbers that say the same. */
export function Swatch({ rgb, size = 'small' }: { rgb: Rgb; size?: 'small' | 'large' }): VNode {
  return (
    <svg class={`swatch ${size}`} aria-hidden="true">
      <rect width="100%" height="100%" fill={css(rgb)} />
    </svg>
  );
}
