import { DemonRoom, median, start } from '@gibbs/journeys/demon';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/demon.js';
import { map } from '../../text/en/map.js';
import { DemonApp } from './app.js';
import { DemonText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function DemonPage(): VNode {
  return (
    <>
      <PageHead {...map.demon}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <DemonApp />
      </div>
      <DemonText />
    </>
  );
}

/** The chambers after some ticks as an SVG file, in a frame of the shape asked for. */
export function demonPicture(ticks: number, width: number, height: number): string {
  const room = new DemonRoom(start, () => {
    throw new Error('demonPicture: Maxwell’s demon needs no lessons.');
  });
  while (room.tick < ticks) room.toward(ticks);
  const { positions, energies, door } = room.look();
  const edge = 3;
  const radius = 6;
  const circles = Array.from(energies, (energy, n) => {
    const x = edge + ((positions[2 * n] as number) * (width - 2 * edge)) / 2;
    const y = edge + (1 - (positions[2 * n + 1] as number)) * (height - 2 * edge);
    const place = `cx="${x.toFixed(1)}" cy="${y.toFixed(1)}"`;
    return energy > median
      ? `<circle ${place} r="${radius}" fill="#dd6a36"/>`
      : `<circle ${place} r="${0.8 * radius}" fill="none" stroke="#4a7fd4" stroke-width="${0.45 * radius}"/>`;
  });
  const [middle, wall] = [width / 2 - edge, ((1 - door) / 2) * height];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="M${middle} 0h6v${wall}h-6zM${middle} ${height - wall}h6v${wall}h-6z" fill="#888"/>${circles.join('')}</svg>`;
}
