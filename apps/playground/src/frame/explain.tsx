import { type Signal, signal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { text } from '../text/en/frame.js';
import type { SourceId } from './sources.js';

/** Where a number comes from. */
export interface Explanation {
  name: string;
  value: string;
  /** What it is, in words. */
  sentence: string;
  /** How it is computed, in letters and then with its numbers. */
  formula?: string;
  numbers?: string;
  /** The numbers it is made of, each with an explanation of its own. */
  parents?: readonly Explanation[];
  /** What a little more of it would do, or what would make it more. */
  gradient?: string;
  source?: SourceId;
}

/** What is being explained: by names from the number that was asked for down to one of its parents. */
export const asked: Signal<{ of: () => Explanation; way: readonly number[] } | null> = signal(null);

interface Props {
  id?: string;
  /** Computed anew while it is shown, so that it follows a run. */
  of: () => Explanation;
  children: ComponentChildren;
}

/** A number that tells where it comes from when it is pressed. */
export function Explain({ id, of, children }: Props): VNode {
  return (
    <button
      type="button"
      class="explain"
      id={id}
      aria-haspopup="dialog"
      title={text.explain.title}
      onClick={async () => {
        asked.value = { of, way: [] };
        const { showExplainer } = await import('./explainer.js');
        showExplainer();
      }}
    >
      {children}
    </button>
  );
}
