import type { ComponentChildren, VNode } from 'preact';
import type { PageId } from '../prerender.js';
import { text } from '../text/en/frame.js';
import { map } from '../text/en/map.js';

/** No inline script, no eval beyond WebAssembly, nothing from anywhere else. */
const policyText: readonly string[] = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The page that runs a visitor's code opens one frame, a room with a stricter policy of its own. */
const policyOf = (id: PageId) =>
  [...policyText, ...(id === 'run' ? ["frame-src 'self'"] : [])].join('; ');

interface Props {
  id: PageId;
  title: string;
  claim: string;
  policy: boolean;
  /** How many folders down the page lies: 0 is the home page. */
  depth: number;
  children: ComponentChildren;
}

/** The document around every page: head, masthead with the menu, and footer. */
export function Document({ id, title, claim, policy, depth, children }: Props): VNode {
  const up = depth === 0 ? './' : '../'.repeat(depth);
  return (
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        {policy && <meta http-equiv="Content-Security-Policy" content={policyOf(id)} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content={claim} />
        <meta property="og:title" content={title} />
        <meta property="og:description" content={claim} />
        <title>{id === 'home' ? `${text.siteName}: ${text.subtitle}` : `${title} · Gibbs`}</title>
        <link rel="icon" href={`${up}icon.svg`} type="image/svg+xml" />
        <link rel="manifest" href={`${up}manifest.webmanifest`} vite-ignore />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fcf9f3" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0e1017" />
        <script src={`${up}theme.js`} vite-ignore />
        <link rel="stylesheet" href="/src/styles/main.css" />
        <script type="module" src={`/src/pages/${id}/main.tsx`} />
      </head>
      <body data-page={id}>
        <a class="skip" href="#content">
          {text.skip}
        </a>
        <Masthead id={id} up={up} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <div id="announcer" class="visually-hidden" role="status" aria-live="polite" />
        <footer class="site-footer">
          <p class="own-page">
            <a id="own-page" href="." target="_blank" rel="noopener">
              {text.lesson.ownPage}
            </a>
          </p>
          <p>{text.local}</p>
          <p>{text.licence}</p>
        </footer>
      </body>
    </html>
  );
}

function Masthead({ id, up }: { id: PageId; up: string }): VNode {
  return (
    <header class="masthead">
      <nav aria-label={text.mainMenu}>
        <ul>
          {(Object.keys(map) as PageId[]).map((page) => (
            <li key={page}>
              <a
                class={page === 'home' ? 'wordmark' : undefined}
                href={page === 'home' ? up : `${up}${page}/`}
                aria-current={page === id ? 'page' : undefined}
              >
                {page === 'home' ? text.siteName : map[page].short}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div id="tools" class="tools" />
    </header>
  );
}
