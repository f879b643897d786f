import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { rows } from '../draw/page.js';
import { version } from '../versions.js';

const schema = v.object({
  gibbs: v.string(),
  node: v.string(),
  v8: v.string(),
  platform: v.string(),
  processor: v.string(),
  cores: v.number(),
  memoryBytes: v.number(),
  freeMemoryBytes: v.number(),
  webAssembly: v.object({ simd: v.boolean(), relaxedSimd: v.boolean(), threads: v.boolean() }),
  /** One line on each thing that makes Gibbs slower or unable here. */
  remarks: v.array(v.string()),
});

/** Modules that hold one instruction of the feature: they validate exactly where the platform has it. */
const probes = {
  // i32x4.splat (v128)
  simd: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17,
    11,
  ],
  // f32x4.relaxed_madd
  relaxedSimd: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11,
    0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
  ],
  // a shared memory
  threads: [0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1],
};

export default defineCommand({
  description:
    'Looks at this machine with the eyes of Gibbs: what it has, and what would make it faster.',
  examples: [
    ['gibbs doctor', 'a report to read'],
    ['gibbs doctor --json', 'for a bug report'],
  ],
  schema,
  run: async () => {
    const webAssembly = {
      simd: WebAssembly.validate(Uint8Array.from(probes.simd)),
      relaxedSimd: WebAssembly.validate(Uint8Array.from(probes.relaxedSimd)),
      threads: WebAssembly.validate(Uint8Array.from(probes.threads)),
    };
    const cores = availableParallelism();
    return {
      gibbs: version,
      node: process.versions.node,
      v8: process.versions.v8,
      platform: `${process.platform} ${process.arch}`,
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores,
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
      webAssembly,
      remarks: remarksOn(webAssembly, cores),
    };
  },
  human: (result, page) => {
    const yes = (has: boolean): string =>
      has ? page.paint('green', 'yes') : page.paint('red', 'no');
    const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
    const { simd, relaxedSimd, threads } = result.webAssembly;
    return [
      ...rows([
        ['gibbs', result.gibbs],
        ['node', `${result.node} (V8 ${result.v8})`],
        ['platform', result.platform],
        [
          'processor',
          `${result.processor}, ${result.cores} ${result.cores === 1 ? 'core' : 'cores'}`,
        ],
        ['memory', `${gigabytes(result.memoryBytes)}, ${gigabytes(result.freeMemoryBytes)} free`],
        [
          'WebAssembly',
          `SIMD ${yes(simd)}, relaxed SIMD ${yes(relaxedSimd)}, threads ${yes(threads)}`,
        ],
      ]),
      '',
      ...(result.remarks.length > 0 ? result.remarks : ['Nothing stands in the way.']),
    ].join('\n');
  },
  csv: (result) => [
    ['quantity', 'value'],
    ...Object.entries(result).flatMap(([key, value]) =>
      Array.isArray(value)
        ? []
        : typeof value === 'object'
          ? Object.entries(value).map(([inner, has]) => [`${key}.${inner}`, String(has)])
          : [[key, value]],
    ),
  ],
  quiet: (result) => result.remarks.join('\n'),
});

function remarksOn(
  has: Record<'simd' | 'relaxedSimd' | 'threads', boolean>,
  cores: number,
): string[] {
  const remarks: string[] = [];
  if (!has.simd)
    remarks.push('This Node has no WebAssembly SIMD: Gibbs needs Node 22.12 or newer.');
  else if (!has.relaxedSimd)
    remarks.push(
      'No relaxed SIMD: multiply and add are two steps. Newer versions of Node have it.',
    );
  if (!has.threads) remarks.push('No shared memory: training runs on one core.');
  if (cores === 1) remarks.push('One core: training runs on one thread.');
  return remarks;
}
