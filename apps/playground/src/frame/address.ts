import { effect } from '@preact/signals';
import { type Fields, type Opened, openLink, writeLink } from './link.js';

interface Page<State> {
  fields: Fields<State>;
  start: State;
  /** Takes a state that a link holds. */
  open: (opened: Opened<State>) => void | Promise<void>;
  /** The state to write, or null while it changes too fast to be an address. */
  state: () => State | null;
}

/** Opens the link in the address, follows it when it changes, and keeps it up to date with the page. */
export async function keepAddress<State extends object>(page: Page<State>): Promise<void> {
  const { fields, start } = page;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = async (hash: string) => page.open(await openLink(hash, fields, start));
  await open(location.hash);
  addEventListener('hashchange', ({ newURL }) => {
    clearTimeout(timer);
    void open(new URL(newURL).hash);
  });
  effect(() => {
    const now = page.state();
    clearTimeout(timer);
    if (now === null) return;
    timer = setTimeout(async () => {
      const before = location.href;
      const hash = await writeLink(now, fields, start);
      // A link that came in meanwhile goes before.
      if (location.href !== before) return;
      history.replaceState(null, '', hash === '' ? location.pathname : `#${hash}`);
    }, 250);
  });
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
