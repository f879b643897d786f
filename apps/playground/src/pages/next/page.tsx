import { type Rows, Study, start } from '@gibbs/journeys/next';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { text } from '../../text/en/next.js';
import { NextApp } from './app.js';
import { study } from './model.js';
import { NextText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function NextPage(): VNode {
  return (
    <>
      <PageHead {...map.next}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <NextApp />
      </div>
      <NextText />
    </>
  );
}

/** Rows of the embedding table after some training, for the map. */
let later: Rows | null = null;

/** Begins the training and puts its first frame on the page: rows that are noise. Then trains on, for the map. */
export async function prepareNext(): Promise<void> {
  const journey = await Study.begin(start);
  study.show(journey.look(start), [journey.mark()]);
  while (journey.tick < 60) journey.toward(60);
  later = journey.look(start).rows;
  journey.dispose();
}

/** The first rows of the embedding table as a square picture. */
export function rowsPicture() {
  const { channels, picture } = later ?? { channels: 1, picture: Uint8Array.of(128) };
  const pixels = new Uint8ClampedArray(4 * channels * channels).fill(255);
  for (const [i, value] of picture.subarray(0, channels * channels).entries()) {
    // Blue below zero, orange above, the paper's colour between.
    const end = value < 128 ? [64, 116, 204] : [216, 98, 44];
    const share = Math.abs(value - 128) / 127;
    for (const [c, paper] of [246, 243, 238].entries()) {
      pixels[4 * i + c] = paper + share * ((end[c] as number) - paper);
    }
  }
  return { pixels, size: channels };
}
