import { expect, test } from 'vitest';
import { Gas } from '../gas.js';
import { compile } from './compile.js';

const kinds = {
  'alike, periodic': { walls: 'periodic' },
  'in a box with a hot side': { walls: { left: { temperature: 2 } } },
  'under gravity': { gravity: 0.3 },
  'of two species': { species: [{ count: 60 }, { count: 60, radius: 0.3, mass: 3 }] },
} as const;

for (const [kind, options] of Object.entries(kinds)) {
  test(`the compiled kernel and the one in JavaScript agree to the last bit: a gas ${kind}`, () => {
    const make = (kernel: 'wasm' | 'js') => {
      const gas = new Gas({
        width: 20,
        height: 18,
        species: { count: 120 },
        seed: 8,
        ...options,
        kernel,
      });
      if (!('walls' in options) || options.walls !== 'periodic') {
        gas.driveBarrier(gas.addBarrier({ x: 20 }), { speed: -0.1, to: 18 });
      }
      gas.step(8000);
      return gas;
    };
    const [fast, plain] = [make('wasm'), make('js')];
    expect(fast.positions()).toEqual(plain.positions());
    expect(fast.velocities()).toEqual(plain.velocities());
    expect(fast.time).toBe(plain.time);
  });
}

test('a large gas is sorted in memory, and a snapshot of one kernel goes on in the other', () => {
  const options = {
    width: 90,
    height: 90,
    species: { count: 3000 },
    walls: 'periodic',
    seed: 3,
  } as const;
  const fast = new Gas(options);
  const plain = new Gas({ ...options, kernel: 'js' });
  fast.step(40_000);
  plain.step(40_000);
  const later = Gas.restore(plain.snapshot());
  later.step(10_000);
  fast.step(10_000);
  expect(later.positions()).toEqual(fast.positions());
  expect(fast.smallestGap).toBeGreaterThan(-1e-12);
});

test('the compiler folds constants, keeps precedence, and says what it does not understand', () => {
  const run = (source: string) => {
    const module = new WebAssembly.Module(compile(source, { TWO: 2, NO: 0 }, {}, []));
    const memory = new WebAssembly.Memory({ initial: 1 });
    return (new WebAssembly.Instance(module, { env: { memory } }).exports.main as () => number)();
  };
  expect(run('fn main(): i32 { return 1 + TWO * 3 << 1; }')).toBe(14);
  expect(
    run(
      'fn main(): i32 { let k = 0; while (k < 10) { k = k + 3; if (k > 8) { break; } } return k; }',
    ),
  ).toBe(9);
  expect(
    run('fn main(): i32 { if (NO) { return 1; } else if (!NO) { return -5; } return 3; }'),
  ).toBe(-5);
  expect(run('fn main(): f64 { return sqrt(2.25) + abs(-1.5) * real(TWO); }')).toBe(4.5);
  expect(() => run('fn main(): i32 { return what; }')).toThrow(
    'compile: expected a name that is known',
  );
  expect(() => run('fn main(): i32 { return 1.0 + 1; }')).toThrow('two sides of one type at "+"');
  expect(() => run('fn main(): i32 { return #; }')).toThrow('compile: unknown sign at');
});
