import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { digestOf, type Finding, findingOf } from './digest.js';

/** The proof of a page that computes for itself. */
export interface Proving {
  /** What the check of the link in the address found, as long as the page stands where the link left it. */
  proof: ReadonlySignal<Finding | null>;
  /** The digest of what the page shows. */
  digest: () => Promise<string | null>;
  /** Holds the digest of a link that has been opened against the page's own. */
  check: (linked: string | null) => Promise<void>;
}

export function proving(state: ReadonlySignal<unknown>, bits: () => BufferSource | null): Proving {
  const found = signal<{ of: unknown; finding: Finding } | null>(null);
  const digest = async () => {
    const bytes = bits();
    return bytes && digestOf(bytes);
  };
  return {
    proof: computed(() => {
      const now = found.value;
      return now !== null && now.of === state.value ? now.finding : null;
    }),
    digest,
    async check(linked) {
      const of = state.peek();
      const here = linked === null ? null : await digest();
      found.value =
        linked === null || here === null ? null : { of, finding: findingOf(linked, here) };
    },
  };
}
