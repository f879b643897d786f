import type { VNode } from 'preact';
import { type Snippet, snippets } from '../../../build/snippets.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { RunApp } from './app.js';
import { RunText } from './prose.js';

/** The page as it is written at build time: its text, the editor and the examples to choose from. */
export function RunPage(): VNode {
  return (
    <>
      <PageHead {...map.run} />
      <div id="app">
        <RunApp groups={groupsOf(snippets())} />
      </div>
      <RunText />
    </>
  );
}

function groupsOf(all: readonly Snippet[]) {
  const names = new Map<string, { id: string; title: string }[]>();
  for (const { id, title } of all) {
    const [name = '', ...rest] = title.split(': ');
    const shown = rest.join(': ') || name;
    const group = names.get(name) ?? [];
    names.set(name, [...group, { id, title: shown }]);
  }
  return [...names].map(([name, examples]) => ({ name, examples }));
}

/** The map's picture of the page: some lines of code and what they print. */
export function runPicture(): string {
  const widths = [210, 0, 290, 330, 180, 60, 0, 240];
  const bars = widths.map((width, row) => {
    const indent = row === 4 ? 30 : 0;
    const colour = row === 7 ? '#dd6a36' : row === 0 ? '#b04a8f' : '#4a7fd4';
    return `<rect x="${30 + indent}" y="${48 + 40 * row}" width="${width}" height="14" rx="7" fill="${colour}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">${bars.join('')}</svg>`;
}
