/** @internal Node's files, without an import, which bundlers for browsers would have to resolve. */
export function files(who: string, path: unknown): typeof import('node:fs/promises') {
  if (typeof process === 'undefined' || !process.getBuiltinModule) {
    throw new Error(
      `${who}: a path needs a platform with files, got ${path} without. Use a URL, or bytes.`,
    );
  }
  return process.getBuiltinModule('node:fs/promises');
}
