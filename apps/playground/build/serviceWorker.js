// Keeps the whole site in the browser, so that every page opens without a network. The build writes
// each file's digest in place of FILES: what has not changed from one version to the next stays.
const files = new Map(Object.entries(FILES));
const root = new URL('./', self.location.href);
const store = 'gibbs';

const keyOf = (path) => new URL(`${path}?${files.get(path)}`, root).href;

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(store);
      for (const path of files.keys()) {
        const key = keyOf(path);
        if (await cache.match(key)) continue;
        const response = await fetch(new URL(path, root), { cache: 'no-cache' });
        if (!response.ok) throw new Error(`${path}: ${response.status}`);
        await cache.put(key, response);
      }
    })(),
  );
});

// Only once no page of the version before is open: until then it needs its own files.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(store);
      const keys = new Set([...files.keys()].map(keyOf));
      for (const { url } of await cache.keys()) if (!keys.has(url)) await cache.delete(url);
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== root.origin || !pathname.startsWith(root.pathname)) return;
  const inside = decodeURIComponent(pathname.slice(root.pathname.length));
  const path = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
  if (!files.has(path)) return;
  event.respondWith(caches.match(keyOf(path)).then((kept) => kept ?? fetch(event.request)));
});
