/**
 * Finds where tokens lie in the UTF-16 text that the bytes are the UTF-8 of.
 *
 * `sizes` are the tokens' byte counts, `at` the position where the bytes start, on a border of
 * characters; the position where they end is returned. A token that begins or ends inside a character
 * gets the whole character's place.
 */
export function placeTokens(
  bytes: Uint8Array,
  sizes: Uint32Array,
  at: number,
  starts: Uint32Array,
  ends: Uint32Array,
): number {
  // `before` is where the character of the current byte starts, `after` where it ends.
  let before = at;
  let after = at;
  let i = 0;
  sizes.forEach((size, token) => {
    for (let stop = i + size, first = true; i < stop; i++, first = false) {
      const byte = bytes[i] as number;
      if ((byte & 0xc0) !== 0x80) {
        before = after;
        after += byte >= 0xf0 ? 2 : 1;
      }
      if (first) starts[token] = before;
    }
    ends[token] = after;
  });
  return after;
}
