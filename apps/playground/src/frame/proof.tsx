import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Finding } from './digest.js';

/** What the check of a link that carries a digest found. */
export function Proof({ proof }: { proof: ReadonlySignal<Finding | null> }): VNode {
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
