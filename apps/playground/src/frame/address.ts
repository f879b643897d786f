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
  /** The address as this page last read or wrote it. */
  let known = '';
  const open = async (href: string) => {
    known = href;
    await page.open(await openLink(new URL(href).hash, fields, start));
  };
  await open(location.href);
  addEventListener('hashchange', ({ newURL }) => {
    clearTimeout(timer);
    void open(newURL);
  });
  effect(() => {
    const now = page.state();
    clearTimeout(timer);
    if (now === null) return;
    timer = setTimeout(async () => {
      const hash = await writeLink(now, fields, start);
      // A link that has just come in goes before, even where its event has not come yet.
      if (location.href !== known) return;
      history.replaceState(null, '', hash === '' ? location.pathname : `#${hash}`);
      known = location.href;
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
