/**
 * The order and the spelling of bytes that GPT-2 gave every byte-level vocabulary since.
 *
 * Printable bytes of Latin-1 come first and are spelt as themselves; the other 68 follow and are spelt
 * U+0100, U+0101, … So `!` is token 0, a space is token 220 and reads `Ġ`.
 */
/** UTF-8 both ways; every character is kept, and bytes that are none become U+FFFD. */
export const utf8: TextEncoder = new TextEncoder();
export const utf8Text: TextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

const printable = (byte: number): boolean =>
  (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;

const allBytes = Array.from({ length: 256 }, (_, byte) => byte);

/** Base token id → byte. */
export const byteOrder: Uint8Array = Uint8Array.from([
  ...allBytes.filter(printable),
  ...allBytes.filter((byte) => !printable(byte)),
]);

/** Byte → base token id. */
export const byteIds: Uint8Array = Uint8Array.from(allBytes, (byte) => byteOrder.indexOf(byte));

const letters = allBytes.map((byte) =>
  String.fromCharCode(printable(byte) ? byte : 256 + (byteIds[byte] as number) - 188),
);
const bytesOfLetters = new Map(letters.map((letter, byte) => [letter, byte]));

/** Spells bytes in the alphabet of `vocab.json` and `tokenizer.json`: `" a"` becomes `"Ġa"`. */
export function spellBytes(bytes: Uint8Array): string {
  let word = '';
  for (const byte of bytes) word += letters[byte];
  return word;
}

/** Reads that spelling back; `undefined` where a character is none of the 256 letters. */
export function readSpelling(word: string): Uint8Array | undefined {
  const bytes = new Uint8Array(word.length);
  for (let i = 0; i < word.length; i++) {
    const byte = bytesOfLetters.get(word[i] as string);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text to be looked at: UTF-8 where they are, otherwise `\xE2\x82` for what is not. */
export function showBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    const hex = (byte: number) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : hex(byte))).join(
      '',
    );
  }
}
