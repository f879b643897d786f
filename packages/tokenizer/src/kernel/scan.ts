/**
 * The scanner: one loop over a table, for every split pattern. `tables.ts` fills the tables.
 *
 * Where the text is ASCII, 64 bytes are split at once: one bit for each in a word for each class, and
 * where pieces start follows from these words by a few operations.
 *
 * A transition is a byte: below 0x40 the next state; 0x40 and 0x80 go on too, but first note that the
 * piece may end after or before this character; 0xC0 ends the piece before this character, and 0xC1
 * where was noted last. When a verdict depends on text that has not arrived, the piece stays open.
 */
import { layout, none } from './layout.js';
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

// Bytes of the contraction whose apostrophe is at p: 's, 't, 'd, 'm, 'll, 're, 've, in lined patterns in any case. Or 0.
fn contraction(p: u32): u32 {
  let fold = u16[${layout.lined}] & 0x2020;
  let two = u16[p + 1] | fold;
  let one = two & 255;
  if (one == 115 || one == 116 || one == 100 || one == 109) return 2;
  if (two == 0x6C6C || two == 0x6572 || two == 0x6576) return 3;
  // The long s.
  return 3 * (fold != 0 && u16[p + 1] == 0xBFC5);
}

// Where the contraction whose apostrophe is at p ends, p itself if there is none; 0 when more text must come first.
fn contractionEnd(p: u32, end: u32): u32 {
  if (p + 3 > end && !isLast) return 0;
  return p + contraction(p);
}

// Where the piece that starts at p ends; 0 when more text must come first.
fn scan(p: u32, end: u32): u32 {
  if (u8[p] == 39 && !u8[${layout.cased}]) {
    let stop = contractionEnd(p, end);
    if (stop != p) return stop;
  }
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
      if (step == 0xC2) return contractionEnd(p, end);
      noted = p;
      if (step < 0x80) noted = p + size;
      state = step & 0x3F;
    }
    p += size;
  }
}

// Which of the 64 bytes from p on, with the bits of fold set, are among first and as many as more after it.
fn among(p: u32, fold: u32, first: u32, more: u32): u64 {
  let bit = splat(fold);
  let least = splat(first);
  let most = splat(more);
  return u64(bits((v128[p] | bit) - least <= most))
    | u64(bits((v128[p + 16] | bit) - least <= most)) << 16
    | u64(bits((v128[p + 32] | bit) - least <= most)) << 32
    | u64(bits((v128[p + 48] | bit) - least <= most)) << 48;
}

fn equal(p: u32, byte: u32): u64 {
  let sought = splat(byte);
  return u64(bits(v128[p] == sought))
    | u64(bits(v128[p + 16] == sought)) << 16
    | u64(bits(v128[p + 32] == sought)) << 32
    | u64(bits(v128[p + 48] == sought)) << 48;
}

// Appends the ends of those pieces from p on that 64 bytes decide, all of ASCII; where the ends end.
fn scanBlock(p: u32, out: u32): u32 {
  let lined = u64[${layout.lined}];
  let cased = u64[${layout.cased}];
  let strange = among(p, 0, 128, 127);
  let letters = among(p, 32, 97, 25);
  let digits = among(p, 0, 48, 9);
  let space = equal(p, 32);
  let quote = equal(p, 39);
  let white = among(p, 0, 9, 4) | space;
  let line = u64(0);
  if (lined != 0) line = equal(p, 10) | equal(p, 13);
  let blank = white & ~line;

  // Symbols after a space are of its piece, letters after the space or the one symbol that lined patterns let begin a word.
  let symbol = ~(letters | digits | white);
  let first = symbol & ~((symbol | space) << 1);
  let starts = first | letters & ~((letters | space | lined & (blank | first)) << 1);
  if (cased != 0) starts |= letters & ~among(p, 0, 97, 25) & among(p, 0, 97, 25) << 1;
  // Numbers have three digits, or all.
  let digit = digits & ~((digits | space & ~lined) << 1);
  let third = digits & digits << 1 & digits << 2 & lined;
  while (digit != 0) {
    starts |= digit;
    digit = digit << 3 & third;
  }
  // A carry runs through the line ends that are of the symbols before them.
  let taken = line & ~(line + (line & symbol << 1));
  let free = white & ~taken;
  starts |= free & ~(free << 1) | blank & ~(white >> 1);
  // Blanks after a line end start a piece unless they lead to another.
  let after = blank & (line & ~taken) << 1;
  starts |= after;
  let again = (blank + after) & ~blank & line;
  while (again != 0) {
    let before = after & (again ^ (again - 1));
    starts &= ~(0x8000000000000000 >> clz(before));
    after &= ~before;
    again &= again - 1;
  }
  let quoted = quote & first & letters >> 1 & (letters << 1 | ~cased);
  while (quoted != 0) {
    let at = ctz(quoted);
    let size = contraction(p + u32(at));
    quoted &= quoted - 1;
    if (size != 0) {
      let next = u64(2) << at << u64(size - 1);
      starts = starts & ~(next - (u64(2) - (cased & 1) << at)) | letters & next;
      quoted &= ~(next & cased);
    }
  }

  // What is beyond the last byte that is not white, two bytes before any that is not ASCII, is not decided.
  if ((taken & cased) != 0) strange |= equal(p, 47) & taken << 1;
  let limit = u64(1) << 62;
  if (strange != 0) limit = (strange & (0 - strange)) >> 2;
  if (limit == 0) return out;
  let decided = ~white & (limit - 1);
  if (decided == 0) return out;
  starts &= (0xFFFFFFFFFFFFFFFF >> clz(decided)) - 1;
  while (starts != 0) {
    u32[out] = p + u32(ctz(starts));
    out += 4;
    starts &= starts - 1;
  }
  return out;
}

// Puts the ends of some pieces from p on at out, where there is room for 64 and as many as there are to stop; where the
// ends end, out itself when more text must come first.
fn scanSome(p: u32, end: u32, out: u32, stop: u32): u32 {
  while (p < end && out < stop) {
    let after = out;
    if ((u64[p] & 0x8080808080808080) == 0) after = scanBlock(p, out);
    if (after == out) {
      let next = scan(p, end);
      if (next == 0) break;
      u32[out] = next;
      after = out + 4;
    }
    out = after;
    p = u32[out - 4];
  }
  return out;
}

// The ends of all pieces, as u32s from out on.
export fn split(p: u32, end: u32, out: u32) {
  outEnd = scanSome(p, end, out, ${none});
}
`;
