import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { locked } from './lesson.js';

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value as it is shown and read out, where the bare number is not enough. */
  shown: string;
  hint?: string;
  disabled?: boolean;
  class?: string;
  /** The part of the state it sets: a lesson may hold it. */
  field?: string;
  onInput: (value: number) => void;
}

/** A labelled range with its value beside it. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  shown,
  hint,
  disabled,
  onInput,
  field,
  ...rest
}: Props): VNode {
  const built = useId();
  // Pieces of a page are roots of their own, and each would count from nothing.
  const [id] = useState(() => (typeof document === 'undefined' ? built : nextId()));
  const held = locked(field);
  return (
    <div class={`slider ${rest.class ?? ''}`}>
      <label for={id} title={held ? text.lesson.held : undefined}>
        {label}
      </label>
      <output for={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={held || disabled}
        aria-valuetext={shown}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

let made = 0;

function nextId(): string {
  made += 1;
  return `slider-${made}`;
}
