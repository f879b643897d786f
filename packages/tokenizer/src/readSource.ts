/** Where a file's bytes come from: the bytes themselves, a URL, or a path where there are files. */
export type ByteSource = Uint8Array | ArrayBuffer | Blob | URL | string;

/** Reads a file from bytes, a URL or a path, and holds it against its SHA-256 if one is given. */
export async function readSource(
  source: ByteSource,
  options: { sha256?: string } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(source);
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

async function read(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Uint8Array) return source as Uint8Array<ArrayBuffer>;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const url = source instanceof URL ? source : URL.canParse(source) ? new URL(source) : undefined;
  if (url && url.protocol !== 'file:') {
    const response = await fetch(url);
    if (!response.ok)
      throw new Error(
        `readSource: ${url.href} must answer with the file, got status ${response.status}.`,
      );
    return new Uint8Array(await response.arrayBuffer());
  }
  if (typeof process === 'undefined' || !process.getBuiltinModule) {
    throw new Error(
      `readSource: a path needs a platform with files, got ${source} without. Pass a URL or the bytes.`,
    );
  }
  // Not an import, which bundlers for browsers would have to resolve.
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  return new Uint8Array(await readFile(url ?? source));
}
