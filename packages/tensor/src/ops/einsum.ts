/** Sums of products by index letters. */
import { refuse, ShapeError } from '../errors.js';
import { composed, fresh, record, release, viewOf } from '../handle.js';
import { sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { applyInto, checkDtypes } from './apply.js';
import { matmul } from './matmul.js';
import { permute, reshape } from './movement.js';
import { sum } from './reduce.js';

/**
 * Einstein's sum: `einsum('bij,bjk->bik', a, b)` is a batched matrix product. A letter names an axis; letters that the
 * result lacks are summed over; a letter twice in one operand takes the diagonal. Without `->`, letters that stand once
 * make the result, in alphabetical order. Several operands are taken pair by pair from the left. Throws where the
 * equation does not fit the operands.
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const { inputs, output } = parse(equation, operands);
  checkDtypes('einsum', operands);
  return composed('einsum', operands, () => contract(inputs, output, operands));
}

function contract(inputs: readonly string[], output: string, operands: readonly Tensor[]): Tensor {
  let [letters, value] = [inputs[0] as string, operands[0] as Tensor];
  [letters, value] = simplify(letters, value, inputs.slice(1).join('') + output);
  for (let i = 1; i < operands.length; i++) {
    const rest = inputs.slice(i + 1).join('') + output;
    const [other, factor] = simplify(inputs[i] as string, operands[i] as Tensor, letters + rest);
    [letters, value] = join([letters, value], [other, factor], rest);
  }
  [letters, value] = simplify(letters, value, output);
  return permute(
    value,
    [...output].map((l) => letters.indexOf(l)),
  );
}

function parse(
  equation: string,
  operands: readonly Tensor[],
): { inputs: string[]; output: string } {
  const text = equation.replace(/\s/g, '');
  const [left, right, extra] = text.split('->');
  const inputs = (left as string).split(',');
  const letters = inputs.join('');
  const output =
    right ??
    [...new Set(letters)]
      .filter((l) => letters.split(l).length === 2)
      .sort()
      .join('');
  if (extra !== undefined || !/^[a-zA-Z]*$/.test(letters + output))
    refuse('einsum', 'the equation must be letters, commas and one ->', `'${equation}'`);
  if (inputs.length !== operands.length || operands.length === 0)
    refuse('einsum', `'${equation}' needs ${inputs.length} operands`, `${operands.length}`);
  if (new Set(output).size !== output.length || ![...output].every((l) => letters.includes(l)))
    refuse(
      'einsum',
      'each letter of the result must stand in it once and in an operand',
      `'${equation}'`,
    );
  const sizes = new Map<string, number>();
  inputs.forEach((names, i) => {
    const { shape } = operands[i] as Tensor;
    if (names.length !== shape.length)
      throw new ShapeError('einsum', `'${names}' needs ${names.length} axes`, [shape]);
    [...names].forEach((l, axis) => {
      const n = shape[axis] as number;
      if ((sizes.get(l) ?? n) !== n)
        throw new ShapeError(
          'einsum',
          `the axes named '${l}' must have one size`,
          operands.map((x) => x.shape),
        );
      sizes.set(l, n);
    });
  });
  return { inputs, output };
}

type Named = [letters: string, value: Tensor];

/** Takes diagonals, and sums over letters that nobody needs any more. */
function simplify(letters: string, x: Tensor, needed: string): Named {
  let [names, value] = [letters, x];
  for (let axis = 0; axis < names.length; axis++) {
    const twin = names.indexOf(names[axis] as string, axis + 1);
    if (twin < 0) continue;
    value = diagonal(value, axis, twin);
    names = names.slice(0, twin) + names.slice(twin + 1);
    axis--;
  }
  const axes = [...names].flatMap((l, i) => (needed.includes(l) ? [] : [i]));
  if (axes.length === 0) return [names, value];
  return [[...names].filter((l) => needed.includes(l)).join(''), sum(value, { axis: axes })];
}

/** One matrix product: letters of both and the rest are its batch, letters of both alone are summed over. */
function join([la, a]: Named, [lb, b]: Named, rest: string): Named {
  const both = [...la].filter((l) => lb.includes(l));
  const batch = both.filter((l) => rest.includes(l));
  const inner = both.filter((l) => !rest.includes(l));
  const [rows, columns] = [
    [...la].filter((l) => !both.includes(l)),
    [...lb].filter((l) => !both.includes(l)),
  ];
  const sizes = (letters: readonly string[], names: string, x: Tensor): number[] =>
    letters.map((l) => x.shape[names.indexOf(l)] as number);
  const arrange = (x: Tensor, names: string, order: readonly string[]): Tensor =>
    permute(
      x,
      order.map((l) => names.indexOf(l)),
    );
  const [nb, ni] = [sizes(batch, la, a), sizes(inner, la, a)];
  const [nr, nc] = [sizes(rows, la, a), sizes(columns, lb, b)];
  const left = reshape(arrange(a, la, [...batch, ...rows, ...inner]), [
    ...nb,
    sizeOf(nr),
    sizeOf(ni),
  ]);
  const right = reshape(arrange(b, lb, [...batch, ...inner, ...columns]), [
    ...nb,
    sizeOf(ni),
    sizeOf(nc),
  ]);
  return [
    [...batch, ...rows, ...columns].join(''),
    reshape(matmul(left, right), [...nb, ...nr, ...nc]),
  ];
}

/** The elements with equal indices on two axes, as a view; the second axis goes. */
function diagonal(x: Tensor, axis: number, twin: number): Tensor {
  const along = (t: Tensor): number[] => {
    const strides = [...t.strides];
    strides[axis] = (strides[axis] as number) + (strides[twin] as number);
    return strides.toSpliced(twin, 1);
  };
  const y = viewOf(x, x.shape.toSpliced(twin, 1), along(x));
  return record('diagonal', y, [x], (dy) => {
    const dx = fresh(x, x.shape);
    applyInto('fill', (_, v) => v, dx, [0]);
    const target = viewOf(dx, y.shape, along(dx));
    applyInto('copy', (_, v) => v, target, [dy]);
    release(target, 'diagonal');
    return [dx];
  });
}
