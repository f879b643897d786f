import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { announce } from './announce.js';
import type { Branching } from './branch.js';
import { locked } from './lesson.js';
import { Slider } from './slider.js';

/** A run that goes step by step, can be stopped, and can be gone back in. */
export interface Run {
  playing: ReadonlySignal<boolean>;
  /** Whether the step shown is still being computed, where another thread does that. */
  waiting?: ReadonlySignal<boolean>;
  play: () => void;
  stepOn: () => void;
  seek: (step: number) => void;
  reset: () => void;
  /** Where the run can be forked. */
  branch?: Branching;
}

interface Props {
  run: Run;
  /** The step shown, and the last one there is. */
  step: number;
  last: number;
  /** Milliseconds from one step to the next while playing. */
  pace: number;
  /** What playing is called here. */
  name: string;
  children?: ComponentChildren;
}

/** Play, step, step back, scrub, start over: the same under every run. */
export function Timeline({ run, step, last, pace, name, children }: Props): VNode {
  const on = run.playing.value;
  const held = locked('timeline');
  const { branch } = run;
  useEffect(() => {
    if (!on) return;
    let late = false;
    const go = () => {
      // A page out of sight rests. The timer may fire once more before a pause has cleared it.
      if (document.hidden || !run.playing.peek()) return;
      late = run.waiting?.peek() ?? false;
      if (!late) run.stepOn();
    };
    const timer = setInterval(go, pace);
    // What takes longer than the pace goes on as soon as it is there.
    const arrival = run.waiting?.subscribe((waiting) => {
      if (!waiting && late) go();
    });
    return () => {
      clearInterval(timer);
      arrival?.();
    };
  }, [on, pace]);
  return (
    <div class="timeline">
      <button type="button" class="primary" disabled={held} onClick={run.play}>
        {on ? text.timeline.pause : name}
      </button>
      <button
        type="button"
        aria-label={text.timeline.back}
        disabled={held || step === 0}
        onClick={() => run.seek(step - 1)}
      >
        ◂
      </button>
      <button type="button" aria-label={text.timeline.on} disabled={held} onClick={run.stepOn}>
        ▸
      </button>
      <Slider
        label={text.timeline.step}
        min={0}
        max={Math.max(1, step, last)}
        step={1}
        value={step}
        // A step that is being walked to counts already.
        shown={`${step} / ${Math.max(step, last)}`}
        disabled={held || last === 0}
        onInput={run.seek}
      />
      {children}
      {branch && branch.left.value === null && (
        <button type="button" class="quiet" disabled={held} onClick={branch.here}>
          {text.branch.here}
        </button>
      )}
      <button type="button" class="quiet" disabled={held} onClick={run.reset}>
        {text.timeline.reset}
      </button>
      {branch && <Comparison {...branch} />}
    </div>
  );
}

/** Where two lines of a run first differ, and the way from one to the other. */
function Comparison({ left, differs, both, exact, swap, drop }: Branching): VNode | null {
  const at = differs.value;
  useEffect(() => {
    if (at !== null) announce(text.branch.differs(at, exact));
  }, [at]);
  if (left.value === null) return null;
  return (
    <div class="comparison">
      <p id="comparison">
        {at === null
          ? text.branch.same(left.value, both.value, exact)
          : text.branch.differs(at, exact)}
      </p>
      <button type="button" class="quiet" onClick={swap}>
        {text.branch.swap}
      </button>
      <button type="button" class="quiet" onClick={drop}>
        {text.branch.drop}
      </button>
    </div>
  );
}
