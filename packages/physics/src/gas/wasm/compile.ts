/**
 * A small language for loops over memory, compiled to WebAssembly where it runs.
 *
 * The kernel of the gas is some two hundred lines of arithmetic on records. This is the least that
 * lets it be written as such: 32-bit integers and doubles, `let`, `if`, `while`, functions, and
 * fields of records at an address (`p.vx`). Names in capitals are constants given from outside and
 * are folded: a branch on one of them leaves no trace in the code, so each gas gets a kernel of its
 * own size and kind. Numbers with a point are doubles, others integers.
 *
 *     fn advance(p) { let s = HEAD.now - p.clock; p.x = p.x + p.vx * s; p.clock = HEAD.now; }
 */

type Type = 'i32' | 'f64';

export interface Field {
  readonly type: Type;
  readonly offset: number;
}

export interface Imported {
  readonly name: string;
  readonly params: readonly Type[];
  readonly result: Type | null;
}

interface Expression {
  readonly type: Type | null;
  readonly code: readonly number[];
  /** Known value of a constant, or the constant part of a sum that serves as an address. */
  readonly constant?: number;
  readonly rest?: Expression;
  /** Where it can be written to: a local variable, or a field of an address. */
  readonly local?: number;
  readonly field?: {
    readonly address: { readonly code: readonly number[]; readonly offset: number };
    readonly field: Field;
  };
}

interface Signature {
  readonly index: number;
  readonly params: readonly Type[];
  readonly result: Type | null;
}

const CODE = { i32: 0x7f, f64: 0x7c } as const;
const TOKEN =
  /\s*(?:\/\/[^\n]*\n\s*)*([A-Za-z_]\w*|\d+\.\d*(?:e[+-]?\d+)?|0x[\da-f]+|\d+|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|~!<>=?:;,.(){}])/y;

/** Operators by binding strength, weakest first, with the opcodes for integers and doubles. */
const BINARY: readonly Record<string, readonly [number, number]>[] = [
  { '||': [0x72, 0] },
  { '&&': [0x71, 0] },
  { '|': [0x72, 0], '&': [0x71, 0] },
  { '==': [0x46, 0x61], '!=': [0x47, 0x62] },
  { '<': [0x48, 0x63], '>': [0x4a, 0x64], '<=': [0x4c, 0x65], '>=': [0x4e, 0x66] },
  { '<<': [0x74, 0], '>>': [0x75, 0] },
  { '+': [0x6a, 0xa0], '-': [0x6b, 0xa1] },
  { '*': [0x6c, 0xa2], '/': [0x6d, 0xa3], '%': [0x6f, 0] },
];
const COMPARES = new Set(['==', '!=', '<', '>', '<=', '>=']);

const FOLD: Record<string, (a: number, b: number) => number> = {
  '||': (a, b) => a | b,
  '&&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
  '<': (a, b) => (a < b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '+': (a, b) => (a + b) | 0,
  '-': (a, b) => (a - b) | 0,
  '*': (a, b) => Math.imul(a, b),
};

/** Functions of one double that are one instruction. */
const INSTRUCTIONS: Record<string, readonly [Type, Type, readonly number[]]> = {
  sqrt: ['f64', 'f64', [0x9f]],
  abs: ['f64', 'f64', [0x99]],
  real: ['i32', 'f64', [0xb7]],
  whole: ['f64', 'i32', [0xfc, 2]],
};

/** Compiles a program; every function is exported, the memory comes in as `env.memory`. */
export function compile(
  source: string,
  constants: Readonly<Record<string, number>>,
  fields: Readonly<Record<string, Field>>,
  imports: readonly Imported[],
): Uint8Array<ArrayBuffer> {
  const tokens = tokenize(source);
  const signatures = new Map<string, Signature>();
  for (const { name, params, result } of imports) {
    signatures.set(name, { index: signatures.size, params, result });
  }
  // First pass: signatures, so that functions may call each other in any order.
  for (let k = 0; k < tokens.length; k++) {
    if (tokens[k] !== 'fn') continue;
    const name = tokens[k + 1] as string;
    let end = k + 3;
    while (tokens[end] !== ')') end++;
    const count = tokens.slice(k + 3, end).filter((t) => t !== ',').length;
    const result = tokens[end + 1] === ':' ? (tokens[end + 2] as Type) : null;
    const params = new Array<Type>(count).fill('i32');
    signatures.set(name, { index: signatures.size, params, result });
  }
  return link(signatures, imports.length, definitions(tokens, constants, fields, signatures));
}

/** Compiles every function of the program, in order. */
function definitions(
  tokens: readonly string[],
  constants: Readonly<Record<string, number>>,
  fields: Readonly<Record<string, Field>>,
  signatures: ReadonlyMap<string, Signature>,
): number[][] {
  let at = 0;
  let locals = new Map<string, { index: number; type: Type }>();
  let declared: Type[] = [];
  /** What each open block is, innermost last: where `break` and `continue` find their way. */
  let blocks: ('if' | 'loop' | 'out')[] = [];
  let result: Type | null = null;

  const peek = () => tokens[at];
  const take = () => {
    const token = tokens[at++];
    if (token === undefined) throw fault('more program');
    return token;
  };
  const fault = (wanted: string) =>
    new SyntaxError(
      `compile: expected ${wanted}, got "${tokens.slice(Math.max(0, at - 6), at + 2).join(' ')}".`,
    );
  const expect = (token: string) => {
    if (take() !== token) throw fault(`"${token}"`);
  };
  const accept = (token: string) => peek() === token && take() !== undefined;

  function definition(): number[] {
    expect('fn');
    take();
    expect('(');
    locals = new Map();
    declared = [];
    blocks = [];
    while (!accept(')')) {
      locals.set(take(), { index: locals.size, type: 'i32' });
      accept(',');
    }
    result = accept(':') ? (take() as Type) : null;
    const code = block();
    if (result !== null) code.push(0x00); // every path has returned
    const types = declared.flatMap((type) => [1, CODE[type]]);
    return [...unsigned(declared.length), ...types, ...code, 0x0b];
  }

  function block(): number[] {
    const code: number[] = [];
    expect('{');
    while (!accept('}')) code.push(...statement());
    return code;
  }

  function statement(): number[] {
    if (accept('let')) {
      const name = take();
      expect('=');
      const value = expression();
      expect(';');
      let local = locals.get(name);
      if (local === undefined) {
        local = { index: locals.size, type: value.type as Type };
        locals.set(name, local);
        declared.push(local.type);
      }
      return [...value.code, 0x21, ...unsigned(local.index)];
    }
    if (accept('if')) return branch();
    if (accept('while')) {
      expect('(');
      const condition = expression();
      expect(')');
      blocks.push('out', 'loop');
      const body = block();
      blocks.splice(-2);
      const leave = condition.constant === 1 ? [] : [...condition.code, 0x45, 0x0d, 1];
      return [0x02, 0x40, 0x03, 0x40, ...leave, ...body, 0x0c, 0, 0x0b, 0x0b];
    }
    if (peek() === 'break' || peek() === 'continue') {
      const kind = take() === 'break' ? 'out' : 'loop';
      expect(';');
      return [0x0c, ...unsigned(blocks.length - 1 - blocks.lastIndexOf(kind))];
    }
    if (accept('return')) {
      const value = peek() === ';' ? [] : expression().code;
      expect(';');
      return [...value, 0x0f];
    }
    const target = expression();
    if (accept('=')) {
      const value = expression();
      expect(';');
      return store(target, value);
    }
    expect(';');
    return [...target.code, ...(target.type === null ? [] : [0x1a])];
  }

  function branch(): number[] {
    expect('(');
    const condition = expression();
    expect(')');
    // A branch that is decided leaves nothing behind, not even a block.
    const decided = condition.constant !== undefined && condition.rest === undefined;
    if (!decided) blocks.push('if');
    const yes = block();
    let no: number[] = [];
    if (accept('else')) no = accept('if') ? branch() : block();
    if (decided) return condition.constant !== 0 ? yes : no;
    blocks.pop();
    return [...condition.code, 0x04, 0x40, ...yes, ...(no.length > 0 ? [0x05, ...no] : []), 0x0b];
  }

  /** Turns the load that `target` is into a store. */
  function store(target: Expression, value: Expression): number[] {
    if (target.local !== undefined) return [...value.code, 0x21, ...unsigned(target.local)];
    if (target.field === undefined) throw fault('a variable or a field before "="');
    if (target.field.field.type !== value.type) throw fault(`a value of type ${target.type}`);
    const { address, field } = target.field;
    return [...address.code, ...value.code, ...access(field, address.offset, true)];
  }

  function expression(): Expression {
    const condition = binary(0);
    if (!accept('?')) return condition;
    const yes = expression();
    expect(':');
    const no = expression();
    if (condition.constant !== undefined && condition.rest === undefined) {
      return condition.constant !== 0 ? yes : no;
    }
    if (yes.type !== no.type) throw fault('two values of one type');
    return { type: yes.type, code: [...yes.code, ...no.code, ...condition.code, 0x1b] };
  }

  function binary(level: number): Expression {
    const operators = BINARY[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const token = peek() as string;
      const opcodes = Object.hasOwn(operators, token) ? operators[token] : undefined;
      if (opcodes === undefined) return left;
      take();
      const right = binary(level + 1);
      if (left.type !== right.type) throw fault(`two sides of one type at "${token}"`);
      left = combine(token, opcodes, left, right);
    }
  }

  function combine(
    token: string,
    opcodes: readonly [number, number],
    left: Expression,
    right: Expression,
  ): Expression {
    const type = COMPARES.has(token) ? 'i32' : left.type;
    const code = [...left.code, ...right.code, opcodes[left.type === 'f64' ? 1 : 0]];
    if (left.type !== 'i32' || right.constant === undefined || right.rest) return { type, code };
    if (left.constant !== undefined && left.rest === undefined && FOLD[token] !== undefined) {
      return integer(FOLD[token](left.constant, right.constant));
    }
    // Keep "address + constant" apart, so that a field can take the constant as its offset.
    if (token === '+') return { type, code, constant: right.constant, rest: left };
    return { type, code };
  }

  function unary(): Expression {
    if (accept('-')) {
      const value = unary();
      if (value.type === 'f64') return { type: 'f64', code: [...value.code, 0x9a] };
      if (value.constant !== undefined && !value.rest) return integer(-value.constant);
      return { type: 'i32', code: [0x41, 0, ...value.code, 0x6b] };
    }
    if (accept('~')) return { type: 'i32', code: [...unary().code, 0x41, 0x7f, 0x73] };
    if (accept('!')) {
      const value = unary();
      if (value.constant !== undefined && !value.rest) return integer(value.constant === 0 ? 1 : 0);
      return { type: 'i32', code: [...value.code, 0x45] };
    }
    let value = primary();
    while (accept('.')) value = load(value, take());
    return value;
  }

  function primary(): Expression {
    const token = take();
    if (token === '(') {
      const value = expression();
      expect(')');
      return value;
    }
    if (/^\d/.test(token)) {
      return /^0x|^\d+$/.test(token) ? integer(Number(token)) : double(Number(token));
    }
    if (token === 'INFINITY') return double(Number.POSITIVE_INFINITY);
    const constant = constants[token];
    if (constant !== undefined) return integer(constant);
    if (accept('(')) return call(token);
    const local = locals.get(token);
    if (local === undefined) throw fault(`a name that is known`);
    return { type: local.type, code: [0x20, ...unsigned(local.index)], local: local.index };
  }

  function call(name: string): Expression {
    const values: Expression[] = [];
    while (!accept(')')) {
      values.push(expression());
      accept(',');
    }
    const code = values.flatMap((value) => value.code);
    const instruction = INSTRUCTIONS[name];
    if (instruction !== undefined)
      return { type: instruction[1], code: [...code, ...instruction[2]] };
    const signature = signatures.get(name);
    if (signature === undefined || signature.params.length !== values.length) {
      throw fault(`a function "${name}" of ${values.length} values`);
    }
    return { type: signature.result, code: [...code, 0x10, ...unsigned(signature.index)] };
  }

  function load(base: Expression, name: string): Expression {
    const field = fields[name];
    if (field === undefined || base.type !== 'i32') throw fault('a field of an address');
    let address = { code: base.code, offset: 0 };
    if (base.constant !== undefined && base.constant >= 0) {
      address = { code: base.rest?.code ?? [0x41, 0], offset: base.constant };
    }
    return {
      type: field.type,
      code: [...address.code, ...access(field, address.offset, false)],
      field: { address, field },
    };
  }

  const bodies: number[][] = [];
  while (at < tokens.length) bodies.push(definition());
  return bodies;
}

function access({ type, offset }: Field, more: number, store: boolean): number[] {
  const opcode = type === 'f64' ? (store ? 0x39 : 0x2b) : store ? 0x36 : 0x28;
  return [opcode, type === 'f64' ? 3 : 2, ...unsigned(offset + more)];
}

function integer(value: number): Expression {
  return { type: 'i32', code: [0x41, ...signed(value | 0)], constant: value | 0 };
}

function double(value: number): Expression {
  const bytes = new Uint8Array(new Float64Array([value]).buffer);
  return { type: 'f64', code: [0x44, ...bytes] };
}

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(source);
    if (found === null) {
      throw new SyntaxError(`compile: unknown sign at "${source.slice(start, start + 20)}".`);
    }
    tokens.push(found[1] as string);
  }
  return tokens;
}

function link(
  signatures: ReadonlyMap<string, Signature>,
  imported: number,
  bodies: readonly number[][],
): Uint8Array<ArrayBuffer> {
  const list = [...signatures];
  const types = list.map(([, { params, result }]) => [
    0x60,
    ...vector(params.map((type) => [CODE[type]])),
    ...vector(result === null ? [] : [[CODE[result]]]),
  ]);
  const imports = list
    .slice(0, imported)
    .map(([name], k) => [...text('env'), ...text(name), 0, ...unsigned(k)]);
  const section = (id: number, body: readonly number[]) => [id, ...unsigned(body.length), ...body];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(2, vector([...imports, [...text('env'), ...text('memory'), 2, 0, 1]])),
    ...section(3, vector(bodies.map((_, k) => unsigned(imported + k)))),
    ...section(
      7,
      vector(
        list.slice(imported).map(([name], k) => [...text(name), 0, ...unsigned(imported + k)]),
      ),
    ),
    ...section(10, vector(bodies.map((body) => [...unsigned(body.length), ...body]))),
  ]);
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

/** LEB128, the variable-length integers of the format. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 127;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 128 : low);
  } while (rest > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    if ((rest === 0 && !(low & 64)) || (rest === -1 && low & 64)) return [...bytes, low];
    bytes.push(low | 128);
  }
}
