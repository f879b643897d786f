import { builtInCorpus, Surgeon, start } from '@gibbs/journeys/words';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { text } from '../../text/en/words.js';
import { WordsApp } from './app.js';
import { explained, show } from './model.js';
import { WordsText } from './prose.js';

/** The page as it is written at build time: its text, and the frame of what moves. */
export function WordsPage(): VNode {
  return (
    <>
      <PageHead {...map.words}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <WordsApp />
      </div>
      <WordsText />
    </>
  );
}

/** Trains the tokenizer and puts its first frame on the page. */
export async function prepareWords(): Promise<void> {
  const corpus = builtInCorpus();
  const surgeon = await Surgeon.train(corpus);
  show({ learned: surgeon.learned, characters: corpus.length });
  explained(surgeon.explain(start.text, start.gone));
}

/** A few chips of words as a picture for the map. */
export function wordsPicture(): string {
  const chips: readonly (readonly [number, number, number, string, string])[] = [
    [60, 120, 250, '#4a7fd4', 'K'],
    [330, 120, 300, '#dd6a36', 'ey'],
    [650, 120, 290, '#3c9a74', 'v'],
    [60, 410, 420, '#a45ca4', 'an'],
    [500, 410, 440, '#4a7fd4', 'name'],
    [60, 700, 560, '#dd6a36', 'called'],
    [640, 700, 300, '#3c9a74', 'is'],
  ];
  const drawn = chips.map(
    ([x, y, width, colour, word]) =>
      `<rect x="${x}" y="${y}" width="${width}" height="220" rx="60" fill="${colour}"/><text x="${x + width / 2}" y="${y + 148}" text-anchor="middle" font-family="Georgia, serif" font-size="130" fill="#fff">${word}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1040">${drawn.join('')}</svg>`;
}
