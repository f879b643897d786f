import { History, start } from '@gibbs/journeys/heat';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/heat.js';
import { map } from '../../text/en/map.js';
import { HeatApp } from './app.js';
import { HeatText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function HeatPage(): VNode {
  return (
    <>
      <PageHead {...map.heat}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <HeatApp />
      </div>
      <HeatText />
    </>
  );
}

/** The gas after some ticks as an SVG file. */
export function gasPicture(ticks: number): string {
  const history = new History(start);
  while (history.tick < ticks) history.forward();
  const { x, y } = history.look();
  const radius = 1000 * Math.sqrt(0.2 / (Math.PI * x.length));
  const circles = Array.from(x, (each, i) => {
    const place = `cx="${(each * 1000).toFixed(0)}" cy="${((y[i] as number) * 1000).toFixed(0)}"`;
    return i < x.length / 2
      ? `<circle ${place} r="${radius.toFixed(1)}" fill="#4a7fd4"/>`
      : `<circle ${place} r="${(radius * 0.775).toFixed(1)}" fill="none" stroke="#dd6a36" stroke-width="${(radius * 0.45).toFixed(1)}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">${circles.join('')}</svg>`;
}
