import { across, pixels, seeds, stepsPerTick } from '@gibbs/journeys/gate';
import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { paint } from '../../frame/ramp.js';
import { themeChanges, useTheme } from '../../frame/useTheme.js';
import { text } from '../../text/en/gate.js';
import { broken, choose, frame, solvedNow, state } from './model.js';

/** All 256 networks as one picture; one of them is chosen. */
export function Cosmos(): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useTheme();
  useSignalEffect(() => {
    themeChanges.value;
    const now = frame.value;
    if (canvas.current && now) paint(canvas.current, now.picture, across * pixels);
  });
  const { seed } = state.value;
  const now = frame.value;
  const sentence =
    now && solvedNow.value !== null
      ? text.cosmos.sentence(solvedNow.value, now.setup.width, now.tick * stepsPerTick)
      : text.cosmos.waiting;
  const flags = now?.flags ?? new Uint8Array(seeds);
  const missing = Array.from({ length: seeds }, (_, i) => i).filter((i) => flags[i] !== 1);
  return (
    <figure class="cosmos">
      <div class="plane">
        <img src="./first.png" alt="" />
        <canvas ref={canvas} width="1" height="1" role="img" aria-label={sentence} />
        <svg viewBox={`0 0 ${across} ${across}`} aria-hidden="true">
          {Array.from(flags, (flag, i) =>
            flag === 1 ? (
              <rect
                key={i}
                class="solved"
                x={(i % across) + 0.06}
                y={Math.floor(i / across) + 0.06}
                width="0.88"
                height="0.88"
              />
            ) : null,
          )}
        </svg>
        <Chooser seed={seed} solved={flags[seed] === 1} />
      </div>
      <figcaption>
        <strong id="solved">{sentence}</strong>
        <span>{text.cosmos.caption}</span>
        {broken.value && <strong role="status">{text.cosmos.broken}</strong>}
        <details class="data">
          <summary>{text.cosmos.list}</summary>
          <p>{text.cosmos.failed(missing)}</p>
        </details>
      </figcaption>
    </figure>
  );
}

/** Chooses a network by pointer or by arrow keys. */
function Chooser({ seed, solved }: { seed: number; solved: boolean }): VNode {
  const press = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * across);
    const row = Math.floor(((event.clientY - box.top) / box.height) * across);
    choose(row * across + column);
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    choose(seed + by);
  };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its one child names itself
    <svg class="chooser" viewBox={`0 0 ${across} ${across}`}>
      <g
        role="slider"
        tabIndex={0}
        aria-label={text.cosmos.choose(seed, solved)}
        aria-valuemin={0}
        aria-valuemax={seeds - 1}
        aria-valuenow={seed}
        onClick={press}
        onKeyDown={move}
      >
        <rect class="all" width={across} height={across} />
        {['outer', 'inner'].map((ring) => (
          <rect
            key={ring}
            class={ring}
            x={seed % across}
            y={Math.floor(seed / across)}
            width="1"
            height="1"
          />
        ))}
      </g>
    </svg>
  );
}
