/** Keeps the site for the time without a network, once the page has nothing better to do. */
export function startOffline(): void {
  const manifest = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
  if (!import.meta.env.PROD || !manifest || !('serviceWorker' in navigator)) return;
  const start = () => {
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
