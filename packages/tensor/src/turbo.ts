/**
 * Turbo: V8 can pair neighbouring 128-bit operations into 256-bit ones (`--experimental-wasm-revectorize`). The
 * switch is experimental and holds for the whole process, so it is never set unasked, and its work is checked.
 */
import { gemm, type Matrix } from './kernels/gemm.js';
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
    const before = trial(e);
    e.features = { ...plain, turbo: true };
    const after = trial(e);
    e.features = plain;
    const error = Math.max(
      ...after.product.map((y, i) => Math.abs(y - (before.product[i] as number))),
    );
    if (!(error < 1e-4)) return `its products are wrong by ${error}`;
    [narrow, wide] = [Math.max(narrow, before.speed), Math.max(wide, after.speed)];
  }
  if (wide <= GAIN * narrow)
    return `V8 does not pair operations here (${wide.toFixed(0)} against ${narrow.toFixed(0)} GFLOP/s)`;
  return undefined;
}

/** A product of two 96×96 matrices, and its speed once V8 has optimised the kernel. */
function trial(e: Engine): { product: Float32Array; speed: number } {
  const { ptr, size } = e.heap.take(12 * N * N);
  const square = (i: number): Matrix => ({ ptr: ptr + 4 * i * N * N, row: N, column: 1 });
  const numbers = e.heap.f32.subarray(ptr >>> 2, (ptr >>> 2) + 3 * N * N);
  for (let i = 0; i < 2 * N * N; i++) numbers[i] = ((i * 7919) % 1009) / 1009 - 0.5;
  const seconds = (times: number): number => {
    const began = performance.now();
    for (let i = 0; i < times; i++)
      gemm(e, 'float32', { m: N, n: N, k: N }, [square(0), square(1), square(2)]);
    return (performance.now() - began) / 1000;
  };
  const until = performance.now() + 60;
  while (performance.now() < until) seconds(20);
  const best = Math.min(...Array.from({ length: 7 }, () => seconds(10)));
  const product = e.heap.f32.slice((ptr >>> 2) + 2 * N * N, (ptr >>> 2) + 3 * N * N);
  e.heap.give(e.heap.main, ptr, size);
  return { product, speed: (10 * FLOPS) / best / 1e9 };
}
