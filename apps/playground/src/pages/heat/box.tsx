import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../text/en/heat.js';
import { backwards, gas, mixingNow } from './model.js';
import { type Look, leapsPerTick } from './protocol.js';

/** The share of the box that the disks cover, as the gas has it; it only sets how large they are drawn. */
const packing = 0.2;

/** The box as a picture: disks that began on the left are full, the others are rings. */
export function Box(): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const now = gas.look.value;
    if (canvas.current && now) draw(canvas.current, now, gas.state.value.grid);
  });
  useEffect(() => {
    const again = () => {
      const now = gas.look.peek();
      if (canvas.current && now) draw(canvas.current, now, gas.state.peek().grid);
    };
    const themes = new MutationObserver(again);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', again);
    addEventListener('resize', again);
    return () => {
      themes.disconnect();
      dark.removeEventListener('change', again);
      removeEventListener('resize', again);
    };
  }, []);
  const { particles, step } = gas.state.value;
  const sentence = text.box.sentence(
    particles,
    step * leapsPerTick,
    mixingNow.value,
    gas.look.value?.home ?? particles,
    backwards.value,
  );
  return (
    <figure class="gas">
      <div class="plane">
        <img src="./first.svg" alt="" hidden={gas.look.value !== null} />
        <canvas ref={canvas} width="1" height="1" role="img" aria-label={sentence} />
      </div>
      <figcaption>
        <span class="legend">
          <span class="left">● {text.began.left}</span>{' '}
          <span class="right">○ {text.began.right}</span>
        </span>
        {gas.broken.value && <strong role="status">{text.box.failed}</strong>}
      </figcaption>
    </figure>
  );
}

/** Disks over the cells in which entropy is counted. */
function draw(canvas: HTMLCanvasElement, { x, y }: Look, cells: number): void {
  const size = Math.round(canvas.clientWidth * devicePixelRatio);
  if (size === 0) return;
  if (canvas.width !== size) {
    canvas.width = size;
    canvas.height = size;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  const { color, caretColor, outlineColor } = getComputedStyle(canvas);
  const radius = (Math.sqrt((4 * packing) / (Math.PI * x.length)) / 2) * size;
  const line = Math.max(1, radius * 0.45);
  const half = x.length / 2;
  const circles = (from: number, to: number, r: number) => {
    context.beginPath();
    for (let i = from; i < to; i++) {
      const [px, py] = [(x[i] as number) * size, (y[i] as number) * size];
      context.moveTo(px + r, py);
      context.arc(px, py, r, 0, 2 * Math.PI);
    }
  };
  context.clearRect(0, 0, size, size);
  context.strokeStyle = outlineColor;
  context.lineWidth = devicePixelRatio;
  context.beginPath();
  for (let cell = 1; cell < cells; cell++) {
    const at = Math.round((cell / cells) * size) + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, size);
    context.moveTo(0, at);
    context.lineTo(size, at);
  }
  context.stroke();
  context.fillStyle = color;
  circles(0, half, radius);
  context.fill();
  context.strokeStyle = caretColor;
  context.lineWidth = line;
  circles(half, x.length, radius - line / 2);
  context.stroke();
}
