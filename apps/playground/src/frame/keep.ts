import { signal } from '@preact/signals';
import { recall, remember } from './storage.js';

/** The state of a page as its link holds it, and when it was last touched (milliseconds since 1970). */
export interface Work {
  hash: string;
  at: number;
}

const most = 8;
const longest = 100_000;

/** What was done on this page before, newest first; what is done now goes before it. */
export const earlier = signal<readonly Work[]>([]);
/** What there is to go on with, and how; null once it has been taken up, and where nothing is left. */
export const offer = signal<{ work: Work; goOn: () => void } | null>(null);
/** Whether the browser refused to keep something: storage is full, or denied. */
export const refused = signal(false);

/** The work kept of a page. Whatever is stored, the answer is a list of whole entries. */
export function worksOf(page: string): Work[] {
  try {
    const list: unknown = JSON.parse(recall(`work-${page}`) ?? '[]');
    if (!Array.isArray(list)) return [];
    return list
      .filter(
        (each): each is Work =>
          typeof each?.hash === 'string' && each.hash.length <= longest && Number.isFinite(each.at),
      )
      .slice(0, most);
  } catch {
    return [];
  }
}

/** Begins to keep the work of this visit; earlier work stays beside it. */
export function startKeeping(page: string): (hash: string) => void {
  const before = worksOf(page);
  earlier.value = before;
  return (hash) => {
    // A page as it opens is no work, and work is kept once.
    if (hash === '') return;
    const others = before.filter((each) => each.hash !== hash).slice(0, most - 1);
    const kept = remember(`work-${page}`, JSON.stringify([{ hash, at: Date.now() }, ...others]));
    refused.value = !kept;
  };
}

/** Forgets all work on all pages. Settings stay. */
export function forgetWork(): void {
  earlier.value = [];
  offer.value = null;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('gibbs-work-')) localStorage.removeItem(key);
    }
    indexedDB.deleteDatabase('gibbs');
  } catch {}
}
