import { cold, type Look } from '@gibbs/journeys/engines';
import type { VNode } from 'preact';
import { type Paper, Picture } from '../../frame/picture.js';
import { text } from '../../text/en/engines.js';
import { byHand, engine, now } from './model.js';

const radius = 0.15;
const high = 10;

/** The cylinder: disks coloured by how fast they are, walls by what they touch. */
export function CylinderPicture(): VNode {
  const { disks, hot } = engine.state.value;
  const look = engine.look.value;
  const sentence = text.cylinder.sentence(
    disks,
    look?.piston ?? high,
    now.value?.temperature ?? hot,
    look?.contact ?? null,
    doing(),
  );
  const paint = (paper: Paper) => {
    const { hot } = engine.state.value;
    if (engine.look.value) draw(paper, engine.look.value, hot);
  };
  return (
    <figure class="cylinder">
      <div class="plane wide">
        <img src="./first.svg" alt="" hidden={look !== null} />
        <Picture sentence={sentence} paint={paint} />
      </div>
      <figcaption>
        <strong>{doing()}</strong>
        {engine.broken.value && <strong role="status">{text.cylinder.failed}</strong>}
      </figcaption>
    </figure>
  );
}

/** What the machine does now, in words. */
function doing(): string {
  const { cycle, reverse } = engine.state.value;
  const stroke = now.value?.stroke ?? 0;
  if (byHand.value) return text.atHand;
  const strokes = text.strokes[cycle];
  const name = strokes[reverse ? strokes.length - 1 - stroke : stroke] as string;
  return reverse ? text.backwards(name) : name;
}

function draw({ context, width, height, style }: Paper, look: Look, hot: number): void {
  const edge = 6 * devicePixelRatio;
  const scale = Math.min((width - 4 * edge) / (look.longest + 2), (height - 2 * edge) / high);
  const [left, top] = [edge, (height - high * scale) / 2];
  const colours = { hot: style.caretColor, cold: style.color };
  const piston = left + look.piston * scale;
  // The walls, in the colour of what they touch.
  context.strokeStyle = look.contact === null ? style.outlineColor : colours[look.contact];
  context.lineWidth = look.contact === null ? edge / 3 : edge;
  const out = context.lineWidth / 2;
  context.beginPath();
  context.moveTo(left + (look.longest + 0.5) * scale, top - out);
  context.lineTo(left - out, top - out);
  context.lineTo(left - out, top + high * scale + out);
  context.lineTo(left + (look.longest + 0.5) * scale, top + high * scale + out);
  context.stroke();
  context.fillStyle = style.outlineColor;
  context.fillRect(piston, top, edge, high * scale);
  context.fillRect(piston, height / 2 - edge / 4, width - piston, edge / 2);
  // Slow disks, disks in between, fast disks.
  const groups = [colours.cold, style.accentColor, colours.hot];
  for (const [group, colour] of groups.entries()) {
    context.fillStyle = colour;
    context.beginPath();
    for (let n = 0; n < look.energies.length; n++) {
      const energy = look.energies[n] as number;
      if ((energy < cold ? 0 : energy < hot ? 1 : 2) !== group) continue;
      const px = left + (look.positions[2 * n] as number) * scale;
      const py = top + (high - (look.positions[2 * n + 1] as number)) * scale;
      context.moveTo(px + radius * scale, py);
      context.arc(px, py, radius * scale, 0, 2 * Math.PI);
    }
    context.fill();
  }
}
