import { beginDuel, type Look, start } from '@gibbs/journeys/names';
import type { VNode } from 'preact';
import { Bet } from '../../frame/bet.js';
import { PageHead } from '../../frame/pageHead.js';
import { map } from '../../text/en/map.js';
import { text } from '../../text/en/names.js';
import { NamesApp } from './app.js';
import { duel } from './model.js';
import { NamesText } from './prose.js';

/** The page as it is written at build time: its text, and the frame of what moves. */
export function NamesPage(): VNode {
  return (
    <>
      <PageHead {...map.names}>
        <div id="bet">
          <Bet {...text.bet} />
        </div>
      </PageHead>
      <div id="app">
        <NamesApp />
      </div>
      <NamesText />
    </>
  );
}

/** What attention looks at after some training, for the map. */
let later: Look | null = null;

/** Begins the duel and puts its first frame on the page: two students who know nothing. Then trains on, for the map. */
export async function prepareNames(): Promise<void> {
  const journey = await beginDuel(start);
  duel.show(journey.look(start), [journey.mark()]);
  while (journey.tick < 60) journey.toward(60);
  later = journey.look(start);
  journey.dispose();
}

/** The sentence word by word, each with the share of the look that it gets, as a picture. */
export function namesPicture(): string {
  if (later === null) return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000"/>';
  const { context, heads, looks, mention, name } = later;
  const best = heads.toSorted((a, b) => b.target - a.target)[0]?.head ?? 0;
  const shares = looks[best]?.[0] ?? [];
  const high = 1000 / context.length;
  const rows = context.map((token, at) => {
    const isName = at >= mention && at < mention + name.length;
    const y = at * high;
    const wide = Math.max(8, (shares[at] ?? 0) * 560).toFixed(0);
    return `<text x="380" y="${(y + high * 0.68).toFixed(0)}" text-anchor="end" font-family="Georgia, serif" font-size="${(high * 0.66).toFixed(0)}" fill="${isName ? '#dd6a36' : '#8a8798'}"${isName ? ' font-weight="bold"' : ''}>${token.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text><rect x="410" y="${(y + high * 0.2).toFixed(0)}" width="${wide}" height="${(high * 0.6).toFixed(0)}" rx="${(high * 0.2).toFixed(0)}" fill="${isName ? '#4a7fd4' : '#9fb6dc'}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">${rows.join('')}</svg>`;
}
