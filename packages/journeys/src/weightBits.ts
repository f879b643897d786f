/** What a model has of weights: each by its name, in a steady order. */
type Weights = ReadonlyMap<
  string,
  { toTypedArray(): { buffer: ArrayBufferLike; byteOffset: number; byteLength: number } }
>;

/** Every weight to the last bit, name by name, for a digest: as `gibbs train` takes its own. */
export function weightBits(...models: readonly Weights[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const [name, tensor] of models.flatMap((weights) => [...weights])) {
    const { buffer, byteOffset, byteLength } = tensor.toTypedArray();
    parts.push(new TextEncoder().encode(name), new Uint8Array(buffer, byteOffset, byteLength));
  }
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
