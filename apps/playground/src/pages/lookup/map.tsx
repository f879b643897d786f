import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { css } from '../../frame/colour.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/lookup.js';
import type { Paint, Painted } from './fieldWorker.js';
import { answer, change, mapFailed, path, query, state } from './model.js';
import {
  answerColour,
  axes,
  chooseAxis,
  colourTable,
  leader,
  reach,
  rowColours,
  span,
} from './view.js';

/** The answers to all queries of a plane as a picture, with keys, query and trail drawn over it. */
export function AnswerMap(): VNode {
  const { x, y } = axes.value;
  const { rows, mode, step } = state.value;
  const place = (vector: readonly number[]) => ({
    left: `${across(vector[x] as number)}%`,
    top: x === y ? '50%' : `${100 - across(vector[y] as number)}%`,
  });
  const best = leader.value;
  const trail = path.value.slice(0, step + 1);
  const sentence = text.map.sentence(
    query.value,
    rows[best]?.label ?? '',
    percent(answer.value.weights[best] as number),
    step,
  );
  const width = rows[0]?.key.length ?? 1;
  return (
    <figure class="map">
      <div class="plane">
        <Field sentence={sentence} />
        <svg class="marks" aria-hidden="true">
          {rows.map((row, index) => {
            const { left, top } = place(row.key);
            return (
              <g key={`${index}:${row.label}`} class="key-mark">
                <circle cx={left} cy={top} r="9" fill={css(rowColours.value[index] ?? [0, 0, 0])} />
                <text x={left} y={top} dx="15" dy="5">
                  {row.label}
                </text>
              </g>
            );
          })}
          {trail.slice(1).map((to, index) => {
            const from = place(trail[index] as readonly number[]);
            const { left, top } = place(to);
            return (
              <line key={index} class="trail" x1={from.left} y1={from.top} x2={left} y2={top} />
            );
          })}
        </svg>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: its one child, the handle, names itself */}
        <svg class="over" onPointerDown={press}>
          <Handle {...place(query.value)} />
        </svg>
      </div>
      <figcaption>
        {text.map.caption(x, y, mode === 'hard')}
        {mapFailed.value && <strong role="status">{text.map.failed}</strong>}
        {width > 2 && (
          <span class="axes">
            {(['x', 'y'] as const).map((axis) => (
              <label key={axis}>
                {axis === 'x' ? text.map.axisX : text.map.axisY}
                <select
                  value={axes.value[axis]}
                  onChange={(event) => chooseAxis(axis, Number(event.currentTarget.value))}
                >
                  {Array.from({ length: width }, (_, index) => (
                    <option key={index} value={index}>
                      {text.map.number(index)}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function across(value: number): number {
  const { from, to } = span.value;
  return Number((((value - from) / (to - from)) * 100).toFixed(2));
}

function Handle({ left, top }: { left: string; top: string }): VNode {
  const { x, y } = axes.value;
  const { from, to } = reach.value;
  const now = (axis: number) => short(query.value[axis] as number);
  const move = (event: KeyboardEvent) => {
    const size = ((to - from) / 100) * (event.shiftKey ? 10 : 1);
    const by = {
      ArrowRight: [x, size],
      ArrowLeft: [x, -size],
      ArrowUp: [y, size],
      ArrowDown: [y, -size],
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const [axis, amount] = by as [number, number];
    moveTo({ [axis]: (query.value[axis] as number) + amount });
  };
  return (
    <g
      class="handle"
      role="slider"
      tabIndex={0}
      aria-label={text.map.handle(now(x), now(y))}
      aria-valuenow={query.value[x]}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuetext={`${now(x)}, ${now(y)}`}
      onKeyDown={move}
    >
      <circle class="reach" cx={left} cy={top} r="22" />
      <circle class="ring" cx={left} cy={top} r="13" />
      <circle cx={left} cy={top} r="10" fill={css(answerColour.value)} />
    </g>
  );
}

/** Moves the query to a pressed point; from the handle it can be dragged on. */
function press(event: PointerEvent): void {
  const svg = event.currentTarget as SVGSVGElement;
  const follow = ({ clientX, clientY }: PointerEvent) => {
    const box = svg.getBoundingClientRect();
    const { from, to } = span.peek();
    const { x, y } = axes.peek();
    const at = (share: number) => from + share * (to - from);
    const point = { [x]: at((clientX - box.left) / box.width) };
    if (y !== x) point[y] = at(1 - (clientY - box.top) / box.height);
    moveTo(point);
  };
  const onHandle = (event.target as Element).closest('.handle') !== null;
  if (event.pointerType === 'touch' && !onHandle) {
    svg.addEventListener('click', (click) => follow(click as PointerEvent), { once: true });
    return;
  }
  svg.setPointerCapture(event.pointerId);
  follow(event);
  svg.addEventListener('pointermove', follow);
  svg.addEventListener('lostpointercapture', () => svg.removeEventListener('pointermove', follow), {
    once: true,
  });
}

function moveTo(numbers: Record<number, number>): void {
  const { from, to } = reach.peek();
  const clamp = (value: number) => Number(Math.max(from, Math.min(to, value)).toFixed(3));
  change({
    query: query.value.map((old, index) =>
      index in numbers ? clamp(numbers[index] as number) : old,
    ),
  });
}

/** The picture itself, painted by a worker so that a drag never waits for it. */
function Field({ sentence }: { sentence: string }): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const worker = useRef<Worker | null>(null);
  const id = useRef(0);
  useEffect(() => {
    try {
      worker.current = new Worker(new URL('./fieldWorker.ts', import.meta.url), { type: 'module' });
    } catch {
      mapFailed.value = true;
      return;
    }
    const failed = () => {
      mapFailed.value = true;
    };
    worker.current.addEventListener('error', failed);
    worker.current.addEventListener('message', ({ data }: MessageEvent<Painted>) => {
      const context = canvas.current?.getContext('2d');
      if (!canvas.current || !context || data.id !== id.current) return;
      canvas.current.width = data.size;
      canvas.current.height = data.size;
      context.putImageData(new ImageData(data.pixels, data.size), 0, 0);
    });
    return () => worker.current?.terminate();
  }, []);
  useSignalEffect(() => {
    const paint: Paint = {
      id: ++id.current,
      query: query.value,
      table: colourTable.value,
      ...axes.value,
      ...span.value,
    };
    worker.current?.postMessage(paint);
  });
  return (
    <>
      <img src="./first.png" alt="" />
      <canvas ref={canvas} width="1" height="1" role="img" aria-label={sentence} />
    </>
  );
}
