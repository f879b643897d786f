import { linkOfRun } from '@gibbs/journeys';
import { text } from '../text/en/frame.js';
import { map } from '../text/en/map.js';
import type { Subject } from './address.js';
import { digestOf } from './digest.js';

/** A page saved as a file. */
interface Saved {
  gibbs: 'page';
  version: 1;
  page: string;
  /** The state, with the digest of the run where there is one: what follows # in its link. */
  hash: string;
  saved: string;
  /** What had been trained, base64. */
  checkpoint?: string;
  /** SHA-256 of page, hash and checkpoint, its first 16 digits. */
  digest: string;
}

/** What came of a file: a state of this page, or a link to the page it belongs to, and a sentence where not all is well. */
export interface Opening {
  hash?: string;
  checkpoint?: ArrayBuffer | null;
  elsewhere?: { page: string; hash: string };
  sentence?: string;
}

const largest = 64 * 2 ** 20;

/** The page as it stands, as the text of a file. */
export async function asFile({ page, hash, checkpoint }: Subject): Promise<string> {
  const state = await hash(true);
  const bytes = await checkpoint?.take();
  const trained = bytes ? toBase64(new Uint8Array(bytes)) : undefined;
  const saved: Saved = {
    gibbs: 'page',
    version: 1,
    page,
    hash: state,
    saved: new Date().toISOString(),
    ...(trained !== undefined && { checkpoint: trained }),
    digest: await digestOfParts(page, state, trained),
  };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

/** Reads a file that was dropped or chosen: a saved page, or the run.json of a command. Never throws. */
export async function openFile(file: File, here: string): Promise<Opening> {
  const name = shown(file.name);
  if (file.size > largest) return { sentence: text.file.large(name) };
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    return { sentence: text.file.broken(name) };
  }
  if (typeof value !== 'object' || value === null) return { sentence: text.file.foreign(name) };
  const saved = value as Partial<Saved>;
  if (saved.gibbs === 'page') return openSaved(saved, name, here);
  const run = linkOfRun(value);
  if (run === null) return { sentence: text.file.foreign(name) };
  if ('unknown' in run) return { sentence: text.file.unknown(name, shown(run.unknown)) };
  if ('reason' in run) return { sentence: text.file.refused(name, run.reason) };
  const { page, state } = run;
  const hash = Object.entries(state)
    .map(([name, each]) => `${name}=${encodeURIComponent(each)}`)
    .join('&');
  return page === here ? { hash } : { elsewhere: { page, hash } };
}

async function openSaved(
  { page, hash, checkpoint, digest }: Partial<Saved>,
  name: string,
  here: string,
): Promise<Opening> {
  if (typeof page !== 'string' || !Object.hasOwn(map, page) || typeof hash !== 'string')
    return { sentence: text.file.foreign(name) };
  if (page !== here) return { elsewhere: { page, hash } };
  const trained = typeof checkpoint === 'string' ? checkpoint : undefined;
  const whole = (await digestOfParts(page, hash, trained)) === digest;
  let bytes: ArrayBuffer | null = null;
  try {
    // Weights that are not those that were saved would claim to have been trained.
    if (trained !== undefined && whole) bytes = fromBase64(trained);
  } catch {}
  return { hash, checkpoint: bytes, ...(!whole && { sentence: text.file.changed(name) }) };
}

async function digestOfParts(...parts: (string | undefined)[]): Promise<string> {
  return (await digestOf(new TextEncoder().encode(JSON.stringify(parts)))) ?? '';
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x80_00)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x80_00));
  return btoa(binary);
}

function fromBase64(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
}

/** A file's name as it may be shown: short, and without characters that steer the text around it. */
function shown(name: string): string {
  const letters = [...name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '·')];
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : letters.join('');
}
