/**
 * Encoding: scan a piece, look it up among those met before, else merge it.
 *
 * Merging takes the pair with the lowest rank, the leftmost of equals, until no pair has a rank. Short
 * pieces search all pairs each time; long ones keep them in a heap, in windows that are then joined
 * (`docs/model.md` says why the joint is exact), so that no text costs more than its length.
 */
import {
  batchSize,
  cacheBits,
  frontBits,
  layout,
  longCacheBits,
  longestCached,
  none,
} from './layout.js';

const cacheMask = 2 ** cacheBits - 1;
const longCacheMask = 2 ** longCacheBits - 1;
/** Past this many entries a cache starts anew: half of it and some, so that probes stay short. */
const full = (bits: number): number => 2 ** (bits - 1) + 2 ** (bits - 3);
const { front, cache, longCache, pool, poolEnd, parts, batch, misses, results, masks, bigrams } =
  layout;
const partIds = parts + 0x200;

/** The vocabulary, which the trainer uses too. */
export const vocabularySource: string = `
// The vocabulary: bytes → id in an open hash table, id → where its bytes are. A byte of the hash of each
// entry lies apart, so that most bytes which are no token are told by a table that stays in the cache.
export let table: u32 = 0;
export let tags: u32 = 0;
export let tableMask: u32 = 0;
let vacant: u32 = 0;
export let tableShift: u64 = 0;
export let spans: u32 = 0;
export let idEnd: u32 = 0;
export let longest: u32 = 0;
// The merges: pair of ids → rank → id. Where there are none, the id of the joined bytes is the rank.
export let pairs: u32 = 0;
export let pairMask: u32 = 0;
export let pairShift: u64 = 0;
export let mergedIds: u32 = 0;
export let byRank: u32 = 0;
// Whether a piece that is a token is that token, however it would merge.
export let wholeFirst: u32 = 0;
// One more than a byte that has no token, if that was met.
export let missingByte: u32 = 0;
let cached: u32 = 0;
let longCached: u32 = 0;
let poolTop: u32 = ${pool};

export fn find(p: u32, size: u32): u32 {
  return findKey(p, size, keyOf(p, size));
}

// Looks at the tags of sixteen entries at once; the first sixteen stand again after the last. Where nothing is found,
// vacant is the first free entry.
fn findKey(p: u32, size: u32, key: u64): u32 {
  let hash = mix(key);
  let i = u32(hash >> tableShift);
  let tag = u32(hash >> 32) | 1;
  while (1) {
    let near = v128[tags + i];
    let free = u64(bits(near == splat(0)));
    let met = u64(bits(near == splat(tag))) & ((free & (0 - free)) - 1);
    while (met != 0) {
      let at = i + u32(ctz(met)) & tableMask;
      if (holds(at, p, size, key)) return u32[table + (at << 4) + 12];
      met &= met - 1;
    }
    if (free != 0) {
      vacant = i + u32(ctz(free)) & tableMask;
      return ${none};
    }
    i = i + 16 & tableMask;
  }
}

fn holds(i: u32, p: u32, size: u32, key: u64): u32 {
  let entry = table + (i << 4);
  if (u32[entry + 8] != size || u64[entry] != key) return 0;
  return size <= 8 || same(p, u32[spans + (u32[entry + 12] << 3)], size);
}

// Gives an id its bytes; 1 when the id, 2 when the bytes are taken. Special tokens are not looked up by bytes.
export fn setToken(p: u32, size: u32, id: u32, special: u32): u32 {
  let span = spans + (id << 3);
  if (u32[span + 4] != 0) return 1;
  if (!special) {
    // Calls are dear before the engine has seen how often this is done.
    let key = u64[p] & (0xFFFFFFFFFFFFFFFF >> u64(64 - (size << 3)));
    if (size > 8) key = keyOf(p, size);
    let hash = (key ^ (key >> 29)) * 0xD6E8FEB86659FD93;
    let i = u32(hash >> tableShift);
    let tag = u32(hash >> 32) | 1;
    let near = v128[tags + i];
    let free = u64(bits(near == splat(0)));
    if (free == 0 || bits(near == splat(tag)) != 0) {
      if (findKey(p, size, key) != ${none}) return 2;
      i = vacant;
    } else i = i + u32(ctz(free)) & tableMask;
    u8[tags + i] = tag;
    if (i < 16) u8[tags + i + tableMask + 1] = tag;
    let entry = table + (i << 4);
    u64[entry] = key;
    u32[entry + 8] = size;
    u32[entry + 12] = id;
    if (size > longest) longest = size;
    if (size == 1) u32[(u8[p] << 2) + ${layout.byteIds}] = id;
  }
  u32[span] = p;
  u32[span + 4] = size;
  if (id >= idEnd) idEnd = id + 1;
  return 0;
}
`;

/** Merging and encoding with that vocabulary. */
export const encodeSource: string = `
// Gives a pair its rank, unless it has one: of two merges of one pair the first counts.
export fn setPair(left: u32, right: u32, rank: u32) {
  let key = u64(left) << 32 | u64(right);
  let i = spread(key, pairShift);
  while (u32[pairs + (i << 4) + 12] != 0) {
    if (u64[pairs + (i << 4)] == key) return;
    i = (i + 1) & pairMask;
  }
  let entry = pairs + (i << 4);
  u64[entry] = key;
  u32[entry + 8] = rank;
  u32[entry + 12] = 1;
}

// Reads merges of three words each: left, right, and the id, which gets its bytes where it has none yet.
export fn readMerges(p: u32, count: u32): u32 {
  let rank = 0;
  while (rank < count) {
    let left = u32[p];
    let right = u32[p + 4];
    let id = u32[p + 8];
    if (u32[spans + (id << 3) + 4] == 0) {
      let size = u32[spans + (left << 3) + 4];
      let more = u32[spans + (right << 3) + 4];
      let bytes = alloc(size + more + 8);
      if (bytes == 0) return 0;
      copy(bytes, u32[spans + (left << 3)], size);
      copy(bytes + size, u32[spans + (right << 3)], more);
      setToken(bytes, size + more, id, 0);
    }
    u32[mergedIds + (rank << 2)] = id;
    setPair(left, right, rank);
    p += 12;
    rank += 1;
  }
  return 1;
}

fn pairRank(left: u32, right: u32): u32 {
  let key = u64(left) << 32 | u64(right);
  let i = spread(key, pairShift);
  while (1) {
    let entry = pairs + (i << 4);
    if (u32[entry + 12] == 0) return ${none};
    if (u64[entry] == key) return u32[entry + 8];
    i = (i + 1) & pairMask;
  }
}

// The rank of two neighbours: their ids, and where their bytes lie together.
fn rankOf(left: u32, right: u32, p: u32, size: u32): u32 {
  if (!byRank) return pairRank(left, right);
  if (size > longest) return ${none};
  return find(p, size);
}

// The same for two tokens wherever they are; JavaScript merges with it what it wants to watch.
export fn rankOfPair(left: u32, right: u32, scratch: u32): u32 {
  if (!byRank) return pairRank(left, right);
  let size = u32[spans + (left << 3) + 4];
  let more = u32[spans + (right << 3) + 4];
  if (size + more > longest) return ${none};
  copy(scratch, u32[spans + (left << 3)], size);
  copy(scratch + size, u32[spans + (right << 3)], more);
  return find(scratch, size + more);
}

// Looks up all pairs of bytes; to be called when the vocabulary is complete.
export fn fillBigrams(scratch: u32) {
  let bytes = 0;
  while (bytes < 65536) {
    u16[scratch] = bytes;
    let left = u32[((bytes & 255) << 2) + ${layout.byteIds}];
    let right = u32[((bytes >> 8) << 2) + ${layout.byteIds}];
    let rank = ${none};
    if (left != ${none} && right != ${none}) rank = rankOf(left, right, scratch, 2);
    u32[(bytes << 2) + ${bigrams}] = rank;
    bytes += 1;
  }
}

fn idOfRank(rank: u32): u32 {
  if (byRank) return rank;
  return u32[mergedIds + (rank << 2)];
}

fn byteId(p: u32): u32 {
  let id = u32[(u8[p] << 2) + ${layout.byteIds}];
  if (id == ${none}) missingByte = u8[p] + 1;
  return id;
}

// Merges a piece of at most 63 bytes; how many ids it put at out.
fn mergeShort(p: u32, size: u32, out: u32): u32 {
  // Where a part starts: the rank that it has with the next part, and its place; and apart its id.
  let end = size << 2;
  let i = 0;
  while (i < end) {
    let at = i >> 2;
    u32[i + ${partIds}] = byteId(p + at);
    u32[i + ${parts}] = u32[(u16[p + at] << 2) + ${bigrams}] << 6 | at;
    i += 4;
  }
  v128[end + ${parts - 4}] = splat(255);
  // One bit for the start of each part, and all after the last.
  let starts = ~u64(0);
  while (1) {
    let best = v128[${parts}];
    i = 16;
    while (i < end) {
      best = least(best, v128[i + ${parts}]);
      i += 16;
    }
    best = least(best, swapHalves(best, best));
    let first = firstWord(least(best, swapWords(best, best)));
    if (first >= 0xFFFFFFC0) break;
    i = first & 63;
    let gone = after(starts, i);
    starts ^= u64(1) << u64(gone);
    u32[(gone << 2) + ${parts}] = ${none};
    u32[(i << 2) + ${partIds}] = idOfRank(first >> 6);
    let next = after(starts, gone);
    let rank = ${none};
    if (next < size) rank = rankParts(p, i, next, after(starts, next));
    u32[(i << 2) + ${parts}] = rank << 6 | i;
    if (i > 0) {
      let before = 63 - u32(clz(starts & ((u64(1) << u64(i)) - 1)));
      u32[(before << 2) + ${parts}] = rankParts(p, before, i, next) << 6 | before;
    }
  }
  starts &= (u64(1) << u64(size)) - 1;
  let count = 0;
  while (starts != 0) {
    u32[out + (count << 2)] = u32[(u32(ctz(starts)) << 2) + ${partIds}];
    count += 1;
    starts &= starts - 1;
  }
  return count;
}

// The first of these bits after one.
fn after(starts: u64, bit: u32): u32 {
  return bit + 1 + u32(ctz(starts >> u64(bit + 1)));
}

fn rankParts(p: u32, left: u32, right: u32, end: u32): u32 {
  return rankOf(u32[(left << 2) + ${partIds}], u32[(right << 2) + ${partIds}], p + left, end - left);
}

// A long piece while it merges: four arrays of u32 by position, then the heap of rank << 32 | position.
let capacity: u32 = 0;
let nexts: u32 = 0;
let previous: u32 = 0;
let ids: u32 = 0;
let ranks: u32 = 0;
let queue: u32 = 0;
let queued: u32 = 0;

fn need(size: u32): u32 {
  if (size + 2 <= capacity) return 1;
  capacity = size + 2;
  nexts = alloc(40 * capacity);
  if (nexts == 0) {
    capacity = 0;
    return 0;
  }
  previous = nexts + 4 * capacity;
  ids = previous + 4 * capacity;
  ranks = ids + 4 * capacity;
  queue = ranks + 4 * capacity;
  return 1;
}

fn enqueue(rank: u32, position: u32) {
  let key = u64(rank) << 32 | u64(position);
  let i = queued;
  queued += 1;
  while (i > 0) {
    let parent = (i - 1) >> 1;
    let above = u64[queue + (parent << 3)];
    if (above <= key) break;
    u64[queue + (i << 3)] = above;
    i = parent;
  }
  u64[queue + (i << 3)] = key;
}

fn dequeue(): u64 {
  let first = u64[queue];
  queued -= 1;
  let key = u64[queue + (queued << 3)];
  let i = 0;
  let child = 1;
  while (child < queued) {
    let below = u64[queue + (child << 3)];
    if (child + 1 < queued && u64[queue + (child << 3) + 8] < below) {
      child += 1;
      below = u64[queue + (child << 3)];
    }
    if (key <= below) break;
    u64[queue + (i << 3)] = below;
    i = child;
    child = 2 * i + 1;
  }
  u64[queue + (i << 3)] = key;
  return first;
}

fn rankPosition(p: u32, at: u32, size: u32) {
  let next = u32[nexts + (at << 2)];
  let rank = ${none};
  if (next < size) {
    let stop = u32[nexts + (next << 2)];
    rank = rankOf(u32[ids + (at << 2)], u32[ids + (next << 2)], p + at, stop - at);
  }
  setRank(at, rank);
}

fn setRank(at: u32, rank: u32) {
  u32[ranks + (at << 2)] = rank;
  if (rank != ${none}) enqueue(rank, at);
}

// Merges any piece and leaves its tokens in nexts and ids.
fn mergeWindow(p: u32, size: u32): u32 {
  if (!need(size)) return 0;
  queued = 0;
  let i = 0;
  while (i < size) {
    u32[nexts + (i << 2)] = i + 1;
    u32[previous + (i << 2)] = i - 1;
    u32[ids + (i << 2)] = byteId(p + i);
    i += 1;
  }
  u32[nexts + (size << 2)] = size;
  u32[ranks + (size - 1 << 2)] = ${none};
  i = 0;
  while (i < size - 1) {
    setRank(i, u32[(u16[p + i] << 2) + ${bigrams}]);
    i += 1;
  }
  while (queued > 0) {
    let key = dequeue();
    let at = u32(key);
    let rank = u32(key >> 32);
    // What changed since it was queued has another rank now.
    if (u32[ranks + (at << 2)] != rank) continue;
    let gone = u32[nexts + (at << 2)];
    let next = u32[nexts + (gone << 2)];
    u32[ids + (at << 2)] = idOfRank(rank);
    u32[nexts + (at << 2)] = next;
    u32[previous + (next << 2)] = at;
    u32[ranks + (gone << 2)] = ${none};
    rankPosition(p, at, size);
    if (at > 0) rankPosition(p, u32[previous + (at << 2)], size);
  }
  return 1;
}

// Merges a long piece in windows, larger ones if a joint does not hold; where out ends, 0 without memory.
fn mergeLong(p: u32, size: u32, out: u32): u32 {
  let window = 1024 + 4 * longest;
  while (1) {
    let stop = mergeWindows(p, size, out, window);
    if (stop != 1) return stop;
    window = window << 1;
  }
}

fn mergeWindows(p: u32, size: u32, out: u32, window: u32): u32 {
  let start = 0;
  let before = 0;
  while (start < size) {
    let span = size - start;
    // Tokens that end near the end of a window might be others if it went on.
    let safe = span;
    if (span > window) {
      span = window;
      safe = window - 2 * longest;
    }
    if (!mergeWindow(p + start, span)) return 0;
    let first = u32[nexts];
    let i = 0;
    let last = 0;
    while (i < safe && u32[nexts + (i << 2)] <= safe) {
      u32[out] = u32[ids + (i << 2)];
      out += 4;
      last = i;
      i = u32[nexts + (i << 2)];
    }
    if (i == 0) return 1;
    if (start > 0 && !meet(p + before, start - before, first)) return 1;
    before = start + last;
    start += i;
  }
  return out;
}

// Whether two tokens side by side stay as they are.
fn meet(p: u32, left: u32, right: u32): u32 {
  if (!mergeWindow(p, left + right)) return 0;
  return u32[nexts] == left && u32[nexts + (left << 2)] == left + right;
}

// Appends the ids of a piece that has no place in the first cache at out; where they end, 0 without memory.
fn longPiece(p: u32, size: u32, out: u32): u32 {
  if (size > ${longestCached}) {
    if (wholeFirst && size <= longest) {
      u32[out] = find(p, size);
      if (u32[out] != ${none}) return out + 4;
    }
    return mergeLong(p, size, out);
  }
  let key = keyOf(p, size);
  let entry = longEntry(p, size, key);
  let record = poolTop;
  if (entry != 0 && u32[entry + 8] != 0) record = u32[entry + 12];
  else {
    let count = newPiece(p, size, key, record + 4);
    u32[record] = count;
    if (entry != 0 && missingByte == 0) {
      let bytes = record + 4 + (count << 2);
      copy(bytes, p, size);
      poolTop = (bytes + size + 3) & ~3;
      longCached += 1;
      u64[entry] = key;
      u32[entry + 8] = size;
      u32[entry + 12] = record;
    }
  }
  return recall(record + 4, u32[record], out);
}

// Appends so many ids; where they end.
fn recall(from: u32, count: u32, out: u32): u32 {
  let end = out + (count << 2);
  while (out < end) {
    v128[out] = v128[from];
    from += 16;
    out += 16;
  }
  return end;
}

// Where a piece is in the second cache, or could be; 0 where that is too full.
fn longEntry(p: u32, size: u32, key: u64): u32 {
  let i = spread(key, ${64 - longCacheBits});
  let probes = 0;
  while (probes < 64) {
    let entry = (i << 4) + ${longCache};
    if (u32[entry + 8] == 0) return entry;
    if (u32[entry + 8] == size && u64[entry] == key) {
      let record = u32[entry + 12];
      if (size <= 8 || same(p, record + 4 + (u32[record] << 2), size)) return entry;
    }
    i = (i + 1) & ${longCacheMask};
    probes += 1;
  }
  return 0;
}

// Puts the ids of a piece that was not met before at out; how many.
fn newPiece(p: u32, size: u32, key: u64, out: u32): u32 {
  if (wholeFirst) {
    u32[out] = findKey(p, size, key);
    if (u32[out] != ${none}) return 1;
  }
  return mergeShort(p, size, out);
}

fn hashOf(low: u64, high: u64): u64 {
  return mix(low ^ rotl(high * 0x9E3779B97F4A7C15, 29));
}

// Finds the result of a piece of at most 15 bytes that is not where it was looked for first.
fn shortPiece(p: u32, size: u32, result: u32, hash: u64) {
  let low = u64[p] & u64[(size << 4) + ${masks}];
  let high = u64[p + 8] & u64[(size << 4) + ${masks + 8}] | u64(size) << 56;
  let entry = (u32(hash >> ${64 - cacheBits}) << 5) + ${cache};
  let probes = 0;
  while (u64[entry + 8] != 0 && probes < 64) {
    if (u64[entry] == low && u64[entry + 8] == high) {
      let near = (u32(hash >> ${64 - frontBits}) << 5) + ${front};
      u64[near] = low;
      u64[near + 8] = high;
      v128[near + 16] = v128[entry + 16];
      v128[result] = v128[entry + 16];
      return;
    }
    entry = ((entry + 32 - ${cache}) & ${cacheMask * 32}) + ${cache};
    probes += 1;
  }
  let key = low;
  if (size > 8) key = keyOf(p, size);
  let count = newPiece(p, size, key, poolTop);
  v128[result] = v128[poolTop];
  if (count > 3) {
    u32[result] = poolTop;
    poolTop += count << 2;
  }
  u32[result + 12] = count;
  if (probes == 64 || missingByte != 0) return;
  u64[entry] = low;
  u64[entry + 8] = high;
  v128[entry + 16] = v128[result];
  cached += 1;
}

// Empties the caches of pieces.
export fn forget() {
  fill(${cache}, 0, ${2 ** cacheBits * 32});
  fill(${front}, 0, ${2 ** frontBits * 32});
  fill(${longCache}, 0, ${2 ** longCacheBits * 16});
  cached = 0;
  longCached = 0;
  poolTop = ${pool};
}

// Encodes from p on and puts ids at out, up to the first open piece, whose start it returns.
export fn encode(p: u32, end: u32, out: u32): u32 {
  while (p < end) {
    let stops = scanSome(p, end, ${batch}, ${batch + 4 * batchSize});
    out = pieces(p, ${batch}, stops, out);
    if (stops == ${batch} || out == 0) break;
    p = u32[stops - 4];
  }
  outEnd = out;
  return p;
}

// The same where another splitter has put the ends of the pieces at stops.
export fn encodePieces(p: u32, stops: u32, count: u32, out: u32) {
  let end = stops + (count << 2);
  while (stops < end && out != 0) {
    let last = stops + ${4 * batchSize};
    if (last > end) last = end;
    out = pieces(p, stops, last, out);
    p = u32[last - 4];
    stops = last;
  }
  outEnd = out;
}

// Rounds, so that what is far from the processor is asked for at once and not one by one: look up all pieces among the
// latest, touch the places of those that are not there, look them up, and append the ids of all.
fn pieces(p: u32, stops: u32, end: u32, out: u32): u32 {
  if (cached > ${full(cacheBits)} || longCached > ${full(longCacheBits)} || poolTop > ${poolEnd - 2 ** 18}) forget();
  let start = p;
  let miss = ${misses};
  let at = stops;
  let result = ${results};
  while (at < end) {
    let stop = u32[at];
    let size = stop - start;
    u32[miss] = start;
    u32[miss + 4] = at;
    if (size <= 15) {
      let low = u64[start] & u64[(size << 4) + ${masks}];
      let high = u64[start + 8] & u64[(size << 4) + ${masks + 8}] | u64(size) << 56;
      let hash = hashOf(low, high);
      let near = (u32(hash >> ${64 - frontBits}) << 5) + ${front};
      v128[result] = v128[near + 16];
      u64[miss + 8] = hash;
      miss += ((u64[near] ^ low | u64[near + 8] ^ high) != 0) << 4;
    } else u32[result + 12] = ${none};
    start = stop;
    at += 4;
    result += 16;
  }
  let missed = miss;
  let sum = u64(0);
  while (miss > ${misses}) {
    miss -= 16;
    sum ^= u64[(u32(u64[miss + 8] >> ${64 - cacheBits}) << 5) + ${cache}];
  }
  // Where nothing is: the sum only keeps the reading from being left out.
  u64[16] = sum;
  while (miss < missed) {
    start = u32[miss];
    at = u32[miss + 4];
    shortPiece(start, u32[at] - start, (at - stops << 2) + ${results}, u64[miss + 8]);
    miss += 16;
  }
  result = ${results};
  while (stops < end) {
    let stop = u32[stops];
    let count = u32[result + 12];
    if (count <= 3) {
      v128[out] = v128[result];
      out += count << 2;
    } else if (count != ${none}) out = recall(u32[result], count, out);
    else {
      out = longPiece(p, stop - p, out);
      if (out == 0) return 0;
    }
    p = stop;
    stops += 4;
    result += 16;
  }
  return out;
}

// Copies the bytes of ids to out, or only adds them up; how many ids were good.
export fn decode(from: u32, count: u32, out: u32, copies: u32): u32 {
  let i = 0;
  while (i < count) {
    let id = u32[from + (i << 2)];
    if (id >= idEnd) break;
    let span = u64[spans + (id << 3)];
    let size = u32(span >> 32);
    if (size == 0) break;
    if (copies) {
      let p = u32(span);
      u64[out] = u64[p];
      let done = 8;
      while (done < size) {
        u64[out + done] = u64[p + done];
        done += 8;
      }
    }
    out += size;
    i += 1;
  }
  outEnd = out;
  return i;
}
`;

/** Reading the lines of a `.tiktoken` file: base64 of the bytes, a space, the rank. */
export const readRanksSource: string = `
export let line: u32 = 0;
export let rankEnd: u32 = 0;
export let bytesEnd: u32 = 0;
export let recordsEnd: u32 = 0;

// Puts the bytes of the tokens of whole lines at bytesEnd, and rank, place and size of each at recordsEnd; 1 if malformed.
export fn parseRanks(p: u32, end: u32): u32 {
  let out = bytesEnd;
  let records = recordsEnd;
  while (p < end) {
    line += 1;
    let start = out;
    while (u8[p] != 32) {
      let a = u8[u8[p] + ${layout.base64}];
      let b = u8[u8[p + 1] + ${layout.base64}];
      let c = u8[u8[p + 2] + ${layout.base64}];
      let d = u8[u8[p + 3] + ${layout.base64}];
      if ((a | b | c | d) > 127) return 1;
      if (a == 64 || b == 64 || (c == 64 && d != 64)) return 1;
      u8[out] = a << 2 | b >> 4;
      u8[out + 1] = b << 4 | c >> 2;
      u8[out + 2] = c << 6 | d;
      out += 3 - (c == 64) - (d == 64);
      p += 4;
      if (d == 64 && u8[p] != 32) return 1;
    }
    p += 1;
    let rank = 0;
    let digits = 0;
    while (p < end && u8[p] != 10) {
      let digit = u8[p] - 48;
      if (digit < 10) {
        rank = rank * 10 + digit;
        digits += 1;
      } else if (u8[p] != 13) return 1;
      p += 1;
    }
    p += 1;
    if (digits == 0 || digits > 8 || out == start) return 1;
    if (rank >= rankEnd) rankEnd = rank + 1;
    u32[records] = rank;
    u32[records + 4] = start;
    u32[records + 8] = out - start;
    records += 12;
  }
  recordsEnd = records;
  bytesEnd = out;
  return 0;
}

// Makes them the vocabulary; 1 rank twice, 2 bytes twice.
export fn putRanks(records: u32): u32 {
  line = 0;
  while (records < recordsEnd) {
    line += 1;
    let p = u32[records + 4];
    let size = u32[records + 8];
    let rank = u32[records];
    let taken = setToken(p, size, rank, 0);
    if (taken != 0) return taken;
    if (size == 2) u32[(u16[p] << 2) + ${bigrams}] = rank;
    records += 12;
  }
  return 0;
}
`;
