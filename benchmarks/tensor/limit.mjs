// The machine's limit as WebAssembly can reach it: a loop of fused multiply-adds that stays in registers, in
// GFLOP/s on one thread; separate multiply and add where the engine has no relaxed SIMD.

import { serve } from '../serve.mjs';
import { matmuls } from './shapes.mjs';

const accumulators = 12;
const op = { loop: 0x03, end: 0x0b, brIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22, drop: 0x1a };
const simd = { splat: 0x13, mul: 0xe6, add: 0xe4, madd: 0x105 };

const fused = WebAssembly.validate(peakModule(true));
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(peakModule(fused)));
const turns = 20_000;
const work = { run: () => exports.run(turns), units: (turns * accumulators * 8) / 1e9 };

const ids = Object.keys(matmuls);
const all = [...ids, ...ids.flatMap((id) => ['tn', 'nt', 'tt'].map((t) => `${id}-${t}`))];
serve(
  fused ? 'relaxed fused multiply-add' : 'multiply and add',
  Object.fromEntries(all.map((id) => [id, () => work])),
);

/** A module whose `run(n)` does n turns of one multiply-add on each accumulator. */
function peakModule(useFused) {
  const [count, factor] = [0, 1];
  const first = 2;
  const each = Array.from({ length: accumulators }, (_, i) => first + i);
  const start = (local, value) => [0x43, ...float32(value), ...vector(simd.splat), op.set, local];
  const step = (local) =>
    useFused
      ? [op.get, local, op.get, factor, op.get, factor, ...vector(simd.madd), op.set, local]
      : [
          op.get,
          local,
          op.get,
          factor,
          op.get,
          factor,
          ...vector(simd.mul),
          ...vector(simd.add),
          op.set,
          local,
        ];
  const code = [
    ...start(factor, 0.999),
    ...each.flatMap((local) => start(local, local)),
    ...[op.loop, 0x40],
    ...each.flatMap(step),
    ...[op.get, count, 0x41, 1, 0x6b, op.tee, count, op.brIf, 0],
    op.end,
    // The sum keeps the accumulators from being optimised away.
    ...each.flatMap((local) => [op.get, local]),
    ...each.slice(1).flatMap(() => vector(simd.add)),
    ...[...vector(0x1f), 0],
    op.end,
  ];
  const locals = [1, ...leb(accumulators + 1), 0x7b];
  const body = [...locals, ...code];
  const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

function vector(code) {
  return [0xfd, ...leb(code)];
}

function leb(value) {
  const bytes = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

function float32(value) {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}
