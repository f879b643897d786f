import { AT_WALL, EPOCH_OVER, type Kernel, MET, type PlaneAim, STUCK } from '../kernel.js';
import * as at from '../store.js';
import { HEADER, layout, type Sizes, type Store, store } from '../store.js';
import { compile } from './compile.js';
import { FIELDS, SOURCE } from './source.js';

const PAGE = 65536;

/** Disks above which a core's cache is too small for them, so that memory is asked ahead of need. */
const WORTH_ASKING = 20_000;

/** Whether this platform compiles WebAssembly where it runs; a page's policy may forbid it. */
export function canCompile(): boolean {
  try {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    return new WebAssembly.Module(empty) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

/** A store in a memory of WebAssembly, which `wasmKernel` can work on. */
export function wasmStore(sizes: Sizes): { box: Store; memory: WebAssembly.Memory } {
  const pages = Math.ceil(layout(sizes).end / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  return { box: store(sizes, memory.buffer as ArrayBuffer), memory };
}

/** The kernel of a gas, compiled for its sizes and its kind: bit for bit that of `kernel.ts`. */
export function wasmKernel(box: Store, memory: WebAssembly.Memory, planeAim: PlaneAim): Kernel {
  const { header, sizes } = box;
  const parts = layout(sizes);
  const slot = (name: keyof typeof HEADER) => 8 * HEADER[name];
  const { columns: COLUMNS, rows: ROWS, buckets: BUCKET_COUNT } = sizes;
  const constants = {
    HEAD: 0,
    RECORDS: parts.records,
    QUEUE: parts.queue,
    BUCKETS: parts.buckets,
    CELLS: parts.cells,
    WRAPS: parts.wraps,
    RADII: 8 * at.RADII,
    MASSES: 8 * at.MASSES,
    COLUMNS,
    ROWS,
    BUCKET_COUNT,
    PERIODIC_X: header[HEADER.periodicX] as number,
    PERIODIC_Y: header[HEADER.periodicY] as number,
    ALIKE: header[HEADER.contact] === 0 ? 0 : 1,
    HEAVY: header[HEADER.gravity] === 0 ? 0 : 1,
    EPOCH_OVER,
    MET,
    AT_WALL,
    IS_STUCK: STUCK,
    NOBODY: at.NOBODY,
    LOOK_AGAIN: at.LOOK_AGAIN,
    PARKED: at.PARKED,
    COLUMN_SHIFT: at.COLUMN_SHIFT,
    ROW_SHIFT: at.ROW_SHIFT,
    ROW_MASK: at.ROW_MASK,
    LABEL_MASK: at.LABEL_MASK,
    SPECIES_SHIFT: at.SPECIES_SHIFT,
    EAST: at.EAST,
    WEST: at.WEST,
    NORTH: at.NORTH,
    SOUTH: at.SOUTH,
    RIGHT_SIDE: at.RIGHT_SIDE,
    LEFT_SIDE: at.LEFT_SIDE,
    TOP_SIDE: at.TOP_SIDE,
    BOTTOM_SIDE: at.BOTTOM_SIDE,
    NOW: slot('now'),
    BUCKET: slot('bucket'),
    RATE: slot('rate'),
    EPOCH: slot('epoch'),
    COLLISIONS: slot('collisions'),
    CROSSINGS: slot('crossings'),
    SEARCHES: slot('searches'),
    VIRIAL: slot('virial'),
    STUCK: slot('stuck'),
    STUCK_LIMIT: slot('stuckLimit'),
    FIRST: slot('first'),
    SECOND: slot('second'),
    WATCHED: slot('watched'),
    WIDTH: slot('cellWidth'),
    HEIGHT: slot('cellHeight'),
    GRAVITY: slot('gravity'),
    CONTACT: slot('contact'),
    STRETCH: slot('stretch'),
    STOP_AT: slot('stopAt'),
    UNTIL: slot('until'),
    PLANE_FROM: slot('planeFrom'),
    PLANE_TO: slot('planeTo'),
    PLANE_TIME: slot('planeTime'),
    FAR: sizes.count > WORTH_ASKING ? 1 : 0,
    TOUCHED: slot('touched'),
  };
  const imported = { name: 'planeAim', params: ['i32'], result: 'i32' } as const;
  const module = new WebAssembly.Module(compile(SOURCE, constants, FIELDS, [imported]));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, planeAim } });
  return exports as unknown as Kernel;
}
