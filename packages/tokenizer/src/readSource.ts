import { files } from './files.js';

/** Where a file's bytes come from: the bytes themselves, a URL, or a path where there are files. */
export type ByteSource = Uint8Array | ArrayBuffer | Blob | URL | string;

export interface ReadOptions {
  /** In hexadecimal; the file must have it. */
  sha256?: string;
  /** Ends the reading with the signal's reason. */
  signal?: AbortSignal;
  /** The most that is taken from a URL, which could go on for ever. Default: 2³⁰. */
  maxBytes?: number;
}

/**
 * Reads a file from bytes, a URL or a path, and holds it against its SHA-256 if one is given. An answer that
 * is not the whole file (a status of error, a connection that broke off) is an error.
 */
export async function readSource(
  source: ByteSource,
  options: ReadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(source, options);
  if (options.sha256 !== undefined) await checkDigest(bytes, options.sha256);
  return bytes;
}

/** Throws unless bytes have that SHA-256. */
export async function checkDigest(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== sha256.toLowerCase()) {
    throw new Error(
      `readSource: the file must have the SHA-256 ${sha256}, got ${hex} in ${bytes.length} bytes.`,
    );
  }
}

async function read(
  source: ByteSource,
  { signal, maxBytes = 2 ** 30 }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Uint8Array) return source as Uint8Array<ArrayBuffer>;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  // Not whatever can be parsed: `C:\\file` is a path.
  const isUrl = /^(\w+:\/\/|data:|blob:)/.test(source as string);
  const url = isUrl ? new URL(source) : undefined;
  if (url && url.protocol !== 'file:') {
    const fail = (got: unknown) =>
      new Error(`readSource: ${url.href} must answer with the whole file, got ${got}.`);
    try {
      const response = await fetch(url, signal ? { signal } : {});
      if (!response.ok) throw fail(`status ${response.status}`);
      let size = 0;
      const counting = new TransformStream<Uint8Array, Uint8Array>({
        transform(part, stream) {
          size += part.length;
          if (size > maxBytes) throw fail(`more than ${maxBytes} bytes`);
          stream.enqueue(part);
        },
      });
      const body = response.body?.pipeThrough(counting) ?? null;
      return new Uint8Array(await new Response(body).arrayBuffer());
    } catch (error) {
      signal?.throwIfAborted();
      const { cause = error } = error as Error;
      throw (error as Error).message.startsWith('readSource')
        ? error
        : fail((cause as Error).message);
    }
  }
  return new Uint8Array(await files('readSource', source).readFile(url ?? source, { signal }));
}
