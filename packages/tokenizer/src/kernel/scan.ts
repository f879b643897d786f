/**
 * The scanner: one loop over a table, for every split pattern. `tables.ts` fills the tables.
 *
 * A transition is a byte: below 0x40 the next state; 0x40 and 0x80 go on too, but first note that the
 * piece may end after or before this character; 0xC0 ends the piece before this character, and 0xC1
 * where was noted last. When a verdict depends on text that has not arrived, the piece stays open.
 */
import { layout } from './layout.js';
import { classes } from './tables.js';

export const scanSource: string = `
import classify(page: u32);
export let isLast: u32 = 1;
export let outEnd: u32 = 0;
let width: u32 = 1;

// The class of a character that one byte does not decide: not ASCII, not UTF-8, or the end of the text.
fn rareClass(p: u32, end: u32): u32 {
  width = 1;
  if (p >= end) return ${classes.end};
  let lead = u8[p];
  if (lead < 0xC2 || lead > 0xF4) return ${classes.other};
  let size = 2 + (lead >= 0xE0) + (lead >= 0xF0);
  if (p + size > end) {
    if (!isLast) return ${classes.end};
    return ${classes.other};
  }
  let point = lead & (0x7F >> size);
  let i = 1;
  while (i < size) {
    let follower = u8[p + i];
    if ((follower & 0xC0) != 0x80) return ${classes.other};
    point = point << 6 | follower & 0x3F;
    i += 1;
  }
  if (size == 3 && (point < 0x800 || point >> 11 == 27)) return ${classes.other};
  if (size == 4 && (point < 0x10000 || point > 0x10FFFF)) return ${classes.other};
  width = size;
  let class = u8[point + ${layout.pointClasses}];
  if (class == 0) {
    classify(point >> 8);
    class = u8[point + ${layout.pointClasses}];
  }
  return class;
}

// Where the piece that starts at p ends; 0 when more text must come first.
fn scan(p: u32, end: u32): u32 {
  // Most pieces are a word of at most 16 small letters, perhaps with a space before and a capital first.
  let first = p + (u8[p] == 32);
  if ((u8[first] | 0x20) - 97 < 26) {
    let run = ctz(~smallLetters(first + 1));
    let stop = first + 1 + run;
    if (run < 16 && u8[u8[stop] + ${layout.wordEnds}]) return stop;
  }
  return scanByTable(p, end);
}

// Apart, so that engines put what is above in the place of its calls.
fn scanByTable(p: u32, end: u32): u32 {
  let state = 0;
  let noted = p;
  while (1) {
    let size = 1;
    let class = u8[u8[p] + ${layout.byteClasses}];
    if (class == 0) {
      class = rareClass(p, end);
      size = width;
      if (class == ${classes.end} && !isLast) return 0;
    }
    let step = u8[(state << 5) + class + ${layout.automaton}];
    state = step;
    if (step >= 0x40) {
      if (step == 0xC0) return p;
      if (step == 0xC1) return noted;
      noted = p;
      if (step < 0x80) noted = p + size;
      state = step & 0x3F;
    }
    p += size;
  }
}

// The ends of the pieces, as u32s from out on; where the first open piece starts.
export fn split(p: u32, end: u32, out: u32): u32 {
  while (p < end) {
    let stop = scan(p, end);
    if (stop == 0) break;
    p = stop;
    u32[out] = p;
    out += 4;
  }
  outEnd = out;
  return p;
}
`;
