import { type Look, median } from '@gibbs/journeys/demon';
import type { VNode } from 'preact';
import { type Paper, Picture } from '../../frame/picture.js';
import { text } from '../../text/en/demon.js';
import { demon, now } from './model.js';

/** The chambers: slow molecules are rings, fast ones full; who is at the door has a circle around it. */
export function ChambersPicture(): VNode {
  const { particles } = demon.state.value;
  const look = demon.look.value;
  const left = now.value?.left ?? particles / 2;
  const door = look?.waiting
    ? text.chambers.waits(look.waiting)
    : text.chambers[look?.open ? 'open' : 'shut'];
  const sentence = text.chambers.sentence(
    left,
    particles - left,
    now.value?.temperatures ?? [1, 1],
    door,
  );
  const paint = (paper: Paper) => {
    if (demon.look.value) draw(paper, demon.look.value);
  };
  return (
    <figure class="chambers">
      <div class="plane double">
        <img src="./first.svg" alt="" hidden={look !== null} />
        <Picture sentence={sentence} paint={paint} />
      </div>
      <figcaption>
        <span>{sentence}</span>
        <span class="legend">
          <span class="left">○ {text.chambers.slow}</span>{' '}
          <span class="right">● {text.chambers.fast}</span>
        </span>
        {demon.broken.value && <strong role="status">{text.chambers.failed}</strong>}
      </figcaption>
    </figure>
  );
}

function draw({ context, width, height, style }: Paper, look: Look): void {
  const { positions, energies } = look;
  const edge = 3 * devicePixelRatio;
  const [across, up] = [(width - 2 * edge) / 2, height - 2 * edge];
  const at = (n: number): [number, number] => [
    edge + (positions[2 * n] as number) * across,
    edge + (1 - (positions[2 * n + 1] as number)) * up,
  ];
  const radius = Math.max(2.5, Math.min(7, 60 / Math.sqrt(energies.length))) * devicePixelRatio;
  const circles = (fast: boolean, r: number) => {
    context.beginPath();
    for (let n = 0; n < energies.length; n++) {
      if ((energies[n] as number) > median !== fast) continue;
      const [x, y] = at(n);
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
    }
  };
  // The wall between the chambers, and its door.
  const middle = width / 2;
  const half = (look.door / 2) * up;
  context.fillStyle = style.outlineColor;
  context.fillRect(middle - edge, 0, 2 * edge, height / 2 - half);
  context.fillRect(middle - edge, height / 2 + half, 2 * edge, height / 2 - half);
  context.strokeStyle = style.accentColor;
  context.lineWidth = 2 * edge;
  context.lineCap = 'round';
  context.beginPath();
  if (look.open) {
    context.moveTo(middle, height / 2 - half);
    context.lineTo(middle + half * 0.7, height / 2 - half * 1.7);
  } else {
    context.moveTo(middle, height / 2 - half + edge);
    context.lineTo(middle, height / 2 + half - edge);
  }
  context.stroke();
  context.fillStyle = style.caretColor;
  circles(true, radius);
  context.fill();
  context.strokeStyle = style.color;
  context.lineWidth = radius * 0.45;
  circles(false, radius * 0.8);
  context.stroke();
  if (look.guest < 0) return;
  const [x, y] = at(look.guest);
  context.strokeStyle = style.accentColor;
  context.lineWidth = edge * 0.8;
  context.beginPath();
  context.arc(x, y, radius * 2.4, 0, 2 * Math.PI);
  context.stroke();
}
