import { spent } from './cost.js';

/** Milliseconds that a page is left alone after it has computed, and how often that can hold the keeping up. */
const rest = 2000;
const mostRests = 60;

/** Keeps the site for the time without a network, once the page has nothing better to do. */
export function startOffline(): void {
  const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
  if (!import.meta.env.PROD || !manifest || !('serviceWorker' in navigator)) return;
  let rests = 0;
  let steps = 0;
  const start = () => {
    // Fetching a hundred files takes a core for seconds: a run that goes on has need of it.
    if (spent.peek().steps !== steps && rests < mostRests) {
      rests += 1;
      steps = spent.peek().steps;
      setTimeout(start, rest);
      return;
    }
    // A browser that refuses (a private window, a page not over https) simply stays online.
    navigator.serviceWorker
      .register(new URL('serviceWorker.js', manifest.href))
      .catch(() => undefined);
  };
  const idle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(start, { timeout: 5000 }) : start();
  if (document.readyState === 'complete') setTimeout(idle, 1000);
  else addEventListener('load', () => setTimeout(idle, 1000), { once: true });
}
