import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

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
  ...rest
}: Props): VNode {
  const id = useId();
  return (
    <div class={`slider ${rest.class ?? ''}`}>
      <label for={id}>{label}</label>
      <output for={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
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
