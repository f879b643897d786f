import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Pixels } from '../../frame/pixels.js';
import { text } from '../../text/en/interesting.js';
import { measureOwn } from './model.js';

const side = 48;
const cells = signal(new Uint8Array(side * side));
const pen = signal({ x: side >> 1, y: side >> 1 });

/** A small sheet to draw on, by pointer or by keys. */
export function Drawing(): VNode {
  const { x, y } = pen.value;
  const painted = cells.value.reduce((sum, each) => sum + each, 0);
  const on = cells.value[y * side + x] === 1;
  return (
    <div class="drawing">
      <p id="draw-hint">{text.own.draw}</p>
      <div
        class="plane sheet"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the sheet takes the keys that draw on it
        tabIndex={0}
        role="application"
        aria-label={text.own.drawing(x, y, on, painted)}
        aria-describedby="draw-hint"
        onKeyDown={byKey}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          byPointer(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) byPointer(event);
        }}
      >
        <Pixels values={shown()} size={side} sentence={text.own.drawing(x, y, on, painted)} />
      </div>
      <div class="row">
        <button
          type="button"
          onClick={() =>
            measureOwn({
              kind: 'drawing',
              cells: cells.value as Uint8Array<ArrayBuffer>,
              width: side,
            })
          }
        >
          {text.own.measureDrawing}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            cells.value = new Uint8Array(side * side);
          }}
        >
          {text.own.clear}
        </button>
      </div>
    </div>
  );
}

/** The sheet with the pen on it: painted cells full, the pen half-way. */
function shown(): Uint8Array {
  const picture = Uint8Array.from(cells.value, (each) => each * 255);
  const at = pen.value.y * side + pen.value.x;
  picture[at] = picture[at] === 255 ? 180 : 80;
  return picture;
}

const moves: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function byKey(event: KeyboardEvent): void {
  const move = moves[event.key];
  const { x, y } = pen.value;
  if (move) {
    const within = (value: number) => Math.max(0, Math.min(side - 1, value));
    pen.value = { x: within(x + move[0]), y: within(y + move[1]) };
  } else if (event.key === ' ') set(x, y, cells.value[y * side + x] === 1 ? 0 : 1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Paints a spot three cells wide where the pointer is. */
function byPointer(event: PointerEvent & { currentTarget: HTMLElement }): void {
  const box = event.currentTarget.getBoundingClientRect();
  const x = Math.floor(((event.clientX - box.left) / box.width) * side);
  const y = Math.floor(((event.clientY - box.top) / box.height) * side);
  const next = cells.value.slice();
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const [px, py] = [x + dx, y + dy];
      if (px >= 0 && py >= 0 && px < side && py < side) next[py * side + px] = 1;
    }
  }
  cells.value = next;
}

function set(x: number, y: number, value: number): void {
  const next = cells.value.slice();
  next[y * side + x] = value;
  cells.value = next;
}
