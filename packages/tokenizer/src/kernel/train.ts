/**
 * Training: count the pieces, then merge the most frequent pair until there are enough tokens.
 *
 * Different pieces lie one after the other as tokens, each weighing as much as it was counted. A pair
 * knows its count and the places where it was; a place may be out of date, and is looked at before use.
 * The heap of pairs is put right lazily: a pair whose count has changed since goes back with the new one.
 */
import { layout, none } from './layout.js';

export const trainSource: string = `
// Pieces: 32 bytes each of key, count, where the bytes are, how many.
export let pieceTable: u32 = 0;
export let pieceBits: u32 = 0;
export let pieceCount: u32 = 0;
let blob: u32 = 0;
let blobEnd: u32 = 0;

fn pieceSlot(p: u32, size: u32, key: u64): u32 {
  let mask = (1 << pieceBits) - 1;
  let i = spread(key, u64(64 - pieceBits));
  while (1) {
    let entry = pieceTable + (i << 5);
    let length = u32[entry + 20];
    if (length == 0) return entry;
    if (length == size && u64[entry] == key) {
      if (size <= 8 || same(p, u32[entry + 16], size)) return entry;
    }
    i = (i + 1) & mask;
  }
}

// Adds to the count of a piece; 0 without memory.
export fn countPiece(p: u32, size: u32, weight: u64): u32 {
  let key = keyOf(p, size);
  let entry = pieceSlot(p, size, key);
  if (u32[entry + 20] == 0) {
    if (pieceCount << 1 >= 1 << pieceBits) {
      if (!growPieces()) return 0;
      entry = pieceSlot(p, size, key);
    }
    if (blob + size + 8 > blobEnd) {
      let block = 1 << 18;
      if (size + 8 > block) block = size + 8;
      blob = alloc(block);
      if (blob == 0) return 0;
      blobEnd = blob + block;
    }
    copy(blob, p, size);
    u64[entry] = key;
    u32[entry + 16] = blob;
    u32[entry + 20] = size;
    blob += size;
    pieceCount += 1;
  }
  u64[entry + 8] = u64[entry + 8] + weight;
  return 1;
}

fn growPieces(): u32 {
  let old = pieceTable;
  let oldEnd = old + (32 << pieceBits);
  let made = alloc(64 << pieceBits);
  if (made == 0) return 0;
  pieceTable = made;
  pieceBits += 1;
  while (old < oldEnd) {
    let size = u32[old + 20];
    if (size != 0) {
      // No two are the same, so that only a free place is looked for.
      let i = spread(u64[old], u64(64 - pieceBits));
      while (u32[pieceTable + (i << 5) + 20] != 0) i = (i + 1) & ((1 << pieceBits) - 1);
      copy(pieceTable + (i << 5), old, 24);
    }
    old += 32;
  }
  return 1;
}

// Counts the pieces from p on, up to the first open one, whose start it returns.
export fn countText(p: u32, end: u32, out: u32): u32 {
  outEnd = out;
  while (p < end) {
    let stop = scan(p, end);
    if (stop == 0) break;
    if (!countPiece(p, stop - p, 1)) {
      outEnd = 0;
      break;
    }
    p = stop;
  }
  return p;
}

export fn countMatches(p: u32, stops: u32, count: u32, out: u32) {
  outEnd = out;
  let i = 0;
  while (i < count) {
    let stop = u32[stops + (i << 2)];
    if (stop > p && !countPiece(p, stop - p, 1)) outEnd = 0;
    p = stop;
    i += 1;
  }
}

// The words: the first and the last byte of a token hold its id, the place between words holds none.
export let symbols: u32 = 0;
let owners: u32 = 0;
let weights: u32 = 0;
// Pairs: 32 bytes each of key, count, places, how many, how many more in this round.
let pairTable: u32 = 0;
let pairBits: u32 = 0;
let pairCount: u32 = 0;
// The heap: 16 bytes each of count, key.
let heap: u32 = 0;
let heapSize: u32 = 0;
let heapRoom: u32 = 0;
// New places of this round: 8 bytes each of the pair's entry, the place.
let records: u32 = 0;
let recordRoom: u32 = 0;
// The merge just made.
export let mergedLeft: u32 = 0;
export let mergedRight: u32 = 0;
export let mergedId: u32 = 0;
export let mergedCount: u64 = 0;

fn pairSlot(key: u64): u32 {
  let mask = (1 << pairBits) - 1;
  let i = spread(key, u64(64 - pairBits));
  while (1) {
    let entry = pairTable + (i << 5);
    if (u64[entry] == key || u64[entry] == 0) return entry;
    i = (i + 1) & mask;
  }
}

// A pair's key is never 0: ids count from 1 in it.
fn pairKey(left: u32, right: u32): u64 {
  return u64(left + 1) << 32 | u64(right + 1);
}

// Makes room for more pairs; those that no longer occur are left behind.
fn roomForPairs(more: u32): u32 {
  if ((pairCount + more) << 1 < 1 << pairBits) return 1;
  let old = pairTable;
  let oldEnd = old + (32 << pairBits);
  let alive = 0;
  let entry = old;
  while (entry < oldEnd) {
    if (u64[entry] != 0 && u64[entry + 8] != 0) alive += 1;
    entry += 32;
  }
  let bits = pairBits;
  while ((alive + more) << 1 >= 1 << bits) bits += 1;
  // As large as before: the table is put in order in a new place all the same.
  if (bits < pairBits + 1) bits = pairBits + (alive + more > 3 << pairBits >> 3);
  let made = alloc(32 << bits);
  if (made == 0) return 0;
  pairTable = made;
  pairBits = bits;
  pairCount = alive;
  while (old < oldEnd) {
    if (u64[old] != 0 && u64[old + 8] != 0) copy(pairSlot(u64[old]), old, 32);
    old += 32;
  }
  return 1;
}

fn addPair(left: u32, right: u32, weight: u64): u32 {
  let key = pairKey(left, right);
  let entry = pairSlot(key);
  if (u64[entry] == 0) {
    u64[entry] = key;
    pairCount += 1;
  }
  u64[entry + 8] = u64[entry + 8] + weight;
  u32[entry + 24] = u32[entry + 24] + 1;
  return entry;
}

fn losePair(left: u32, right: u32, weight: u64) {
  let entry = pairSlot(pairKey(left, right));
  if (u64[entry] != 0) u64[entry + 8] = u64[entry + 8] - weight;
}

// Lays out the words and finds all pairs; 0 without memory.
export fn prepare(): u32 {
  let end = pieceTable + (32 << pieceBits);
  let entry = pieceTable;
  let words = 0;
  let slots = 1;
  while (entry < end) {
    if (u32[entry + 20] > 1) {
      words += 1;
      slots += u32[entry + 20] + 1;
    }
    entry += 32;
  }
  if (slots >= 0x3F000000) return 0;
  symbols = alloc(slots << 2);
  owners = alloc(slots << 2);
  weights = alloc((words + 1) << 3);
  pairBits = 16;
  pairTable = alloc(32 << pairBits);
  pairCount = 0;
  if (symbols == 0 || owners == 0 || weights == 0 || pairTable == 0) return 0;
  u32[symbols] = ${none};
  let at = 1;
  words = 0;
  entry = pieceTable;
  while (entry < end) {
    let size = u32[entry + 20];
    if (size > 1) {
      let weight = u64[entry + 8];
      u64[weights + (words << 3)] = weight;
      if (!roomForPairs(size)) return 0;
      let p = u32[entry + 16];
      let i = 0;
      while (i < size) {
        let slot = (at + i) << 2;
        u32[symbols + slot] = u32[(u8[p + i] << 2) + ${layout.byteIds}];
        u32[owners + slot] = words;
        if (i > 0) addPair(u32[symbols + slot - 4], u32[symbols + slot], weight);
        i += 1;
      }
      at += size;
      u32[symbols + (at << 2)] = ${none};
      at += 1;
      words += 1;
    }
    entry += 32;
  }
  // Now that their numbers are known, the places of each pair get a list.
  entry = pairTable;
  end = pairTable + (32 << pairBits);
  heapSize = 0;
  while (entry < end) {
    if (u64[entry] != 0) {
      u32[entry + 16] = alloc(u32[entry + 24] << 2);
      if (u32[entry + 16] == 0 || !offer(u64[entry + 8], u64[entry])) return 0;
      u32[entry + 20] = 0;
      u32[entry + 24] = 0;
    }
    entry += 32;
  }
  let i = 1;
  while (i < at) {
    let left = u32[symbols + (i << 2) - 4];
    let right = u32[symbols + (i << 2)];
    if (left != ${none} && right != ${none}) {
      let pair = pairSlot(pairKey(left, right));
      u32[u32[pair + 16] + (u32[pair + 20] << 2)] = i - 1;
      u32[pair + 20] = u32[pair + 20] + 1;
    }
    i += 1;
  }
  return 1;
}

// Whether the first pair comes before the second: counted more often, or as often and of smaller ids.
fn before(count: u64, key: u64, otherCount: u64, otherKey: u64): u32 {
  return count > otherCount || (count == otherCount && key < otherKey);
}

fn offer(count: u64, key: u64): u32 {
  if (heapSize == heapRoom) {
    let room = heapRoom * 2 + 4096;
    let made = alloc(room << 4);
    if (made == 0) return 0;
    copy(made, heap, heapSize << 4);
    heap = made;
    heapRoom = room;
  }
  let i = heapSize;
  heapSize += 1;
  while (i > 0) {
    let parent = heap + (((i - 1) >> 1) << 4);
    if (!before(count, key, u64[parent], u64[parent + 8])) break;
    u64[heap + (i << 4)] = u64[parent];
    u64[heap + (i << 4) + 8] = u64[parent + 8];
    i = (i - 1) >> 1;
  }
  u64[heap + (i << 4)] = count;
  u64[heap + (i << 4) + 8] = key;
  return 1;
}

// Removes the top of the heap.
fn takeTop() {
  heapSize -= 1;
  let count = u64[heap + (heapSize << 4)];
  let key = u64[heap + (heapSize << 4) + 8];
  let i = 0;
  let child = 1;
  while (child < heapSize) {
    let p = heap + (child << 4);
    if (child + 1 < heapSize && before(u64[p + 16], u64[p + 24], u64[p], u64[p + 8])) {
      child += 1;
      p += 16;
    }
    if (!before(u64[p], u64[p + 8], count, key)) break;
    u64[heap + (i << 4)] = u64[p];
    u64[heap + (i << 4) + 8] = u64[p + 8];
    i = child;
    child = 2 * i + 1;
  }
  u64[heap + (i << 4)] = count;
  u64[heap + (i << 4) + 8] = key;
}

// Makes the best merge, whose token gets the id; 1 done, 2 no pair is left, 0 without memory.
export fn mergeBest(id: u32, least: u64): u32 {
  while (heapSize > 0) {
    let count = u64[heap];
    let key = u64[heap + 8];
    takeTop();
    let entry = pairSlot(key);
    let now = u64[entry + 8];
    if (u64[entry] == 0) now = 0;
    if (now != count) {
      if (now != 0 && !offer(now, key)) return 0;
      continue;
    }
    if (count < least) return 2;
    mergedLeft = u32(key >> 32) - 1;
    mergedRight = u32(key) - 1;
    mergedCount = count;
    mergedId = nameToken(mergedLeft, mergedRight, id);
    if (mergedId == ${none}) return 0;
    return mergeEverywhere(entry, mergedLeft, mergedRight, mergedId);
  }
  return 2;
}

// Gives the joined bytes the id, or finds the id they have.
fn nameToken(left: u32, right: u32, id: u32): u32 {
  let size = u32[spans + (left << 3) + 4];
  let more = u32[spans + (right << 3) + 4];
  let p = alloc(size + more + 8);
  if (p == 0) return ${none};
  copy(p, u32[spans + (left << 3)], size);
  copy(p + size, u32[spans + (right << 3)], more);
  let known = find(p, size + more);
  if (known != ${none}) return known;
  setToken(p, size + more, id, 0);
  return id;
}

fn mergeEverywhere(entry: u32, left: u32, right: u32, id: u32): u32 {
  let places = u32[entry + 16];
  let count = u32[entry + 20];
  let key = u64[entry];
  if (!roomForPairs(2 * count)) return 0;
  entry = pairSlot(key);
  if (recordRoom < 2 * count) {
    recordRoom = 4 * count;
    records = alloc(recordRoom << 3);
    if (records == 0) return 0;
  }
  // Of a pair of equals only every other place in a row can merge, from the left.
  if (left == right) sortPlaces(places, count);
  let leftSize = u32[spans + (left << 3) + 4];
  let rightSize = u32[spans + (right << 3) + 4];
  let noted = records;
  let i = 0;
  while (i < count) {
    let at = u32[places + (i << 2)];
    i += 1;
    let p = symbols + (at << 2);
    if (u32[p] != left) continue;
    let q = p + (leftSize << 2);
    if (u32[q] != right) continue;
    let weight = u64[weights + (u32[owners + (at << 2)] << 3)];
    let neighbour = u32[p - 4];
    if (neighbour != ${none}) {
      losePair(neighbour, left, weight);
      u32[noted] = addPair(neighbour, id, weight);
      u32[noted + 4] = at - u32[spans + (neighbour << 3) + 4];
      noted += 8;
    }
    let r = q + (rightSize << 2);
    neighbour = u32[r];
    if (neighbour != ${none}) {
      losePair(right, neighbour, weight);
      u32[noted] = addPair(id, neighbour, weight);
      u32[noted + 4] = at;
      noted += 8;
    }
    u32[p] = id;
    u32[q] = id;
    u32[r - 4] = id;
  }
  u64[entry + 8] = 0;
  let record = records;
  while (record < noted) {
    let pair = u32[record];
    let known = u32[pair + 20];
    if (u32[pair + 24] != 0) {
      // The first record of this pair: all of them get their room.
      let list = alloc((known + u32[pair + 24]) << 2);
      if (list == 0) return 0;
      copy(list, u32[pair + 16], known << 2);
      u32[pair + 16] = list;
      u32[pair + 24] = 0;
      if (u64[pair + 8] != 0 && !offer(u64[pair + 8], u64[pair])) return 0;
    }
    u32[u32[pair + 16] + (known << 2)] = u32[record + 4];
    u32[pair + 20] = known + 1;
    record += 8;
  }
  return 1;
}

// Shell sort; the places are in order already unless two merges made the same token.
fn sortPlaces(places: u32, count: u32) {
  let i = 1;
  while (i < count && u32[places + (i << 2)] >= u32[places + (i << 2) - 4]) i += 1;
  if (i >= count) return;
  let gap = count;
  while (gap > 1) {
    gap = gap * 5 / 11;
    if (gap == 0) gap = 1;
    i = gap;
    while (i < count) {
      let place = u32[places + (i << 2)];
      let j = i;
      while (j >= gap && u32[places + ((j - gap) << 2)] > place) {
        u32[places + (j << 2)] = u32[places + ((j - gap) << 2)];
        j -= gap;
      }
      u32[places + (j << 2)] = place;
      i += 1;
    }
  }
}
`;
