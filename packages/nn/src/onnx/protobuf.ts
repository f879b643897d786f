/**
 * The part of the protocol buffer wire format that ONNX files need: a message is a row of fields, each a key
 * `field · 8 + wire type` and then a varint (0), a length and bytes (2) or four bytes (5).
 * https://protobuf.dev/programming-guides/encoding
 */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** int32, int64, enum and bool: seven bits a byte, low ones first; negative numbers take ten bytes. */
  int(field: number, value: number | bigint): this {
    this.#key(field, 0);
    return this.#varint(BigInt.asUintN(64, BigInt(value)));
  }

  /** A 32-bit float. */
  float(field: number, value: number): this {
    this.#key(field, 5);
    const part = new Uint8Array(4);
    new DataView(part.buffer).setFloat32(0, value, true);
    return this.#add(part);
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, 2);
    this.#varint(BigInt(value.length));
    return this.#add(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Embeds `value` as it is now; its bytes are not copied until {@link finish}. */
  message(field: number, value: Message): this {
    this.#key(field, 2);
    this.#varint(BigInt(value.#length));
    for (const part of value.#parts) this.#add(part);
    return this;
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #key(field: number, wireType: number): void {
    this.#varint(BigInt(field * 8 + wireType));
  }

  #varint(value: bigint): this {
    const part: number[] = [];
    let rest = value;
    while (rest > 127n) {
      part.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    part.push(Number(rest));
    return this.#add(Uint8Array.from(part));
  }

  #add(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}
