import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';

/** What the check of a link that carries a digest found. */
export function Proof({
  proof,
}: {
  proof: ReadonlySignal<{ good: boolean; sentence: string } | null>;
}): VNode {
  return (
    <div role="status">
      {proof.value && (
        <p class={`proof ${proof.value.good ? 'good' : 'bad'}`}>
          {proof.value.good ? '✓' : '✗'} {proof.value.sentence}
        </p>
      )}
    </div>
  );
}
