/**
 * Links to the playground: a page, and after `#` its state as `name=value` pairs, or the same deflated as `z=…`. The
 * playground reads and writes them in its frame/link.ts; both sides are held together by a test.
 */
import { deflateRawSync } from 'node:zlib';
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

/** A link as it is opened. */
export interface Link {
  page: PageName;
  /** What stands after `#`, for `openLink`. */
  hash: string;
}

/** A link as it is made. */
export interface LinkParts {
  page: PageName;
  state: Record<string, string>;
}

/** Beyond this a page deflates. */
const readable = 400;

/** Which page a link leads to. Exit 2 with the reason where it is none. */
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
  return { page, hash: url.hash };
}

/** Writes a link below the address where the playground is served. */
export function writeLink(base: string, { page, state }: LinkParts): string {
  const plain = Object.entries(state)
    .map(([name, value]) => `${name}=${escaped(value)}`)
    .join('&');
  const hash =
    plain.length <= readable ? plain : `z=${deflateRawSync(plain).toString('base64url')}`;
  return `${new URL(`${page}/`, base.endsWith('/') ? base : `${base}/`)}${hash === '' ? '' : `#${hash}`}`;
}

const escaped = (part: string): string =>
  encodeURIComponent(part).replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%3A', ':');

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
