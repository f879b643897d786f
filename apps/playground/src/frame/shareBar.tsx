import type { VNode } from 'preact';

/** A share from 0 to 1 as a bar that grows away from the word beside it. */
export function ShareBar({ share, down = false }: { share: number; down?: boolean }): VNode {
  const high = Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10;
  return (
    <svg
      class={`bar ${down ? 'down' : 'up'}`}
      viewBox="0 0 10 100"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width="10" y={down ? 0 : 100 - high} height={high} />
    </svg>
  );
}
