import { type BaseIssue, type BaseSchema, safeParse } from 'valibot';
import { wellFormed } from './ownText.js';

/**
 * The state of a page in the part of its address after `#`: readable `name=value` pairs where they
 * are short, and the same pairs deflated (`z=…`, base64url) where they are long.
 *
 * Each field has a schema of its own that turns text into a value. A part that does not fit is left
 * at its default and reported, so that an edited, cut or hostile link opens with a plain sentence.
 */
export type Fields<State> = {
  readonly [Name in keyof State]: {
    schema: BaseSchema<string, State[Name], BaseIssue<unknown>>;
    write: (value: State[Name]) => string;
  };
};

export interface Opened<State> {
  state: State;
  /** One short phrase for each part that could not be used. */
  repairs: string[];
  /** The digest the link was made with, where it carries one. */
  digest: string | null;
}

const longest = 100_000;
const readable = 400;

/** Reads a hash. Whatever it holds, the answer is a whole, valid state. */
export async function openLink<State extends object>(
  hash: string,
  fields: Fields<State>,
  defaults: State,
): Promise<Opened<State>> {
  const opened: Opened<State> = { state: { ...defaults }, repairs: [], digest: null };
  const raw = hash.replace(/^#/, '');
  if (raw.length > longest) {
    opened.repairs.push(`it is ${raw.length} characters long, at most ${longest} are read`);
    return opened;
  }
  let pairs = new URLSearchParams(raw);
  const packed = pairs.get('z');
  if (packed !== null) {
    try {
      pairs = new URLSearchParams(await inflate(packed));
    } catch {
      opened.repairs.push('its packed part is cut off or damaged');
      return opened;
    }
  }
  for (const [name, value] of pairs) {
    if (name === 'digest' && /^[0-9a-f]{8,64}$/.test(value)) {
      opened.digest = value;
      continue;
    }
    const field = Object.hasOwn(fields, name) ? fields[name as keyof State] : undefined;
    const result = field && safeParse(field.schema, value);
    if (result?.success) opened.state[name as keyof State] = result.output;
    else opened.repairs.push(`${shown(name)} = ${shown(value)}`);
    if (opened.repairs.length >= 8) break;
  }
  return opened;
}

/** Writes the hash of a state, leaving out whatever has its default. */
export async function writeLink<State extends object>(
  state: State,
  fields: Fields<State>,
  defaults: State,
  digest?: string,
): Promise<string> {
  const pairs: string[] = [];
  for (const name of Object.keys(fields) as (keyof State & string)[]) {
    const value = fields[name].write(state[name]);
    if (value !== fields[name].write(defaults[name])) pairs.push(`${name}=${escapePart(value)}`);
  }
  if (digest !== undefined) pairs.push(`digest=${digest}`);
  const plain = pairs.join('&');
  return plain.length <= readable ? plain : `z=${await deflate(plain)}`;
}

/** Escapes only what a hash cannot hold, so that `0.5,0.7,0.6` stays readable. */
function escapePart(value: string): string {
  return encodeURIComponent(wellFormed(value))
    .replaceAll('%2C', ',')
    .replaceAll('%3B', ';')
    .replaceAll('%3A', ':');
}

/** A part of a link as it may be shown: short, and without characters that steer the text around it. */
function shown(part: string): string {
  const clean = part.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '·');
  const letters = [...clean];
  return letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : clean;
}

async function deflate(plain: string): Promise<string> {
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function inflate(packed: string): Promise<string> {
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader();
  // A small link may unfold into gigabytes: stop reading at the limit, not after it.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let plain = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return plain + decoder.decode();
    plain += decoder.decode(value, { stream: true });
    if (plain.length > longest) {
      await reader.cancel();
      throw new RangeError('openLink: the packed part unfolds past the limit.');
    }
  }
}
