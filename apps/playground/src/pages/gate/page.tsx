import { across, begin, frameOf, pixels, start } from '@gibbs/journeys/gate';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/gate.js';
import { map } from '../../text/en/map.js';
import { GateApp } from './app.js';
import { frame } from './model.js';
import { GateText } from './prose.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function GatePage(): VNode {
  return (
    <>
      <PageHead {...map.gate}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <GateApp />
      </div>
      <GateText />
    </>
  );
}

const no = [74, 127, 212];
const neither = [238, 234, 228];
const yes = [221, 106, 54];

/** Trains as far as the first frame goes and puts that on the page. */
export async function prepareGate(): Promise<void> {
  const multiverse = await begin(start);
  while (multiverse.reached < start.step) multiverse.train();
  frame.value = frameOf(multiverse, { run: 0, setup: start, tick: start.step, seed: start.seed });
  multiverse.dispose();
}

/** All 256 networks where the timeline stands first, in fixed colours that suit light and dark. */
export function cosmosPicture(): { pixels: Uint8ClampedArray; size: number } {
  const picture = frame.value?.picture ?? new Uint8Array();
  const rgba = Array.from(picture, (value) => {
    const [from, to] = value < 128 ? [no, neither] : [neither, yes];
    const share = (value < 128 ? value : value - 128) / 128;
    return [...from.map((each, i) => each + ((to[i] as number) - each) * share), 255];
  });
  return { pixels: Uint8ClampedArray.from(rgba.flat()), size: across * pixels };
}
