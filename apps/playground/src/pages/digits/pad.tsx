import { drawOn, longestPad, readPad, side, undo } from '@gibbs/journeys/digits';
import { inkStrokes } from '@gibbs/nn/tasks';
import { computed, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { announce } from '../../frame/announce.js';
import { Pixels } from '../../frame/pixels.js';
import { text } from '../../text/en/digits.js';
import { drawOne, pupil } from './model.js';

/** Where the pen is, in pixels; whether it is on the paper; and whether it is an eraser. */
const pen = signal({ x: 14, y: 14, down: false });
const erasing = signal(false);

const drawing = computed(() => inkStrokes(readPad(pupil.state.value.pad)));

/** A sheet of 28×28 pixels to draw a digit on, by pointer or by keys. */
export function Pad(): VNode {
  const { x, y, down } = pen.value;
  const inked = drawing.value.filter((shade) => shade > 127).length;
  const sentence = text.pad.sentence(x, y, down, erasing.value, inked);
  return (
    <section class="pad" aria-labelledby="pad-title">
      <h2 id="pad-title">{text.pad.title}</h2>
      <div
        class="plane sheet"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the sheet takes the keys that draw on it
        tabIndex={0}
        role="application"
        aria-label={sentence}
        aria-describedby="pad-hint"
        onKeyDown={byKey}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          byPointer(event, true);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) byPointer(event, false);
        }}
      >
        <Pixels values={drawing.value} size={side} sentence={sentence} />
        <svg viewBox={`-0.5 -0.5 ${side} ${side}`} aria-hidden="true">
          <circle class={down ? 'nib down' : 'nib'} cx={x} cy={y} r="1.2" />
        </svg>
      </div>
      <p class="hint" id="pad-hint">
        {text.pad.hint}
      </p>
      <div class="row">
        <button
          type="button"
          aria-pressed={erasing.value}
          onClick={() => {
            erasing.value = !erasing.value;
          }}
        >
          {text.pad.eraser}
        </button>
        <button type="button" onClick={() => draw(undo(pupil.state.value.pad))}>
          {text.pad.undo}
        </button>
        <button type="button" onClick={clear}>
          {text.pad.clear}
        </button>
        <button type="button" onClick={drawOne}>
          {text.pad.drawOne}
        </button>
      </div>
    </section>
  );
}

export function clear(): void {
  pen.value = { ...pen.value, down: false };
  draw('');
}

function draw(pad: string): void {
  if (pad.length > longestPad) announce(text.pad.full);
  else if (pad !== pupil.state.value.pad) pupil.view({ pad, flip: false });
}

const moves: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function byKey(event: KeyboardEvent): void {
  const move = moves[event.key];
  const { x, y, down } = pen.value;
  const within = (value: number) => Math.max(0, Math.min(side - 1, value));
  if (move) {
    const far = event.shiftKey ? 4 : 1;
    const [toX, toY] = [within(x + far * move[0]), within(y + far * move[1])] as const;
    pen.value = { x: toX, y: toY, down };
    if (down) reach([toX, toY], false);
  } else if (event.key === ' ') {
    pen.value = { x, y, down: !down };
    if (!down) reach([x, y], true);
  } else if (event.key === 'Backspace') draw(undo(pupil.state.value.pad));
  else return;
  announce(text.pad.at(pen.value.x, pen.value.y, pen.value.down));
  event.preventDefault();
  event.stopPropagation();
}

/** Begins a stroke where the pointer is, or leads it on once it has gone a pixel. */
function byPointer(event: PointerEvent & { currentTarget: HTMLElement }, begin: boolean): void {
  const box = event.currentTarget.getBoundingClientRect();
  const within = (value: number) => Math.max(0, Math.min(side - 1, Math.round(2 * value) / 2));
  const x = within(((event.clientX - box.left) / box.width) * side - 0.5);
  const y = within(((event.clientY - box.top) / box.height) * side - 0.5);
  const { x: fromX, y: fromY } = pen.value;
  if (!begin && Math.hypot(x - fromX, y - fromY) < 1) return;
  pen.value = { x, y, down: false };
  reach([x, y], begin);
}

function reach(point: readonly [number, number], begin: boolean): void {
  draw(drawOn(pupil.state.value.pad, point, { begin, erase: erasing.value }));
}
