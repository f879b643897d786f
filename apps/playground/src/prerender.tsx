import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { reference } from '../build/reference.js';
import { snippets } from '../build/snippets.js';
import { words } from '../build/words.js';
import { Document } from './frame/document.js';
import { ModulePage } from './pages/api/modulePage.js';
import { ApiPage, apiPicture } from './pages/api/page.js';
import { DemonPage, demonPicture } from './pages/demon/page.js';
import { DigitsPage, weightsPicture } from './pages/digits/page.js';
import { EnginesPage, enginePicture } from './pages/engines/page.js';
import { cosmosPicture, GatePage, prepareGate } from './pages/gate/page.js';
import { gasPicture, HeatPage } from './pages/heat/page.js';
import { HomePage } from './pages/home/page.js';
import { cupPicture, InterestingPage } from './pages/interesting/page.js';
import { firstField, LookupPage } from './pages/lookup/page.js';
import { NamesPage, namesPicture, prepareNames } from './pages/names/page.js';
import { NextPage, prepareNext, rowsPicture } from './pages/next/page.js';
import { PlanetPage, planetPicture } from './pages/planet/page.js';
import { RunPage, runPicture } from './pages/run/page.js';
import {
  prepareTransformer,
  TransformerPage,
  transformerPicture,
} from './pages/transformer/page.js';
import { prepareWords, WordsPage, wordsPicture } from './pages/words/page.js';
import { text as api } from './text/en/api.js';
import { map } from './text/en/map.js';

const pages = {
  home: HomePage,
  gate: GatePage,
  digits: DigitsPage,
  lookup: LookupPage,
  next: NextPage,
  words: WordsPage,
  names: NamesPage,
  transformer: TransformerPage,
  heat: HeatPage,
  engines: EnginesPage,
  demon: DemonPage,
  interesting: InterestingPage,
  planet: PlanetPage,
  run: RunPage,
  api: ApiPage,
};

export type PageId = keyof typeof pages;

/** What has to be computed before a page's first frame can be written. */
const prepare: Partial<Record<PageId, () => void | Promise<void>>> = {
  gate: prepareGate,
  next: prepareNext,
  words: prepareWords,
  names: prepareNames,
  transformer: prepareTransformer,
};

/** The whole HTML of one page, as the build writes it; `id` is its folder. */
export async function prerender(id: string, { policy }: { policy: boolean }): Promise<string> {
  if (id.startsWith('api/')) return modulePage(id, policy);
  const Page = pages[id as PageId];
  if (Page === undefined) {
    throw new Error(
      `prerender: no page is named ${id}, there are ${Object.keys(pages).join(', ')}. Add it in src/prerender.tsx.`,
    );
  }
  await prepare[id as PageId]?.();
  const { title, claim } = map[id as PageId];
  return written(
    <Document {...{ id: id as PageId, title, claim, policy }} depth={id === 'home' ? 0 : 1}>
      <Page />
    </Document>,
  );
}

/** The reference of one module. */
function modulePage(id: string, policy: boolean): string {
  const module = reference().find(({ slug }) => id === `api/${slug}`);
  if (module === undefined) throw new Error(`prerender: no module has its reference in ${id}.`);
  const { name } = module;
  return written(
    <Document id="api" title={name} claim={api.claim(name)} policy={policy} depth={2}>
      <ModulePage module={module} />
    </Document>,
  );
}

function written(document: VNode): string {
  return `<!doctype html>\n${renderToString(document)}`;
}

/** What pages fetch when they need it: a file of JSON each. */
export function data(): { fileName: string; data: object }[] {
  return [
    { fileName: 'run/words.json', data: words() },
    { fileName: 'run/snippets.json', data: snippets() },
  ];
}

/** The first frames of what scripts will paint, for readers without scripts and for the map. */
export function pictures(): { fileName: string; picture: Pixels | string }[] {
  return [
    { fileName: 'gate/first.png', picture: cosmosPicture() },
    { fileName: 'digits/first.png', picture: weightsPicture(0) },
    { fileName: 'digits/learned.png', picture: weightsPicture(80, 9) },
    { fileName: 'lookup/first.png', picture: firstField() },
    { fileName: 'next/rows.png', picture: rowsPicture() },
    { fileName: 'words/pieces.svg', picture: wordsPicture() },
    { fileName: 'names/looking.svg', picture: namesPicture() },
    { fileName: 'transformer/looks.png', picture: transformerPicture() },
    { fileName: 'heat/first.svg', picture: gasPicture(0) },
    { fileName: 'heat/half.svg', picture: gasPicture(40) },
    { fileName: 'engines/first.svg', picture: enginePicture(0, 640, 200) },
    { fileName: 'demon/first.svg', picture: demonPicture(0, 1000, 500) },
    { fileName: 'demon/sorted.svg', picture: demonPicture(4000, 400, 400) },
    { fileName: 'interesting/first.png', picture: cupPicture(0) },
    { fileName: 'interesting/coarse.png', picture: cupPicture(0, true) },
    { fileName: 'interesting/peak.png', picture: cupPicture(12) },
    { fileName: 'planet/photons.svg', picture: planetPicture() },
    { fileName: 'run/code.svg', picture: runPicture() },
    { fileName: 'api/modules.svg', picture: apiPicture() },
    { fileName: 'engines/half.svg', picture: enginePicture(60, 200, 200) },
  ];
}

/** A square of RGBA pixels; a picture that is a string is an SVG file as it stands. */
export interface Pixels {
  pixels: Uint8ClampedArray;
  size: number;
}
