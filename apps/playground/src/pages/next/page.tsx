import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { text } from '../../text/en/next.js';
import { NextApp } from './app.js';
import { NextText } from './prose.js';
import { start } from './state.js';
import { Study } from './study.js';

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

/** Rows of the embedding table after some steps, as a square picture for the map. */
export async function rowsPicture() {
  const study = await Study.begin(start);
  while (study.tick < 60) study.toward(60);
  const { channels, picture } = study.look(start).rows;
  study.dispose();
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
