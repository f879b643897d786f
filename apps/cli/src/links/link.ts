/**
 * Links to the playground: a page, and after `#` its state as `name=value` pairs, or the same deflated as `z=…`. The
 * playground reads and writes them in its frame/link.ts; both sides are held together by a test.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Failure } from '../failure.js';

export const pages = [
  'gate',
  'digits',
  'lookup',
  'next',
  'words',
  'names',
  'transformer',
  'heat',
  'engines',
  'demon',
  'interesting',
  'planet',
] as const;
export type PageName = (typeof pages)[number];

export interface Link {
  page: PageName;
  /** The state, without its digest. */
  state: Record<string, string>;
  /** The digest the link was made with, where it carries one. */
  digest: string | null;
}

/** Beyond these a page deflates, and refuses. */
const readable = 400;
const longest = 100_000;

/** Reads a link. Exit 2 with the reason where it is none. */
export function readLink(text: string): Link {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Failure('usage', `verify: a link must be an address, got '${shortened(text)}'`);
  }
  const page = pages.find((name) => url.pathname.split('/').includes(name));
  if (!page)
    throw new Failure(
      'usage',
      `verify: a link must lead to one of the pages ${pages.join(', ')}, got '${shortened(url.pathname)}'`,
    );
  if (url.hash.length > longest)
    throw new Failure(
      'usage',
      `verify: a link has at most ${longest} characters, got ${url.hash.length}`,
    );
  let pairs = new URLSearchParams(url.hash.slice(1));
  const packed = pairs.get('z');
  if (packed !== null) {
    try {
      const bytes = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: longest });
      pairs = new URLSearchParams(bytes.toString('utf8'));
    } catch (error) {
      throw new Failure(
        'usage',
        'verify: the packed part of the link is cut off or damaged',
        error,
      );
    }
  }
  const { digest = null, ...state } = Object.fromEntries(pairs);
  return { page, state, digest };
}

/** Writes a link below the address where the playground is served. */
export function writeLink(base: string, { page, state, digest }: Link): string {
  const pairs = Object.entries({ ...state, ...(digest !== null && { digest }) });
  const plain = pairs.map(([name, value]) => `${name}=${escaped(value)}`).join('&');
  const hash =
    plain.length <= readable ? plain : `z=${deflateRawSync(plain).toString('base64url')}`;
  return `${new URL(`${page}/`, base.endsWith('/') ? base : `${base}/`)}${hash === '' ? '' : `#${hash}`}`;
}

const escaped = (part: string): string =>
  encodeURIComponent(part).replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%3A', ':');

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
