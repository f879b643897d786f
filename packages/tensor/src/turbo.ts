/**
 * Turbo: V8 can pair neighbouring 128-bit operations into 256-bit ones (`--experimental-wasm-revectorize`). The
 * switch is experimental and holds for the whole process, so it is never set unasked, and its work is checked.
 */
import { gemm, gemmReference } from './kernels/gemm.js';
import type { Engine } from './wasm/engine.js';

interface NodeLike {
  readonly process?: {
    getBuiltinModule?(name: 'node:v8'): { setFlagsFromString(flags: string): void };
  };
}

const N = 96;
const FLOPS = 2 * N ** 3;
/** Pairing is worth its risk from here; it doubles the speed where it works. */
const GAIN = 1.15;
const ATTEMPTS = 8;

/** Turns the switch on and tries it; a reason if turbo cannot be used. */
export function turboCheck(e: Engine): string | undefined {
  const v8 = (globalThis as NodeLike).process?.getBuiltinModule?.('node:v8');
  if (!v8) return 'only Node can switch it on';
  if (!e.features.fused) return 'needs fused multiply-add';
  v8.setFlagsFromString('--experimental-wasm-revectorize');
  const plain = e.features;
  let [narrow, wide] = [0, 0];
  // on a busy machine the first trials may come too early, before V8 has optimised both kernels
  for (let attempt = 0; attempt < ATTEMPTS && wide <= GAIN * narrow; attempt++) {
    narrow = Math.max(narrow, trial(e).speed);
    e.features = { ...plain, turbo: true };
    const { error, speed } = trial(e);
    e.features = plain;
    if (error > 1e-4) return `its products are wrong by ${error}`;
    wide = Math.max(wide, speed);
  }
  if (wide <= GAIN * narrow)
    return `V8 does not pair operations here (${wide.toFixed(0)} against ${narrow.toFixed(0)} GFLOP/s)`;
  return undefined;
}

/** Largest error and speed of a product of two 96×96 matrices, once V8 has optimised the kernel. */
function trial(e: Engine): { error: number; speed: number } {
  const blocks = [0, 1, 2].map(() => e.heap.take(4 * N * N));
  const [a, b, c] = blocks.map(({ ptr }) => ({ ptr, row: N, column: 1 })) as [
    Matrix,
    Matrix,
    Matrix,
  ];
  const value = (i: number): number => ((i * 7919) % 1009) / 1009 - 0.5;
  for (let i = 0; i < N * N; i++) {
    e.heap.f32[(a.ptr >>> 2) + i] = value(i);
    e.heap.f32[(b.ptr >>> 2) + i] = value(i + 31);
  }
  const seconds = (times: number): number => {
    const began = performance.now();
    for (let i = 0; i < times; i++) gemm(e, { m: N, n: N, k: N }, [a, b, c]);
    return (performance.now() - began) / 1000;
  };
  const until = performance.now() + 60;
  while (performance.now() < until) seconds(20);
  const best = Math.min(...Array.from({ length: 7 }, () => seconds(10)));
  let error = 0;
  gemmReference(
    { m: N, n: N, k: N },
    (i, p) => e.heap.f32[(a.ptr >>> 2) + i * N + p] as number,
    (p, j) => e.heap.f32[(b.ptr >>> 2) + p * N + j] as number,
    (i, j, exact) => {
      error = Math.max(error, Math.abs(exact - (e.heap.f32[(c.ptr >>> 2) + i * N + j] as number)));
    },
  );
  for (const { ptr, size } of blocks) e.heap.give(e.heap.main, ptr, size);
  return { error, speed: (10 * FLOPS) / best / 1e9 };
}

interface Matrix {
  readonly ptr: number;
  readonly row: number;
  readonly column: number;
}
