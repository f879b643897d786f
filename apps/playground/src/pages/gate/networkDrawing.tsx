import type { XorNetwork } from '@gibbs/nn/tasks';
import type { VNode } from 'preact';
import { text } from '../../text/en/gate.js';

interface Edge {
  from: string;
  to: string;
  weight: number;
  ends: readonly [number, number, number, number];
}

/** A network as a drawing: neurons, and weights as lines between them, with the same as a list. */
export function NetworkDrawing({ network }: { network: XorNetwork }): VNode {
  const { hidden, output } = network;
  const height = (index: number, count: number) => ((index + 1) / (count + 1)) * 100;
  const edges: Edge[] = hidden.flatMap((weights, j) => {
    const y = height(j, hidden.length);
    const neuron = text.one.neuron(j);
    return [
      { from: text.one.a, to: neuron, weight: weights[0], ends: [12, 33, 50, y] },
      { from: text.one.b, to: neuron, weight: weights[1], ends: [12, 67, 50, y] },
      { from: neuron, to: text.one.output, weight: output[j] ?? 0, ends: [50, y, 88, 50] },
    ] as Edge[];
  });
  const largest = Math.max(1, ...edges.map(({ weight }) => Math.abs(weight)));
  const nodes = [
    { name: text.one.a, x: 12, y: 33 },
    { name: text.one.b, x: 12, y: 67 },
    ...hidden.map((_, j) => ({ name: String(j + 1), x: 50, y: height(j, hidden.length) })),
    { name: '', x: 88, y: 50 },
  ];
  return (
    <div>
      <h3>{text.one.weights}</h3>
      <svg class="network" role="img" aria-label={text.one.weightsSentence(hidden.length)}>
        {edges.map(({ from, to, weight, ends: [x1, y1, x2, y2] }) => (
          <line
            key={`${from} ${to}`}
            class={weight < 0 ? 'minus' : 'plus'}
            x1={`${x1}%`}
            y1={`${y1}%`}
            x2={`${x2}%`}
            y2={`${y2}%`}
            stroke-width={(0.6 + (Math.abs(weight) / largest) * 7).toFixed(1)}
          />
        ))}
        {nodes.map(({ name, x, y }, index) => (
          <g key={`${index}:${name}`}>
            <circle cx={`${x}%`} cy={`${y}%`} r="13" />
            <text x={`${x}%`} y={`${y}%`} dy="5" text-anchor="middle">
              {name}
            </text>
          </g>
        ))}
      </svg>
      <details class="data">
        <summary>{text.one.list}</summary>
        <ul>
          {edges.map(({ from, to, weight }) => (
            <li key={`${from} ${to}`}>{text.one.edge(from, to, weight)}</li>
          ))}
          {hidden.map(([, , bias], j) => (
            <li key={text.one.neuron(j)}>{text.one.bias(text.one.neuron(j), bias)}</li>
          ))}
          <li>{text.one.bias(text.one.output, output[hidden.length] ?? 0)}</li>
        </ul>
      </details>
    </div>
  );
}
