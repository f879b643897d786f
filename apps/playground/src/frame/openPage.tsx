import { hydrate, render, type VNode } from 'preact';
import { Bet } from './bet.js';
import { allAlive, breath } from './piece.js';
import type { Shortcut } from './shortcuts.js';
import { startTools } from './tools.js';

interface Page {
  /** The question that is asked before the page shows the answer. */
  bet?: Parameters<typeof Bet>[0];
  /** Everything that moves. */
  app: VNode;
  keys: readonly Shortcut[];
  /** Starts the worker, if there is one, and opens the link in the address. */
  connect: () => Promise<void>;
  /**
   * Given where the build has written a frame that only the worker can compute again: the page waits for it, and is
   * brought to life over the HTML of the build if this says that the worker has.
   */
  computed?: () => boolean;
}

/** Brings a page to life piece by piece over the HTML of the build; where a link opens another state, in its place. */
export async function openPage({ bet, app, keys, connect, computed }: Page): Promise<void> {
  const linked = location.hash !== '';
  if (bet) hydrate(<Bet {...bet} />, document.getElementById('bet') as HTMLElement);
  await breath();
  if (!computed) await mount(app, true);
  await startTools(keys, async () => {
    await connect();
    if (computed) await mount(app, !linked && computed());
  });
}

function mount(app: VNode, asBuilt: boolean): Promise<void> {
  const place = document.getElementById('app') as HTMLElement;
  if (asBuilt) hydrate(app, place);
  else {
    place.replaceChildren();
    render(app, place);
  }
  return allAlive();
}
