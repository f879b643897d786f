import type { ComponentChildren, VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { locked } from './lesson.js';

/** Controls of one part of the state: out of use where a lesson holds it. */
export function Lock({ field, children }: { field: string; children: ComponentChildren }): VNode {
  const held = locked(field);
  return (
    <fieldset class="lock" disabled={held} title={held ? text.lesson.held : undefined}>
      {children}
    </fieldset>
  );
}
