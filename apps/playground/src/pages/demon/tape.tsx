import type { VNode } from 'preact';
import { type Paper, Picture } from '../../frame/picture.js';
import { text } from '../../text/en/demon.js';
import { text as frame } from '../../text/en/frame.js';
import { demon } from './model.js';

const perRow = 64; // and half as many on a phone, where the stylesheet makes the tape twice as high

/** The memory as a tape: a bit that let through is full, one that turned away a ring, a free place a dot. */
export function Tape(): VNode {
  const { memory } = demon.state.value;
  const bits = demon.look.value?.tape ?? new Uint8Array();
  const sentence = text.tape.sentence(bits.length, memory);
  const paint = (paper: Paper) =>
    draw(paper, demon.look.value?.tape ?? new Uint8Array(), demon.state.value.memory);
  return (
    <section class="tape" aria-labelledby="tape-title">
      <h2 id="tape-title">{text.tape.title}</h2>
      <figure data-rows={Math.max(1, Math.ceil(memory / perRow))}>
        <Picture sentence={sentence} paint={paint} />
        <figcaption>
          <span id="tape-sentence">{sentence}</span>
          <small>{text.tape.legend}</small>
        </figcaption>
      </figure>
      <details class="data">
        <summary>{frame.dataTable}</summary>
        <p>
          {text.tape.bits}:{' '}
          <code class="bits">{bits.length > 0 ? [...bits].join('') : text.tape.none}</code>
        </p>
      </details>
    </section>
  );
}

function draw({ context, width, height, style }: Paper, bits: Uint8Array, memory: number): void {
  const across = width < 480 * devicePixelRatio ? perRow / 2 : perRow;
  const cell = Math.min(width / across, height / Math.ceil(memory / across));
  const radius = cell * 0.34;
  const place = (n: number): [number, number] => [
    ((n % across) + 0.5) * cell,
    (Math.floor(n / across) + 0.5) * cell,
  ];
  const dots = (r: number, chosen: (n: number) => boolean) => {
    context.beginPath();
    for (let n = 0; n < memory; n++) {
      if (!chosen(n)) continue;
      const [x, y] = place(n);
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
    }
  };
  context.fillStyle = style.outlineColor;
  dots(radius * 0.35, (n) => n >= bits.length);
  context.fill();
  context.fillStyle = context.strokeStyle = style.caretColor;
  dots(radius, (n) => bits[n] === 1);
  context.fill();
  context.lineWidth = radius * 0.5;
  dots(radius * 0.75, (n) => bits[n] === 0);
  context.stroke();
}
