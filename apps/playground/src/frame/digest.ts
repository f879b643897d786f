import { text } from '../text/en/frame.js';

/** SHA-256 of some bytes, its first 16 digits; null where the browser offers none: pages that do not come over https. */
export async function digestOf(bytes: BufferSource): Promise<string | null> {
  if (crypto.subtle === undefined) return null;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the check of a link that carries a digest found. */
export interface Finding {
  good: boolean;
  sentence: string;
}

/** Holds the digest that a link was made with against the one that was reached here. */
export function findingOf(there: string, here: string): Finding {
  const good = here === there;
  const { identical, differs } = text.link;
  return { good, sentence: good ? identical(here) : differs(there, here) };
}
