import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { text } from '../../text/en/lookup.js';
import { map } from '../../text/en/map.js';
import { LookupApp } from './app.js';
import { paintField } from './field.js';
import { query } from './model.js';
import { LookupText } from './prose.js';
import { axes, colourTable, span } from './view.js';

/** The page as it is written at build time: its text, and the first frame of what moves. */
export function LookupPage(): VNode {
  return (
    <>
      <PageHead {...map.lookup}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <LookupApp />
      </div>
      <LookupText />
    </>
  );
}

/** The map of answers as it stands before anything is touched. */
export function firstField(): { pixels: Uint8ClampedArray; size: number } {
  const size = 512;
  const painter = paintField(
    { query: query.value, table: colourTable.value, ...axes.value, ...span.value },
    size,
  );
  for (;;) {
    const { done, value } = painter.next();
    if (done) return { pixels: value, size };
  }
}
