/** What a model has of weights: each by its name, in a steady order. */
type Weights = ReadonlyMap<
  string,
  { toTypedArray(): { buffer: ArrayBufferLike; byteOffset: number; byteLength: number } }
>;

/** Every weight to the last bit, name by name. */
export function* weightParts(...models: readonly Weights[]): Generator<Uint8Array<ArrayBuffer>> {
  for (const [name, tensor] of models.flatMap((weights) => [...weights])) {
    const { buffer, byteOffset, byteLength } = tensor.toTypedArray();
    yield new TextEncoder().encode(name);
    yield new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  }
}

/** The same in one piece, for a digest: as `gibbs train` takes its own. */
export function weightBits(...models: readonly Weights[]): Uint8Array<ArrayBuffer> {
  const parts = [...weightParts(...models)];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
