/**
 * Where a gas keeps everything that changes: one block of memory, so that a snapshot is one copy and
 * the same block can be worked on by the kernel in JavaScript and by the one in WebAssembly.
 *
 * | part | per | content |
 * |---|---|---|
 * | header | gas | scalars, see `HEADER`; then a radius and a mass per species |
 * | records | disk | x, y, vx, vy, clock, collision time (float64); partner, next in cell, place, label (int32) |
 * | queue | disk | event time (float64); next and previous in the same bucket (int32) |
 * | buckets | slice of time | first disk whose event falls into it, or −1 |
 * | cells | cell | first disk in it, or −1 |
 * | slots | disk | where the disk of this label lies now |
 * | wraps | disk | how often it went round the periodic box, in x and in y |
 *
 * A record is 64 bytes, one cache line. x and y count from the lower left corner of the disk's own
 * cell: differences of neighbours need no periodic image, and their last bit is as small in a box of
 * a million disks as in one of ten. `clock` is the time at which x and y were true; a disk moves
 * freely from there on.
 */

/** Doubles in a record, and 32-bit words in it. */
export const RECORD = 8;
export const WORDS = 16;

/** Offsets of the doubles in a record. */
export const X = 0;
export const Y = 1;
export const VX = 2;
export const VY = 3;
export const CLOCK = 4;
export const MEET = 5;

/** Offsets of the 32-bit words in a record. */
export const PARTNER = 12;
export const NEXT = 13;
export const PLACE = 14;
export const LABEL = 15;

/** `PARTNER` of a disk that meets nobody, and of one whose partner was taken: look again at `MEET`. */
export const NOBODY = -1;
export const LOOK_AGAIN = -2;

/** `PLACE` is column × 2¹⁸ + row × 2⁴ + what ends the free flight through the cell. */
export const COLUMN_SHIFT = 18;
export const ROW_SHIFT = 4;
export const ROW_MASK = 0x3fff;
export const MOST_CELLS_ACROSS = 0x2000;

/** What ends the flight through a cell: a border of it, a side of the box, or one of eight planes. */
export const EAST = 0;
export const WEST = 1;
export const NORTH = 2;
export const SOUTH = 3;
export const RIGHT_SIDE = 4;
export const LEFT_SIDE = 5;
export const TOP_SIDE = 6;
export const BOTTOM_SIDE = 7;
export const FIRST_PLANE = 8;

/** `LABEL` is the number of the disk, with its species above. */
export const SPECIES_SHIFT = 24;
export const LABEL_MASK = 0xffffff;
export const MOST_DISKS = 0x1000000;
export const MOST_SPECIES = 64;

/** `next` of a disk whose event lies beyond the current epoch and is in no bucket. */
export const PARKED = -2;

/** Slots of the header, all float64. */
export const HEADER = {
  /** Time of the last event, from the start of the epoch. */
  now: 0,
  /** Bucket being emptied. */
  bucket: 1,
  /** Buckets per unit of time, a power of 2. */
  rate: 2,
  /** Length of an epoch: buckets / rate. */
  epoch: 3,
  /** Start of this epoch since the beginning, and its rounding. */
  origin: 4,
  epochs: 5,
  /** Pairs that collided, borders crossed, searches for a new partner. */
  collisions: 6,
  crossings: 7,
  searches: 8,
  /** Sum over collisions of impulse × distance of centres. */
  virial: 9,
  /** Events in a row without a step in time, and how many are allowed. */
  stuck: 10,
  stuckLimit: 11,
  /** Disks of the last event, for who looks on. */
  first: 12,
  second: 13,
  /** 1 where someone wants to be told of each collision. */
  watched: 14,
  cellWidth: 15,
  cellHeight: 16,
  columns: 17,
  rows: 18,
  periodicX: 19,
  periodicY: 20,
  gravity: 21,
  /** Square of the distance at contact where all disks are alike, else 0. */
  contact: 22,
  /** Columns within reach of a plane need the slow way: lowest and highest. */
  planeFrom: 23,
  planeTo: 24,
  count: 25,
  buckets: 26,
  /** Events when this epoch began. */
  epochEvents: 27,
  /** √1.5 / distance at contact where all disks are alike. */
  stretch: 28,
  /** Hand back when this many pairs have collided. */
  stopAt: 29,
  /** Number of events after which the disks are sorted again. */
  sortAt: 30,
  /** Run no event after this time of the epoch. */
  until: 31,
  /** Since the beginning, per side (right, left, top, bottom): impulse, hits, heat given to the gas. */
  impulse: 32,
  hits: 36,
  heat: 40,
  /** When the plane that `planeAim` found is reached. */
  planeTime: 44,
  /** Next time at which a barrier leaves its column or reaches an end. */
  planeDue: 45,
  /** Always 0: what the compiled kernel reads ahead goes here, so that reading it is not left out. */
  touched: 46,
} as const;

/** Radius and mass of species s lie at `RADII + s` and `MASSES + s`. */
export const RADII = 64;
export const MASSES = 128;

/** Barriers: eight blocks of doubles in the header, see `BARRIER`. */
export const BARRIERS = 192;
export const BARRIER_LENGTH = 16;
export const MOST_BARRIERS = 8;
export const BARRIER = {
  /** 1 while it stands. */
  present: 0,
  /** Where it was at `clock`: column, and place in it. */
  column: 1,
  x: 2,
  velocity: 3,
  acceleration: 4,
  clock: 5,
  /** Infinite for one that is driven. */
  mass: 6,
  force: 7,
  /** It stays between these, counted from the left side of the box. */
  lowest: 8,
  highest: 9,
  /** When it leaves its column or reaches an end. */
  due: 10,
  /** Momentum it got from the disks on its left and on its right, and work they did on it. */
  fromLeft: 11,
  fromRight: 12,
  work: 13,
  hits: 14,
  /** Bits of the species that pass. */
  passes: 15,
} as const;
const HEADER_LENGTH = BARRIERS + MOST_BARRIERS * BARRIER_LENGTH;

export interface Sizes {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly buckets: number;
}

export interface Store {
  readonly sizes: Sizes;
  readonly buffer: ArrayBuffer;
  /** Where the store lies in the buffer. */
  readonly base: number;
  readonly bytes: number;
  readonly header: Float64Array;
  readonly real: Float64Array;
  readonly word: Int32Array;
  readonly queueTime: Float64Array;
  readonly queueWord: Int32Array;
  readonly bucket: Int32Array;
  readonly cell: Int32Array;
  readonly slot: Int32Array;
  readonly wrap: Int32Array;
}

/** Byte offsets of the parts, each a multiple of 64, and the length of the whole. */
export function layout({ count, columns, rows, buckets }: Sizes): {
  records: number;
  queue: number;
  buckets: number;
  cells: number;
  slots: number;
  wraps: number;
  end: number;
} {
  const after = (start: number, bytes: number) => Math.ceil((start + bytes) / 64) * 64;
  const records = after(0, HEADER_LENGTH * 8);
  const queue = after(records, count * 64);
  const bucketsAt = after(queue, count * 16);
  const cells = after(bucketsAt, buckets * 4);
  const slots = after(cells, columns * rows * 4);
  const wraps = after(slots, count * 4);
  return { records, queue, buckets: bucketsAt, cells, slots, wraps, end: after(wraps, count * 8) };
}

/** Views on a block of memory; a fresh block where none is given. */
export function store(sizes: Sizes, buffer?: ArrayBuffer, base = 0): Store {
  const at = layout(sizes);
  const block = buffer ?? new ArrayBuffer(at.end);
  const { count, columns, rows, buckets } = sizes;
  return {
    sizes,
    buffer: block,
    base,
    bytes: at.end,
    header: new Float64Array(block, base, HEADER_LENGTH),
    real: new Float64Array(block, base + at.records, count * RECORD),
    word: new Int32Array(block, base + at.records, count * WORDS),
    queueTime: new Float64Array(block, base + at.queue, count * 2),
    queueWord: new Int32Array(block, base + at.queue, count * 4),
    bucket: new Int32Array(block, base + at.buckets, buckets),
    cell: new Int32Array(block, base + at.cells, columns * rows),
    slot: new Int32Array(block, base + at.slots, count),
    wrap: new Int32Array(block, base + at.wraps, count * 2),
  };
}
