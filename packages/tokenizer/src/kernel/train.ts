/**
 * Training: count the pieces, then merge the most frequent pair until there are enough tokens.
 *
 * Different pieces lie one after the other as tokens, each weighing as much as it was counted. A pair
 * knows its count and the places where it was; a place may be out of date, and is looked at before use.
 * What a merge does to the pairs around it is summed up by neighbour first, so that each of these is
 * looked up once. The heap holds the pairs counted often enough, and is put right lazily: a pair whose
 * count has changed since goes back with the new one.
 */
import { batchSize, frontBits, layout, mergeSize, none } from './layout.js';

const { batch, front, misses } = layout;

export const trainSource: string = `
// Pieces: records of size, 64 bits of count, bytes, in the order in which they were met, in blocks that
// begin with the next block and the end of this one; and a table of 16 bytes each of key, record, size.
let pieceTable: u32 = 0;
let pieceBits: u32 = 0;
export let pieceCount: u32 = 0;
export let firstBlock: u32 = 0;
let block: u32 = 0;
let blockEnd: u32 = 0;

fn pieceSlot(p: u32, size: u32, key: u64): u32 {
  let mask = (1 << pieceBits) - 1;
  let i = spread(key, u64(64 - pieceBits));
  while (1) {
    let entry = pieceTable + (i << 4);
    let length = u32[entry + 12];
    if (length == 0) return entry;
    if (length == size && u64[entry] == key) {
      if (size <= 8 || same(p, u32[entry + 8] + 12, size)) return entry;
    }
    i = (i + 1) & mask;
  }
}

// Adds to the count of a piece with this key; its record, 0 without memory.
fn countPiece(p: u32, size: u32, key: u64, weight: u64): u32 {
  if (pieceTable == 0 || pieceCount << 1 >= 1 << pieceBits) {
    if (!growPieces()) return 0;
  }
  let entry = pieceSlot(p, size, key);
  if (u32[entry + 12] != 0) {
    let record = u32[entry + 8];
    u64[record + 4] = u64[record + 4] + weight;
    return record;
  }
  let record = 0;
  if (block != 0) record = u32[block + 4];
  if (block == 0 || record + size + 20 > blockEnd) {
    let room = 1 << 18;
    if (size + 32 > room) room = size + 32;
    let made = alloc(room);
    if (made == 0) return 0;
    if (block == 0) firstBlock = made;
    else u32[block] = made;
    block = made;
    blockEnd = made + room;
    record = made + 8;
  }
  u32[record] = size;
  u64[record + 4] = weight;
  copy(record + 12, p, size);
  u32[block + 4] = record + size + 12;
  u64[entry] = key;
  u32[entry + 8] = record;
  u32[entry + 12] = size;
  pieceCount += 1;
  return record;
}

fn growPieces(): u32 {
  let old = pieceTable;
  let oldEnd = old;
  if (old == 0) pieceBits = 12;
  else oldEnd = old + (16 << pieceBits);
  let made = alloc(32 << pieceBits);
  if (made == 0) return 0;
  pieceTable = made;
  pieceBits += 1;
  while (old < oldEnd) {
    if (u32[old + 12] != 0) {
      // No two are the same, so that only a free place is looked for.
      let i = spread(u64[old], u64(64 - pieceBits));
      while (u32[pieceTable + (i << 4) + 12] != 0) i = (i + 1) & ((1 << pieceBits) - 1);
      u64[pieceTable + (i << 4)] = u64[old];
      u64[pieceTable + (i << 4) + 8] = u64[old + 8];
    }
    old += 16;
  }
  return 1;
}

// Counts the pieces from p on, up to the first open one, whose start it returns.
export fn countText(p: u32, end: u32, out: u32): u32 {
  outEnd = out;
  while (p < end) {
    let last = scanSome(p, end, ${batch}, ${batch + 4 * batchSize});
    if (last == ${batch}) break;
    countPieces(p, ${batch}, last);
    if (outEnd == 0) break;
    p = u32[last - 4];
  }
  return p;
}

export fn countMatches(p: u32, stops: u32, count: u32, out: u32) {
  outEnd = out;
  let end = stops + (count << 2);
  while (stops < end) {
    let last = stops + ${4 * batchSize};
    if (last > end) last = end;
    countPieces(p, stops, last);
    p = u32[last - 4];
    stops = last;
  }
}

// Rounds, as in encoding: count the short pieces that were met lately, touch the places of the others, count these.
fn countPieces(p: u32, stops: u32, end: u32) {
  if (pieceTable == 0) growPieces();
  let miss = ${misses};
  while (stops < end) {
    let stop = u32[stops];
    let size = stop - p;
    let key = keyOf(p, size);
    let entry = (spread(key, ${64 - frontBits}) << 4) + ${front};
    u32[miss] = p;
    u32[miss + 4] = size;
    u64[miss + 8] = key;
    // One more for its record, or where nothing is.
    let met = u64[entry] == key && u32[entry + 8] == size;
    let record = u32[entry + 12] * met;
    u64[record + 4] = u64[record + 4] + u64(1);
    miss += 16 - (met << 4);
    p = stop;
    stops += 4;
  }
  let last = miss;
  let sum = u64(0);
  while (miss > ${misses}) {
    miss -= 16;
    sum ^= u64[pieceTable + (spread(u64[miss + 8], u64(64 - pieceBits)) << 4)];
  }
  // Where nothing is: the sum only keeps the reading from being left out.
  u64[16] = sum;
  while (miss < last) {
    let key = u64[miss + 8];
    let record = countPiece(u32[miss], u32[miss + 4], key, 1);
    if (record == 0) outEnd = 0;
    if (u32[miss + 4] <= 8) {
      let entry = (spread(key, ${64 - frontBits}) << 4) + ${front};
      u64[entry] = key;
      u32[entry + 8] = u32[miss + 4];
      u32[entry + 12] = record;
    }
    miss += 16;
  }
}

// Counts whole records as another trainer has them; returns the first that is not whole, 0 without memory.
export fn addRecords(p: u32, end: u32): u32 {
  while (p + 12 < end) {
    let size = u32[p];
    if (size == 0 || size > end - p - 12) return p;
    if (!countPiece(p + 12, size, keyOf(p + 12, size), u64[p + 4])) return 0;
    p += size + 12;
  }
  return p;
}

// The words: 8 bytes for each byte, of the token and of the word's number. The first and the last byte of
// a token hold its id, the place between words holds none.
let symbols: u32 = 0;
let weights: u32 = 0;
// Pairs: 32 bytes each of key, count, places, how many, for how many there is room.
let pairTable: u32 = 0;
let pairBits: u32 = 0;
let pairCount: u32 = 0;
// The heap: 16 bytes each of count, key. Pairs counted less often than the floor are not in it.
let heap: u32 = 0;
let heapSize: u32 = 0;
let heapRoom: u32 = 0;
let floor: u64 = 0;
// What the merge at work does to each neighbour's pair: 16 bytes each of weight, how many, their places.
let sums: u32 = 0;
// The neighbours so met, and 8 bytes each of the sum that a place belongs to, and the place.
let met: u32 = 0;
let metCount: u32 = 0;
let records: u32 = 0;
let recordRoom: u32 = 0;

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

// Adds to the count of a pair, and makes room for more places; its entry, 0 without memory.
fn addPair(left: u32, right: u32, weight: u64, more: u32): u32 {
  let key = pairKey(left, right);
  let entry = pairSlot(key);
  if (u64[entry] == 0) {
    u64[entry] = key;
    pairCount += 1;
  }
  u64[entry + 8] = u64[entry + 8] + weight;
  let known = u32[entry + 20];
  let list = alloc((known + more) << 2);
  if (list == 0) return 0;
  copy(list, u32[entry + 16], known << 2);
  u32[entry + 16] = list;
  u32[entry + 20] = known + more;
  if (u64[entry + 8] != 0 && !offer(u64[entry + 8], key)) return 0;
  return list + (known << 2);
}

fn losePair(left: u32, right: u32, weight: u64) {
  let entry = pairSlot(pairKey(left, right));
  if (u64[entry] != 0) u64[entry + 8] = u64[entry + 8] - weight;
}

// Lays out the words and finds all pairs; 0 without memory.
export fn prepare(mostIds: u32): u32 {
  let words = 0;
  let slots = 1;
  let from = firstBlock;
  while (from != 0) {
    let record = from + 8;
    while (record < u32[from + 4]) {
      if (u32[record] > 1) {
        words += 1;
        slots += u32[record] + 1;
      }
      record += u32[record] + 12;
    }
    from = u32[from];
  }
  if (slots >= 0x1F000000) return 0;
  symbols = alloc(slots << 3);
  weights = alloc((words + 1) << 3);
  pairBits = 16;
  pairTable = alloc(32 << pairBits);
  pairCount = 0;
  heapSize = 0;
  floor = 0xFFFFFFFFFFFFFFFF;
  sums = alloc((mostIds << 5) + 32);
  met = alloc((mostIds << 3) + 8);
  let pairs = alloc(0x100000);
  if (symbols == 0 || weights == 0 || pairTable == 0 || sums == 0 || met == 0 || pairs == 0) return 0;
  u32[symbols] = ${none};
  let at = symbols + 8;
  words = 0;
  from = firstBlock;
  while (from != 0) {
    let record = from + 8;
    while (record < u32[from + 4]) {
      let size = u32[record];
      if (size > 1) {
        let weight = u64[record + 4];
        u64[weights + (words << 3)] = weight;
        let p = record + 12;
        let last = p + size;
        let left = u32[(u8[p] << 2) + ${layout.byteIds}];
        u32[at] = left;
        u32[at + 4] = words;
        p += 1;
        at += 8;
        while (p < last) {
          let right = u32[(u8[p] << 2) + ${layout.byteIds}];
          let pair = pairs + (((left << 8) + right) << 4);
          u64[pair] = u64[pair] + weight;
          u32[pair + 8] = u32[pair + 8] + 1;
          u32[at] = right;
          u32[at + 4] = words;
          left = right;
          p += 1;
          at += 8;
        }
        u32[at] = ${none};
        at += 8;
        words += 1;
      }
      record += size + 12;
    }
    from = u32[from];
  }
  // Now that their numbers are known, the places of each pair get a list.
  let i = 0;
  while (i < 65536) {
    let pair = pairs + (i << 4);
    if (u32[pair + 8] != 0) {
      if (!roomForPairs(1)) return 0;
      u32[pair + 12] = addPair(i >> 8, i & 255, u64[pair], u32[pair + 8]);
      if (u32[pair + 12] == 0) return 0;
    }
    i += 1;
  }
  let p = symbols + 8;
  while (p < at) {
    let left = u32[p - 8];
    let right = u32[p];
    if (left != ${none} && right != ${none}) {
      let pair = pairs + (((left << 8) + right) << 4);
      u32[u32[pair + 12]] = ((p - symbols) >> 3) - 1;
      u32[pair + 12] = u32[pair + 12] + 4;
    }
    p += 8;
  }
  return 1;
}

// Whether the first pair comes before the second: counted more often, or as often and of smaller ids.
fn before(count: u64, key: u64, otherCount: u64, otherKey: u64): u32 {
  return count > otherCount || (count == otherCount && key < otherKey);
}

fn offer(count: u64, key: u64): u32 {
  if (count < floor) return 1;
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

// Fills the empty heap with the pairs that are not rare beside the most frequent; 0 without memory.
fn refill(): u32 {
  let end = pairTable + (32 << pairBits);
  let most = u64(0);
  let entry = pairTable;
  while (entry < end) {
    if (u64[entry + 8] > most) most = u64[entry + 8];
    entry += 32;
  }
  floor = (most >> 4) + 1;
  entry = pairTable;
  while (entry < end) {
    if (!offer(u64[entry + 8], u64[entry])) return 0;
    entry += 32;
  }
  return 1;
}

// Makes the best merges, whose new tokens get ids from id on, until there are so many, and lists them at
// out; where the list ends, 0 without memory.
export fn mergeBest(id: u32, idStop: u32, least: u64, out: u32, outStop: u32): u32 {
  while (id < idStop && out < outStop) {
    if (heapSize == 0) {
      if (!refill()) return 0;
      if (heapSize == 0) break;
    }
    let count = u64[heap];
    let key = u64[heap + 8];
    takeTop();
    let entry = pairSlot(key);
    let now = u64[entry + 8];
    if (now != count) {
      if (now != 0 && !offer(now, key)) return 0;
      continue;
    }
    if (count < least) break;
    let left = u32(key >> 32) - 1;
    let right = u32(key) - 1;
    let made = nameToken(left, right, id);
    if (made == ${none} || !mergeEverywhere(entry, left, right, made)) return 0;
    u32[out] = left;
    u32[out + 4] = right;
    u32[out + 8] = made;
    u64[out + 12] = count;
    out += ${mergeSize};
    id += made == id;
  }
  return out;
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

// Sums up, for a neighbour on the left (side 0) or right (side 1), one more place.
fn meetNeighbour(id: u32, side: u32, weight: u64, place: u32, noted: u32) {
  let neighbour = id << 1 | side;
  let sum = sums + (neighbour << 4);
  if (u32[sum + 8] == 0) {
    u32[met + (metCount << 2)] = neighbour;
    metCount += 1;
  }
  u64[sum] = u64[sum] + weight;
  u32[sum + 8] = u32[sum + 8] + 1;
  u32[noted] = sum;
  u32[noted + 4] = place;
}

// Touches the next 64 places and the weights of their words, none of which waits for another.
fn touchPlaces(from: u32, end: u32) {
  let sum = u64(0);
  if (from + 256 < end) end = from + 256;
  while (from < end) {
    sum ^= u64[weights + (u32[symbols + (u32[from] << 3) + 4] << 3)];
    from += 4;
  }
  // Where nothing is: the sum only keeps the reading from being left out.
  u64[16] = sum;
}

fn mergeEverywhere(entry: u32, left: u32, right: u32, id: u32): u32 {
  let places = u32[entry + 16];
  let count = u32[entry + 20];
  let key = u64[entry];
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
  metCount = 0;
  let i = 0;
  while (i < count) {
    if ((i & 63) == 0) touchPlaces(places + (i << 2), places + (count << 2));
    let at = u32[places + (i << 2)];
    i += 1;
    let p = symbols + (at << 3);
    if (u32[p] != left) continue;
    let q = p + (leftSize << 3);
    if (u32[q] != right) continue;
    let weight = u64[weights + (u32[p + 4] << 3)];
    let neighbour = u32[p - 8];
    if (neighbour != ${none}) {
      meetNeighbour(neighbour, 0, weight, at - u32[spans + (neighbour << 3) + 4], noted);
      noted += 8;
    }
    let r = q + (rightSize << 3);
    neighbour = u32[r];
    if (neighbour != ${none}) {
      meetNeighbour(neighbour, 1, weight, at, noted);
      noted += 8;
    }
    u32[p] = id;
    u32[q] = id;
    u32[r - 8] = id;
  }
  if (!roomForPairs(metCount)) return 0;
  i = 0;
  while (i < metCount) {
    let neighbour = u32[met + (i << 2)];
    let sum = sums + (neighbour << 4);
    let list = 0;
    if (neighbour & 1) {
      losePair(right, neighbour >> 1, u64[sum]);
      list = addPair(id, neighbour >> 1, u64[sum], u32[sum + 8]);
    } else {
      losePair(neighbour >> 1, left, u64[sum]);
      list = addPair(neighbour >> 1, id, u64[sum], u32[sum + 8]);
    }
    if (list == 0) return 0;
    u64[sum] = 0;
    u32[sum + 8] = 0;
    u32[sum + 12] = list;
    i += 1;
  }
  let record = records;
  while (record < noted) {
    let sum = u32[record];
    let list = u32[sum + 12];
    u32[list] = u32[record + 4];
    u32[sum + 12] = list + 4;
    record += 8;
  }
  // What is left of the pair are places that overlap with one just merged; they count for nothing.
  u64[pairSlot(key) + 8] = 0;
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
