import { type Look, leapsPerTick } from '@gibbs/journeys/heat';
import type { VNode } from 'preact';
import { type Paper, Picture } from '../../frame/picture.js';
import { text } from '../../text/en/heat.js';
import { backwards, gas, mixingNow } from './model.js';

/** The share of the box that the disks cover, as the gas has it; it only sets how large they are drawn. */
const packing = 0.2;

/** The box as a picture: disks that began on the left are full, the others are rings. */
export function Box(): VNode {
  const { particles, step } = gas.state.value;
  const sentence = text.box.sentence(
    particles,
    step * leapsPerTick(particles),
    mixingNow.value,
    gas.look.value?.home ?? particles,
    backwards.value,
  );
  const paint = (paper: Paper) => {
    const cells = gas.state.value.grid;
    if (gas.look.value) draw(paper, gas.look.value, cells);
  };
  return (
    <figure class="gas">
      <div class="plane">
        <img src="./first.svg" alt="" hidden={gas.look.value !== null} />
        <Picture sentence={sentence} paint={paint} />
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
function draw({ context, width: size, style }: Paper, { x, y }: Look, cells: number): void {
  const radius = (Math.sqrt((4 * packing) / (Math.PI * x.length)) / 2) * size;
  const line = Math.max(1, radius * 0.45);
  const half = x.length / 2;
  // A disk of two pixels is a square, and a square is drawn four times as fast.
  const tiny = radius < 2 * devicePixelRatio;
  const circles = (from: number, to: number, r: number) => {
    context.beginPath();
    for (let i = from; i < to; i++) {
      if (tiny) {
        const side = Math.max(1, 1.8 * radius);
        context.rect(
          (x[i] as number) * size - side / 2,
          (y[i] as number) * size - side / 2,
          side,
          side,
        );
        continue;
      }
      const [px, py] = [(x[i] as number) * size, (y[i] as number) * size];
      context.moveTo(px + r, py);
      context.arc(px, py, r, 0, 2 * Math.PI);
    }
  };
  context.strokeStyle = style.outlineColor;
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
  context.fillStyle = style.color;
  circles(0, half, radius);
  context.fill();
  if (tiny) {
    context.fillStyle = style.caretColor;
    circles(half, x.length, radius);
    context.fill();
    return;
  }
  context.strokeStyle = style.caretColor;
  context.lineWidth = line;
  circles(half, x.length, radius - line / 2);
  context.stroke();
}
