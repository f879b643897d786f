import { signal } from '@preact/signals';

/**
 * What a teacher's link asks for, in the part of the address after `?`: `embed` shows the instrument
 * alone, `lock=particles,seed` holds parts of the state, `lock=timeline` the run, `lock=all` everything.
 */
const locks = signal<ReadonlySet<string>>(new Set());

/** Reads the address. Called once the page of the build has been brought to life, which knows no locks. */
export function startLesson(search: string = location.search): void {
  const asked = new URLSearchParams(search).get('lock');
  if (asked !== null) locks.value = new Set(asked.split(','));
  document.getElementById('own-page')?.addEventListener('click', ({ currentTarget }) => {
    (currentTarget as HTMLAnchorElement).href = `${location.pathname}${location.hash}`;
  });
}

/** Whether a part of the state, or the timeline, is held by the link. */
export function locked(field: string | undefined): boolean {
  return field !== undefined && (locks.value.has(field) || locks.value.has('all'));
}

/** A change without those parts that are held. */
export function unlocked<Part extends object>(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([field]) => !locked(field))) as Part;
}
