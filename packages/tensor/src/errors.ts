/** The sentence every error of this package makes: `op: rule, got facts. Remedy.` */
export function sentence(op: string, rule: string, got = '', remedy = ''): string {
  return `${op}: ${rule}${got ? `, got ${got}` : ''}.${remedy && ` ${remedy}${remedy.endsWith('?') ? '' : '.'}`}`;
}

/** Refuses a value. */
export function refuse(...why: Parameters<typeof sentence>): never {
  throw new RangeError(sentence(...why));
}

/** Refuses a value of the wrong kind. */
export function refuseType(...why: Parameters<typeof sentence>): never {
  throw new TypeError(sentence(...why));
}

/** Shapes that do not fit an operation; carries them for programs that want to react. */
export class ShapeError extends RangeError {
  readonly op: string;
  readonly shapes: readonly (readonly number[])[];
  constructor(
    op: string,
    rule: string,
    shapes: readonly (readonly number[])[],
    remedy = '',
    joint = ' and ',
  ) {
    super(sentence(op, rule, shapes.map(shapeText).join(joint), remedy));
    this.name = 'ShapeError';
    this.op = op;
    this.shapes = shapes;
  }
}

export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
