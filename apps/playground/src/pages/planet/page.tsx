import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { text } from '../../text/en/planet.js';
import { PlanetApp } from './app.js';
import { PlanetText } from './prose.js';

/** The page as it is written at build time. */
export function PlanetPage(): VNode {
  return (
    <>
      <PageHead {...map.planet}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <PlanetApp />
      </div>
      <PlanetText />
    </>
  );
}

/** One hot photon in, a crowd of cold ones out, as an SVG file. */
export function planetPicture(): string {
  const out = Array.from({ length: 20 }, (_, i) => {
    const angle = -1.1 + (i / 19) * 2.2;
    const reach = 90 + (i % 3) * 12;
    const [x, y] = [100 + reach * Math.sin(angle), 170 - reach * Math.cos(angle)];
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4" fill="#4a7fd4"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><circle cx="100" cy="170" r="70" fill="#7aa874"/><circle cx="36" cy="36" r="16" fill="#dd6a36"/>${out.join('')}</svg>`;
}
