import { type Fields, type Opened, openLink, writeLink } from '@gibbs/journeys';
import { effect, signal } from '@preact/signals';
import { getCheckpoint, putCheckpoint } from './checkpoints.js';
import { earlier, offer, refused, startKeeping, type Work } from './keep.js';

interface Page<State> {
  fields: Fields<State>;
  start: State;
  /** Takes a state that a link holds. */
  open: (opened: Opened<State>) => void | Promise<void>;
  /** The state to write, or null while it changes too fast to be an address. */
  state: () => State | null;
  /** The state at this moment, also while it changes fast. */
  now?: () => State;
  /** The digest of what the page shows, where it has one. */
  digest?: () => Promise<string | null>;
  /** What training has made, where it is too much for a link and too slow to do again. */
  checkpoint?: Checkpoint;
}

interface Checkpoint {
  /** The weights as they stand; null where there is nothing worth keeping. */
  take: () => Promise<ArrayBuffer | null>;
  /** Goes on from weights that were kept. Whether it could: they may be of another model, or damaged. */
  give: (bytes: ArrayBuffer) => Promise<boolean>;
}

/** The page as the tools of the frame handle it: its state as the hash of a link. */
export interface Subject {
  page: string;
  /** Parts of the state, by name. */
  parts: readonly string[];
  hash: (digest?: boolean) => Promise<string>;
  /** Opens a state, and what was trained to it. */
  open: (hash: string, checkpoint?: ArrayBuffer | null) => Promise<void>;
  checkpoint: Checkpoint | null;
}

/** What is on this page; null while it is not yet alive, and where there is nothing to keep. */
export const subject = signal<Subject | null>(null);

/** Opens the link in the address, follows it when it changes, and keeps it and the page's work up to date. */
export async function keepAddress<State extends object>(page: Page<State>): Promise<void> {
  const { fields, start, checkpoint = null } = page;
  const name = document.body.dataset.page as string;
  const keep = document.documentElement.dataset.embed === undefined ? startKeeping(name) : () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The address as this page last read or wrote it. */
  let known = '';
  /** The state as it was opened: only what was changed since is work. */
  let opened = '';
  const open = async (href: string) => {
    known = href;
    const link = await openLink(new URL(href).hash, fields, start);
    // A newer link may have come while this one was unpacked.
    if (href === known) await page.open(link);
  };
  const now = () => page.now?.() ?? page.state();
  const keepNow = async () => {
    const state = now();
    const hash = state === null ? '' : await writeLink(state, fields, start);
    if (hash === opened) return;
    keep(hash);
    const bytes = await checkpoint?.take();
    if (bytes) refused.value ||= !(await putCheckpoint(name, bytes));
  };
  await open(location.href);
  const first = now();
  opened = first === null ? '' : await writeLink(first, fields, start);
  addEventListener('hashchange', ({ newURL }) => {
    clearTimeout(timer);
    void open(newURL);
  });
  // The last moment at which a page can be sure to be heard.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void keepNow();
  });
  effect(() => {
    const now = page.state();
    clearTimeout(timer);
    if (now === null) return;
    timer = setTimeout(async () => {
      const hash = await writeLink(now, fields, start);
      // A link that has just come in goes before, even where its event has not come yet.
      if (location.href !== known) return;
      const { pathname, search } = location;
      history.replaceState(null, '', hash === '' ? `${pathname}${search}` : `#${hash}`);
      known = location.href;
      void keepNow();
    }, 250);
  });
  subject.value = {
    page: name,
    parts: Object.keys(fields),
    checkpoint,
    async hash(digest = false) {
      const proof = digest ? await page.digest?.() : null;
      return writeLink(now() ?? start, fields, start, proof ?? undefined);
    },
    async open(hash, bytes = null) {
      await page.open(await openLink(hash, fields, start));
      if (bytes) await checkpoint?.give(bytes);
    },
  };
  const [work] = earlier.value;
  if (work && opened === '') offer.value = { work, goOn: () => void goOn(work) };
}

/** Opens work of an earlier visit, with what had been trained if it was the last. */
export async function goOn({ hash }: Work): Promise<void> {
  offer.value = null;
  const last = earlier.value[0]?.hash === hash;
  const { page, checkpoint, open } = subject.value as Subject;
  await open(hash, last && checkpoint ? await getCheckpoint(page) : null);
}

/** The address of a state, for sending. */
export async function addressOf<State extends object>(
  state: State,
  { fields, start }: Pick<Page<State>, 'fields' | 'start'>,
  digest?: string,
): Promise<string> {
  const hash = await writeLink(state, fields, start, digest);
  return `${location.origin}${location.pathname}${hash === '' ? '' : `#${hash}`}`;
}
