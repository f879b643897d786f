import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** What a painter paints on: sizes in device pixels, colours from the canvas's own style. */
export interface Paper {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  style: CSSStyleDeclaration;
}

interface Props {
  /** The picture in a sentence, for those who do not see it. */
  sentence: string;
  /** Paints; it is called again whenever a signal it read, the theme or the size changes. */
  paint: (paper: Paper) => void;
}

/** A canvas that is as sharp as the screen and follows what it shows. */
export function Picture({ sentence, paint }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Asked for once: to ask again in every picture would lay out the page twice.
  const size = useRef<readonly [width: number, height: number] | null>(null);
  const again = () => {
    if (!canvas.current) return;
    size.current ??= [canvas.current.clientWidth, canvas.current.clientHeight];
    repaint(canvas.current, size.current, paint);
  };
  useSignalEffect(again);
  useEffect(() => {
    const themes = new MutationObserver(again);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', again);
    const sizes = new ResizeObserver(() => {
      size.current = null;
      again();
    });
    if (canvas.current) sizes.observe(canvas.current);
    return () => {
      themes.disconnect();
      dark.removeEventListener('change', again);
      sizes.disconnect();
    };
  }, []);
  return <canvas ref={canvas} width="1" height="1" role="img" aria-label={sentence} />;
}

function repaint(
  canvas: HTMLCanvasElement,
  [wide, high]: readonly [number, number],
  paint: Props['paint'],
): void {
  const width = Math.round(wide * devicePixelRatio);
  const height = Math.round(high * devicePixelRatio);
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.clearRect(0, 0, width, height);
  paint({ context, width, height, style: getComputedStyle(canvas) });
}
