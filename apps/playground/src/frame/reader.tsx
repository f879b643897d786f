import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { announce } from './announce.js';
import { hear, hearOne, hush, sounding } from './hear.js';

/** One curve of a chart, as it is read out and heard. */
export interface Curve {
  values: readonly number[];
  name: string;
}

export interface Reading {
  /** Which value is read, and of which curve; null while no one reads. */
  at: number | null;
  curve: number;
}

interface Props {
  label: string;
  curves: readonly Curve[];
  /** Where reading begins: the value shown now. */
  from: number;
  /** The value at a place, in a sentence. */
  say: (index: number, curve: number) => string;
  /** The place that is nearest to a share of the width and height. */
  nearest: (x: number, y: number) => number;
  children: (reading: Reading) => ComponentChildren;
}

/**
 * Makes a chart readable value by value: with the arrow keys, by pointing at it, and by ear once
 * sound has been asked for. It is a slider to a screen reader, which reads each value as it comes;
 * a live region would either lag behind the keys or say everything twice.
 */
export function Reader({ label, curves, from, say, nearest, children }: Props): VNode {
  const [reading, read] = useState<Reading>({ at: null, curve: 0 });
  const curve = Math.min(reading.curve, curves.length - 1);
  const { values = [] } = curves[curve] ?? {};
  const last = Math.max(0, values.length - 1);
  const at = Math.min(reading.at ?? from, last);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(last, to));
    read({ at: next, curve });
    hearOne(values, next);
  };
  const change = (by: number) => {
    const next = (curve + by + curves.length) % curves.length;
    read({ at, curve: next });
    hearOne(curves[next]?.values ?? [], at);
  };
  const wide = Math.max(1, Math.round(last / 10));
  const keys: Record<string, (wider: boolean) => void> = {
    ArrowLeft: (wider) => go(at - (wider ? wide : 1)),
    ArrowRight: (wider) => go(at + (wider ? wide : 1)),
    PageDown: () => go(at - wide),
    PageUp: () => go(at + wide),
    Home: () => go(0),
    End: () => go(last),
    ArrowUp: () => change(-1),
    ArrowDown: () => change(1),
  };
  return (
    <div
      class="plot"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={say(at, curve)}
      aria-description={text.chart.keys}
      onKeyDown={(event) => {
        const key = keys[event.key];
        if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        key(event.shiftKey);
      }}
      onPointerMove={({ currentTarget, clientX, clientY }) => {
        const { left, top, width, height } = currentTarget.getBoundingClientRect();
        const to = nearest((clientX - left) / width, (clientY - top) / height);
        read({ at: Math.max(0, Math.min(last, to)), curve });
      }}
      onPointerLeave={() => read({ at: null, curve })}
      onBlur={() => read({ at: null, curve: 0 })}
    >
      {children({ at: reading.at === null ? null : at, curve })}
    </div>
  );
}

/** Plays a curve, or stops it: arrow keys sound too from the first press to the second. */
export function HearButton({ values, says }: { values: readonly number[]; says: string }): VNode {
  return (
    <button
      type="button"
      class="quiet"
      disabled={values.length < 2}
      aria-pressed={sounding.value}
      onClick={() => {
        if (sounding.value) hush();
        else {
          hear(values);
          if (sounding.value) announce(`${text.chart.heard} ${says}`);
        }
      }}
    >
      {sounding.value ? text.chart.hush : text.chart.hear}
    </button>
  );
}
