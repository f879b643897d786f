import { beginScholar, type Look, start } from '@gibbs/journeys/transformer';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { text } from '../../text/en/transformer.js';
import { TransformerApp } from './app.js';
import { scholar } from './model.js';
import { TransformerText } from './prose.js';

/** The page as it is written at build time: its text, and the frame of what moves. */
export function TransformerPage(): VNode {
  return (
    <>
      <PageHead {...map.transformer}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <TransformerApp />
      </div>
      <TransformerText />
    </>
  );
}

/** What the heads look at after some training, for the map. */
let later: Look | null = null;
const stepsForMap = 100;

/** Begins the training and puts its first frame on the page: a model that knows nothing. Then trains on, for the map. */
export async function prepareTransformer(): Promise<void> {
  const journey = await beginScholar(start);
  const { prompt, temperature, silent } = start;
  const question = { prompt, temperature, silent };
  scholar.show(journey.look(question), [journey.mark()]);
  while (journey.tick < stepsForMap) journey.toward(stepsForMap);
  later = journey.look(question);
  journey.dispose();
}

const cell = 12;
const gap = 8;
/** From no share to all of a look, as red, green and blue. */
const [paper, ink] = [
  [238, 233, 226],
  [43, 92, 184],
] as const;

/** The maps of the last block's four heads, two by two. */
export function transformerPicture(): { pixels: Uint8ClampedArray; size: number } {
  const count = later?.tokens.length ?? 1;
  const heads = later?.layers.at(-1) ?? [];
  const side = count * cell;
  const size = 2 * side + gap;
  const pixels = new Uint8ClampedArray(4 * size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [column, row] = [Math.floor(x / (side + gap)), Math.floor(y / (side + gap))];
      const [inX, inY] = [x - column * (side + gap), y - row * (side + gap)];
      if (inX >= side || inY >= side) continue;
      const at = Math.floor(inY / cell) * count + Math.floor(inX / cell);
      const shade = Math.sqrt(heads[2 * row + column]?.[at] ?? 0);
      for (const [channel, from] of paper.entries()) {
        pixels[4 * (y * size + x) + channel] = from + shade * ((ink[channel] as number) - from);
      }
      pixels[4 * (y * size + x) + 3] = 255;
    }
  }
  return { pixels, size };
}
