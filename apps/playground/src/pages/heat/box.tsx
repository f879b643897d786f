import { type Look, leapsPerTick } from '@gibbs/journeys/heat';
import type { VNode } from 'preact';
import { type Paper, Picture } from '../../frame/picture.js';
import { text } from '../../text/en/heat.js';
import { backwards, gas, mixingNow } from './model.js';
import { Sheet } from './stamps.js';

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

/** More disks than this are stamped: circles of that many edges are slow. */
const many = 500;

let sheet: Sheet | null = null;

/** Disks over the cells in which entropy is counted. */
function draw({ context, width: size, style }: Paper, look: Look, cells: number): void {
  const count = look.x.length;
  const radius = (Math.sqrt((4 * packing) / (Math.PI * count)) / 2) * size;
  const line = Math.max(1, radius * 0.45);
  const { color: full, caretColor: ring } = style;
  if (count > many) {
    if (sheet?.size !== size) sheet = new Sheet(size);
    sheet.clear();
    sheet.stamp(look, [0, count / 2], { radius, colour: full });
    sheet.stamp(look, [count / 2, count], { radius, inner: radius - line, colour: ring });
    sheet.show(context);
  } else {
    context.fillStyle = full;
    circles(context, look, [0, count / 2], radius);
    context.fill();
    context.strokeStyle = ring;
    context.lineWidth = line;
    circles(context, look, [count / 2, count], radius - line / 2);
    context.stroke();
  }
  // Behind the disks.
  context.globalCompositeOperation = 'destination-over';
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
  context.globalCompositeOperation = 'source-over';
}

/** Lays circles out as one path. */
function circles(
  context: CanvasRenderingContext2D,
  { x, y }: Look,
  [from, to]: readonly [number, number],
  radius: number,
): void {
  const { width: size } = context.canvas;
  context.beginPath();
  for (let i = from; i < to; i++) {
    const [px, py] = [(x[i] as number) * size, (y[i] as number) * size];
    context.moveTo(px + radius, py);
    context.arc(px, py, radius, 0, 2 * Math.PI);
  }
}
