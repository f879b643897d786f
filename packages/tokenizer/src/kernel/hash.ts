import { layout } from './layout.js';

/** Hashing and comparing bytes, eight at a time; every buffer has eight readable bytes after its end. */
export const hashSource: string = `
// Up to eight bytes are their own key; more are mixed into one.
fn keyOf(p: u32, size: u32): u64 {
  if (size <= 8) return u64[p] & (0xFFFFFFFFFFFFFFFF >> u64(64 - (size << 3)));
  let key = rotl(u64[p] * 0x9E3779B97F4A7C15, 29);
  let last = p + size - 8;
  p += 8;
  while (p < last) {
    key = rotl((key ^ u64[p]) * 0x9E3779B97F4A7C15, 29);
    p += 8;
  }
  key = (key ^ u64[last]) * 0x9E3779B97F4A7C15;
  return key ^ (key >> 32);
}

// Fibonacci hashing: the top bits of a product depend on every bit of the key.
fn mix(key: u64): u64 {
  return (key ^ (key >> 29)) * 0xD6E8FEB86659FD93;
}

fn spread(key: u64, shift: u64): u32 {
  return u32(mix(key) >> shift);
}

// Whether more than eight bytes are the same.
fn same(p: u32, q: u32, size: u32): u32 {
  let last = size - 8;
  let i = 0;
  while (i < last) {
    if (u64[p + i] != u64[q + i]) return 0;
    i += 8;
  }
  return u64[p + last] == u64[q + last];
}

// The heap of the memory: blocks are never given back.
let top: u32 = ${layout.heap};
export fn alloc(size: u32): u32 {
  let p = top;
  top = (p + size + 31) & ~15;
  let needed = (top >> 16) + 1;
  if (needed > pages()) {
    if (grow(needed - pages() + (pages() >> 3)) == 0xFFFFFFFF) return 0;
  }
  return p;
}
`;
