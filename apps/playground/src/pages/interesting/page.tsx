import { Cup, start } from '@gibbs/journeys/interesting';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import type { Pixels } from '../../prerender.js';
import { text } from '../../text/en/interesting.js';
import { map } from '../../text/en/map.js';
import { InterestingApp } from './app.js';
import { InterestingText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function InterestingPage(): VNode {
  return (
    <>
      <PageHead {...map.interesting}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <InterestingApp />
      </div>
      <InterestingText />
    </>
  );
}

/** The cup after some steps as pixels, exactly or as the coarse observer sees it. */
export function cupPicture(steps: number, coarse = false): Pixels {
  const cup = new Cup(start);
  while (cup.tick < steps) cup.toward(steps);
  const look = cup.look();
  const [cells, size] = coarse ? [look.coarse, look.coarseSize] : [look.cells, look.size];
  const pixels = new Uint8ClampedArray(4 * cells.length);
  const [coffee, cream] = [
    [60, 40, 32],
    [244, 226, 198],
  ] as const;
  cells.forEach((value, i) => {
    for (let channel = 0; channel < 3; channel++) {
      const from = coffee[channel] as number;
      pixels[4 * i + channel] = from + ((cream[channel] as number) - from) * (value / 255);
    }
    pixels[4 * i + 3] = 255;
  });
  return { pixels, size };
}
