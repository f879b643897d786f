import { type Bit, gates } from '@gibbs/nn/tasks';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { text } from '../../text/en/gate.js';

const a = signal<Bit>(1);
const b = signal<Bit>(0);
const { nand } = gates;

/** XOR wired from four NAND gates, with the bits on its wires. */
export function Circuit(): VNode {
  const shared = nand(a.value, b.value);
  const upper = nand(a.value, shared);
  const lower = nand(b.value, shared);
  const out = nand(upper, lower);
  const wires: readonly (readonly [string, Bit])[] = [
    ['M20,30 H190', a.value],
    ['M20,130 H190', b.value],
    ['M50,30 V70 H80', a.value],
    ['M50,130 V90 H80', b.value],
    ['M140,80 H165 V44 H190', shared],
    ['M140,80 H165 V116 H190', shared],
    ['M250,37 H275 V73 H300', upper],
    ['M250,123 H275 V87 H300', lower],
    ['M360,80 H395', out],
  ];
  const boxes: readonly (readonly [number, number, Bit])[] = [
    [80, 80, shared],
    [190, 37, upper],
    [190, 123, lower],
    [300, 80, out],
  ];
  return (
    <section class="circuit card" aria-labelledby="circuit-title">
      <div>
        <h2 id="circuit-title">{text.circuit.title}</h2>
        <p>{text.circuit.intro}</p>
        <div class="row">
          {(
            [
              ['a', a],
              ['b', b],
            ] as const
          ).map(([name, bit]) => (
            <button
              type="button"
              key={name}
              aria-pressed={bit.value === 1}
              onClick={() => {
                bit.value = bit.value === 1 ? 0 : 1;
              }}
            >
              {text.circuit.input(name, bit.value)}
            </button>
          ))}
          <output>{text.circuit.out(out)}</output>
        </div>
      </div>
      <svg
        viewBox="0 0 400 160"
        role="img"
        aria-label={text.circuit.sentence(a.value, b.value, [shared, upper, lower], out)}
      >
        {wires.map(([path, bit]) => (
          <path key={path} class={bit === 1 ? 'live' : 'dead'} d={path} />
        ))}
        {boxes.map(([x, y, bit]) => (
          <g key={`${x} ${y}`}>
            <path class="gate" d={`M${x},${y - 24} h28 a24,24 0 0 1 0,48 h-28 z`} />
            <circle class={bit === 1 ? 'live' : 'dead'} cx={x + 57} cy={y} r="5" />
            <text x={x + 24} y={y + 6} text-anchor="middle">
              {bit}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}
