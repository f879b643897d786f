import type { Tensor } from '@gibbs/tensor';
import type { Module } from './module.js';

/**
 * A model as a table: every part that has parameters of its own, with their shapes and count, and the sum.
 *
 * @example
 * ```ts
 * import { generator } from '@gibbs/tensor';
 * import { MLP, summary } from '@gibbs/nn';
 * console.log(summary(new MLP([2, 8, 1], { generator: generator(1) })));
 * // → part      kind    shapes      parameters
 * // → layers.0  Linear  [8, 2] [8]          24
 * // → layers.1  Linear  [1, 8] [1]           9
 * // → total                                 33
 * ```
 */
export function summary(model: Module): string {
  const groups = new Map<string, Tensor[]>();
  for (const [name, parameter] of model.namedParameters()) {
    const part = name.split('.').slice(0, -1).join('.');
    groups.set(part, [...(groups.get(part) ?? []), parameter]);
  }
  const modules = model.namedModules();
  const count = (parameters: readonly Tensor[]) => parameters.reduce((sum, p) => sum + p.size, 0);
  const rows = [...groups].map(([part, parameters]) => [
    part || '(model)',
    modules.get(part)?.constructor.name ?? '',
    parameters.map(({ shape }) => `[${shape.join(', ')}]`).join(' '),
    count(parameters).toLocaleString('en'),
  ]);
  const table = [
    ['part', 'kind', 'shapes', 'parameters'],
    ...rows,
    ['total', '', '', count(model.parameters()).toLocaleString('en')],
  ];
  const widths = [0, 1, 2, 3].map((i) =>
    Math.max(...table.map((row) => (row[i] as string).length)),
  );
  return table
    .map(([part = '', kind = '', shapes = '', number = '']) =>
      [
        part.padEnd(widths[0] as number),
        kind.padEnd(widths[1] as number),
        shapes.padEnd(widths[2] as number),
        number.padStart(widths[3] as number),
      ].join('  '),
    )
    .join('\n');
}
