import type { VNode } from 'preact';
import type { Work } from '../../frame/keep.js';
import { when } from '../../frame/numbers.js';
import type { PageId } from '../../prerender.js';
import { text } from '../../text/en/home.js';
import { map } from '../../text/en/map.js';

/** The way back to what was done last on each page, newest first; nothing where nothing was done. */
export function Works({ of }: { of: (page: string) => readonly Work[] }): VNode | null {
  const works = (Object.keys(map) as PageId[])
    .flatMap((id) =>
      of(id)
        .slice(0, 1)
        .map((work) => ({ id, ...work })),
    )
    .sort((a, b) => b.at - a.at);
  if (works.length === 0) return null;
  return (
    <nav aria-labelledby="works-title">
      <h2 id="works-title">{text.works}</h2>
      <ul class="works">
        {works.map(({ id, hash, at }) => (
          <li key={id}>
            <a href={`./${id}/#${hash}`}>{map[id].title}</a> <span class="hint">{when(at)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
