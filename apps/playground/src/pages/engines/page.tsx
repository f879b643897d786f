import { cold, EngineRoom, start } from '@gibbs/journeys/engines';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/engines.js';
import { map } from '../../text/en/map.js';
import { EnginesApp } from './app.js';
import { EnginesText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function EnginesPage(): VNode {
  return (
    <>
      <PageHead {...map.engines}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <EnginesApp />
      </div>
      <EnginesText />
    </>
  );
}

/** The cylinder after some ticks as an SVG file, in a frame of the shape asked for. */
export function enginePicture(ticks: number, width: number, height: number): string {
  const room = new EngineRoom(start);
  while (room.tick < ticks) room.toward(ticks);
  const { positions, energies, piston, contact, longest } = room.look();
  const scale = Math.min((width - 20) / (longest + 2), (height - 12) / 10);
  const top = (height - 10 * scale) / 2;
  const colours = ['#4a7fd4', '#b04a8f', '#dd6a36'] as const;
  const wall = contact === null ? '#888' : colours[contact === 'hot' ? 2 : 0];
  const circles = Array.from(energies, (energy, n) => {
    const colour = colours[energy < cold ? 0 : energy < start.hot ? 1 : 2];
    const x = 6 + (positions[2 * n] as number) * scale;
    const y = top + (10 - (positions[2 * n + 1] as number)) * scale;
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(0.15 * scale).toFixed(1)}" fill="${colour}"/>`;
  });
  const right = (6 + (longest + 0.5) * scale).toFixed(1);
  const bottom = (top + 10 * scale).toFixed(1);
  const at = 6 + piston * scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="M${right} ${top}H6V${bottom}H${right}" fill="none" stroke="${wall}" stroke-width="5"/><path d="M${at.toFixed(1)} ${top}h6v${(10 * scale).toFixed(1)}h-6zM${at.toFixed(1)} ${height / 2 - 1.5}H${width}v3H${at.toFixed(1)}z" fill="#888"/>${circles.join('')}</svg>`;
}
