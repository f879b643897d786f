import { Pupil, start } from '@gibbs/journeys/digits';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/digits.js';
import { map } from '../../text/en/map.js';
import { DigitsApp } from './app.js';
import { DigitsText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function DigitsPage(): VNode {
  return (
    <>
      <PageHead {...map.digits}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <DigitsApp />
      </div>
      <DigitsText />
    </>
  );
}

/** Blue, paper, orange: what a weight takes away, nothing, and what it adds. */
const ends = [
  [64, 116, 204],
  [246, 243, 238],
  [216, 98, 44],
] as const;

/** The weights of the hidden neurons after some steps, as a picture. */
export function weightsPicture(ticks: number, hidden: number = start.hidden) {
  const pupil = new Pupil({ ...start, hidden });
  while (pupil.tick < ticks) pupil.toward(ticks);
  const { weights, size } = pupil.look(start);
  pupil.dispose();
  const pixels = new Uint8ClampedArray(4 * size * size).fill(255);
  for (const [i, value] of weights.entries()) {
    const [from, to] = value < 128 ? [ends[1], ends[0]] : [ends[1], ends[2]];
    const share = Math.abs(value - 128) / 127;
    for (let c = 0; c < 3; c++) {
      pixels[4 * i + c] = (from[c] as number) + share * ((to[c] as number) - (from[c] as number));
    }
  }
  return { pixels, size };
}
