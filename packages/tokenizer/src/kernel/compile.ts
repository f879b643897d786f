/**
 * Compiles a small language to WebAssembly, so that the inner loops of this package read as code.
 *
 * It has the types `u32` and `u64`, both unsigned, and `v128`: sixteen bytes at a time, on which operators
 * work one by one. Memory is read and written as `u8[address]`, `u16[…]`, `u32[…]`, `u64[…]` and
 * `v128[…]`, the address always in bytes. Functions, globals, `let`, `if`,
 * `while`, `break`, `continue` and `return` are those of C; `&`, `|` and `^` bind tighter than
 * comparisons. `export` shows a function or global to JavaScript, `import` asks it for a function.
 */
type Type = 'u32' | 'u64' | 'v128' | 'void';

/** Code that leaves a value on the stack; a literal takes the type its neighbour wants. */
interface Value {
  type: Type;
  code: number[];
  literal?: bigint;
  /** Of `base + 8`: the base and the 8, which a memory access can take as its offset. */
  base?: { code: number[]; offset: number };
}

interface Variable {
  index: number;
  type: Type;
}

interface Callable {
  index: number;
  /** Which of the signatures it has. */
  signature: number;
  parameters: Type[];
  result: Type;
}

const wasmType: Record<Type, number[]> = { u32: [0x7f], u64: [0x7e], v128: [0x7b], void: [] };
const [loop, ifThen, otherwise, end, br, back] = [3, 4, 5, 0x0b, 0x0c, 0x0f];
const empty = 0x40;

/** Operator → binding power, opcode for u32 and for u64, and whether it gives a truth. */
const operators: Record<string, [number, number, number, boolean?]> = {
  '==': [3, 0x46, 0x51, true],
  '!=': [3, 0x47, 0x52, true],
  '<': [3, 0x49, 0x54, true],
  '>': [3, 0x4b, 0x56, true],
  '<=': [3, 0x4d, 0x58, true],
  '>=': [3, 0x4f, 0x5a, true],
  '|': [4, 0x72, 0x84],
  '^': [5, 0x73, 0x85],
  '&': [6, 0x71, 0x83],
  '<<': [7, 0x74, 0x86],
  '>>': [7, 0x76, 0x88],
  '+': [8, 0x6a, 0x7c],
  '-': [8, 0x6b, 0x7d],
  '*': [9, 0x6c, 0x7e],
  '/': [9, 0x6e, 0x80],
  '%': [9, 0x70, 0x82],
};

/** The same for sixteen bytes, each on its own; a truth is a byte of ones. */
const laneOperators: Record<string, number[]> = {
  '==': [0xfd, 0x23],
  '<=': [0xfd, 0x2a],
  '|': [0xfd, 0x50],
  '&': [0xfd, 0x4e],
  '-': [0xfd, 0x71],
};

/** Memory cell → opcode that loads it and opcode that stores it. */
const cells: Record<string, { type: Type; load: number[]; store: number[] }> = {
  u8: { type: 'u32', load: [0x2d], store: [0x3a] },
  u16: { type: 'u32', load: [0x2f], store: [0x3b] },
  u32: { type: 'u32', load: [0x28], store: [0x36] },
  u64: { type: 'u64', load: [0x29], store: [0x37] },
  v128: { type: 'v128', load: [0xfd, 0], store: [0xfd, 0x0b] },
};

/** Opcode that gives the four words of a value, put there twice by a function, in another order. */
const shuffle = (words: number[]): number[] => [
  ...[0xfd, 0x0d],
  ...words.flatMap((word) => [0, 1, 2, 3].map((byte) => word * 4 + byte)),
];

/** Built-in function → the type of its arguments, of its result, and its opcode. */
const builtins: Record<string, [Type, Type, number[]]> = {
  u64: ['u32', 'u64', [0xad]],
  u32: ['u64', 'u32', [0xa7]],
  ctz: ['u64', 'u64', [0x7a]],
  clz: ['u64', 'u64', [0x79]],
  rotl: ['u64', 'u64', [0x89]],
  // One byte sixteen times; the top bits of sixteen bytes.
  splat: ['u32', 'v128', [0xfd, 0x0f]],
  bits: ['v128', 'u32', [0xfd, 0x64]],
  // Of four words each: the lesser of two, the words in another order, the first.
  least: ['v128', 'v128', [0xfd, 0xb7, 1]],
  swapHalves: ['v128', 'v128', shuffle([2, 3, 0, 1])],
  swapWords: ['v128', 'v128', shuffle([1, 0, 3, 2])],
  firstWord: ['v128', 'u32', [0xfd, 0x1b, 0]],
  copy: ['u32', 'void', [0xfc, 10, 0, 0]],
  fill: ['u32', 'void', [0xfc, 11, 0]],
  grow: ['u32', 'u32', [0x40, 0]],
  pages: ['u32', 'u32', [0x3f, 0]],
};

const words = /\/\/[^\n]*|0x[\da-f]+|\w+|<<|>>|[=!<>]=|&&|\|\||[-+*&|^]=|\S/gi;

const leb = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >>> 7)]);

function signedLeb(n: bigint): number[] {
  const low = Number(n & 127n);
  const rest = n >> 7n;
  const last = rest === (low & 64 ? -1n : 0n);
  return last ? [low] : [low | 128, ...signedLeb(rest)];
}

const name = (s: string): number[] => [s.length, ...Array.from(s, (c) => c.charCodeAt(0))];
const section = (id: number, items: number[][]): number[] => {
  const body = [...leb(items.length), ...items.flat()];
  return [id, ...leb(body.length), ...body];
};

/** Compiles a program to a module that imports `js.memory` and the functions it asks for. */
export function compile(source: string): Uint8Array<ArrayBuffer> {
  const tokens = (source.match(words) ?? []).filter((word) => !word.startsWith('//'));
  const signatures: number[][] = [];
  const imports = [[...name('js'), ...name('memory'), 2, 0, 0]];
  const functions = new Map<string, Callable>();
  const globals = new Map<string, Variable>();
  const globalCode: number[][] = [];
  const exported: number[][] = [];
  const bodies: number[][] = [];
  const declared: number[] = [];
  let at = 0;

  // What belongs to the function being read.
  let locals = new Map<string, Variable>();
  let localTypes: Type[] = [];
  let result: Type = 'void';
  let depth = 0;
  /** Whether the block that was read last ends with a return. */
  let returned = false;
  const loops: { exit: number; repeat: number }[] = [];

  const next = (): string => tokens[at++] ?? '';
  const accept = (word: string): boolean => tokens[at] === word && at++ >= 0;
  const expect = (word: string): void => {
    if (!accept(word)) throw error(`expected ${word}`);
  };
  const error = (rule: string): SyntaxError =>
    new SyntaxError(
      `compile: ${rule}, got ${tokens.slice(Math.max(0, at - 8), at + 4).join(' ')}.`,
    );

  // All signatures first, so that a function may call one that is written below it; imports before all.
  for (const kind of ['import', 'fn']) {
    tokens.forEach((word, i) => {
      if (word !== kind) return;
      at = i + 1;
      signature(kind);
    });
  }
  at = 0;
  while (at < tokens.length) declaration();

  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, signatures),
    ...section(2, imports),
    ...section(3, declared.map(leb)),
    ...section(6, globalCode),
    ...section(7, exported),
    ...section(10, bodies),
  ]);

  /** `import f(a: u32): u32;`, `export let n: u64 = 0;` or `fn f(a: u32): u32 { … }` */
  function declaration(): void {
    const isExported = accept('export');
    const kind = next();
    const label = next();
    if (kind === 'let') {
      const type = declaredType();
      expect('=');
      const start = as(expression(0), type);
      expect(';');
      if (isExported) exported.push([...name(label), 3, ...leb(globals.size)]);
      globals.set(label, { index: globals.size, type });
      globalCode.push([...wasmType[type], 1, ...start, end]);
      return;
    }
    at--;
    const { index, signature, parameters } = parametersOf();
    if (kind === 'import') {
      expect(';');
      return;
    }
    declared.push(signature);
    if (isExported) exported.push([...name(label), 0, ...leb(index)]);
    localTypes = [...parameters];
    const code = statement();
    const own = localTypes.slice(parameters.length).map((type) => [1, ...wasmType[type]]);
    // What returns last leaves its value; one that falls off its end has returned before, or returns nothing.
    if (returned) code.pop();
    const last = returned || result === 'void' ? [] : as(literal(0n), result);
    const body = [...leb(own.length), ...own.flat(), ...code, ...last, end];
    bodies.push([...leb(body.length), ...body]);
  }

  /** Notes the types of a function; its number is its place in the source. */
  function signature(kind: string): void {
    const label = next();
    const index = functions.size;
    expect('(');
    const parameters: Type[] = [];
    while (!accept(')')) {
      next();
      parameters.push(declaredType());
      accept(',');
    }
    const own = { index, parameters, result: declaredType() };
    const codes = (types: Type[]): number[] => {
      const flat = types.flatMap((type) => wasmType[type]);
      return [flat.length, ...flat];
    };
    const code = [0x60, ...codes(parameters), ...codes([own.result])];
    let signature = signatures.findIndex((known) => known.join() === code.join());
    if (signature < 0) signature = signatures.push(code) - 1;
    functions.set(label, { ...own, signature });
    if (kind === 'import') imports.push([...name('js'), ...name(label), 0, ...leb(signature)]);
  }

  /** Reads the head of a function whose body comes next, and declares its parameters. */
  function parametersOf(): Callable {
    const own = functions.get(next());
    if (!own) throw error('expected a function');
    locals = new Map();
    localTypes = [];
    expect('(');
    while (!accept(')')) {
      local(next(), declaredType());
      accept(',');
    }
    result = declaredType();
    return own;
  }

  function declaredType(): Type {
    return accept(':') ? (next() as Type) : 'void';
  }

  function local(label: string, type: Type): Variable {
    const known = locals.get(label);
    if (known && known.type === type) return known;
    const made = { index: localTypes.length, type };
    localTypes.push(type);
    locals.set(label, made);
    return made;
  }

  function statement(): number[] {
    if (accept('{')) {
      const code: number[] = [];
      returned = false;
      while (!accept('}')) {
        const returns = tokens[at] === 'return';
        code.push(...statement());
        returned = returns;
      }
      return code;
    }
    if (accept('if')) {
      const condition = as(parenthesised(), 'u32');
      depth++;
      const code = [...condition, ifThen, empty, ...statement()];
      if (accept('else')) code.push(otherwise, ...statement());
      depth--;
      return [...code, end];
    }
    if (accept('while')) return whileLoop();
    const code = simpleStatement();
    expect(';');
    return code;
  }

  /** A loop of one `if`: leaving the `if` ends it. */
  function whileLoop(): number[] {
    const condition = as(parenthesised(), 'u32');
    loops.push({ exit: depth + 2, repeat: depth + 1 });
    depth += 2;
    const body = statement();
    depth -= 2;
    loops.pop();
    return [loop, empty, ...condition, ifThen, empty, ...body, br, 1, end, end];
  }

  function simpleStatement(): number[] {
    if (accept('break')) return [br, depth - (loops.at(-1)?.exit ?? 0)];
    if (accept('continue')) return [br, depth - (loops.at(-1)?.repeat ?? 0)];
    if (accept('return')) {
      return result === 'void' ? [back] : [...as(expression(0), result), back];
    }
    if (accept('let')) {
      const label = next();
      expect('=');
      const value = expression(0);
      return [...as(value, value.type), 0x21, ...leb(local(label, value.type).index)];
    }
    const start = at;
    const label = next();
    const cell = cells[label];
    if (cell && tokens[at] === '[') {
      const { code, offset } = addressed();
      if (accept('='))
        return [...code, ...as(expression(0), cell.type), ...cell.store, 0, ...leb(offset)];
    }
    const variable = locals.get(label) ?? globals.get(label);
    const operator = tokens[at] ?? '';
    if (variable && /^[-+*&|^]?=$/.test(operator)) {
      at++;
      const set = [locals.has(label) ? 0x21 : 0x24, ...leb(variable.index)];
      const value = expression(0);
      if (operator === '=') return [...as(value, variable.type), ...set];
      return [...as(combine(operator.slice(0, -1), read(label), value), variable.type), ...set];
    }
    at = start;
    const { code, type } = expression(0);
    return type === 'void' ? code : [...code, 0x1a];
  }

  function parenthesised(): Value {
    expect('(');
    const value = expression(0);
    expect(')');
    return value;
  }

  function addressed(): { code: number[]; offset: number } {
    expect('[');
    const address = expression(0);
    expect(']');
    return address.base ?? { code: as(address, 'u32'), offset: 0 };
  }

  function expression(power: number): Value {
    let left = primary();
    for (;;) {
      const operator = tokens[at] ?? '';
      if (power < 1 && accept('||')) {
        left = choice(left, { type: 'u32', code: [0x41, 1] }, expression(1));
      } else if (power < 2 && accept('&&')) {
        left = choice(left, expression(2), { type: 'u32', code: [0x41, 0] });
      } else {
        const own = operators[operator];
        if (!own || own[0] <= power) return left;
        at++;
        left = combine(operator, left, expression(own[0]));
      }
    }
  }

  /** Only as much is evaluated as the truth needs. */
  function choice(condition: Value, yes: Value, no: Value): Value {
    const [c, y, n] = [condition, yes, no].map((value) => as(value, 'u32')) as [
      number[],
      number[],
      number[],
    ];
    return { type: 'u32', code: [...c, ifThen, 0x7f, ...y, otherwise, ...n, end] };
  }

  function combine(operator: string, left: Value, right: Value): Value {
    const [, narrow, wide, truth] = operators[operator] as [number, number, number, boolean?];
    const type = left.literal === undefined ? left.type : right.type;
    if (operator === '==' && right.literal === 0n) return isZero(left);
    const operands = [...as(left, type), ...as(right, type)];
    if (type === 'v128') {
      const lanes = laneOperators[operator];
      if (!lanes) throw error(`${operator} is no operator of v128`);
      return { type, code: [...operands, ...lanes] };
    }
    const code = [...operands, type === 'u64' ? wide : narrow];
    if (operator !== '+' || type !== 'u32' || right.literal === undefined) {
      return { type: truth ? 'u32' : type, code };
    }
    return { type, code, base: { code: as(left, type), offset: Number(right.literal) } };
  }

  function primary(): Value {
    const word = next();
    if (word === '(') {
      at--;
      return parenthesised();
    }
    if (word === '!') return isZero(primary());
    if (word === '~') return combine('^', primary(), literal(-1n));
    if (/^\d/.test(word)) return literal(BigInt(word));
    const cell = cells[word];
    if (cell && tokens[at] === '[') {
      const { code, offset } = addressed();
      return { type: cell.type, code: [...code, ...cell.load, 0, ...leb(offset)] };
    }
    return accept('(') ? call(word) : read(word);
  }

  function isZero(value: Value): Value {
    return { type: 'u32', code: [...as(value, value.type), value.type === 'u64' ? 0x50 : 0x45] };
  }

  function call(label: string): Value {
    const values: Value[] = [];
    while (!accept(')')) {
      values.push(expression(0));
      accept(',');
    }
    const own = functions.get(label);
    const code = values.flatMap((v, i) =>
      as(v, builtins[label]?.[0] ?? own?.parameters[i] ?? 'void'),
    );
    if (own && own.parameters.length === values.length) {
      return { type: own.result, code: [...code, 0x10, ...leb(own.index)] };
    }
    const [, type, opcode] = builtins[label] ?? [];
    if (!type || !opcode) throw error(`${label} is no function of ${values.length} arguments`);
    return { type, code: [...code, ...opcode] };
  }

  function read(label: string): Value {
    const inner = locals.get(label);
    const variable = inner ?? globals.get(label);
    if (!variable) throw error(`${label} is not declared`);
    return { type: variable.type, code: [inner ? 0x20 : 0x23, ...leb(variable.index)] };
  }

  function literal(value: bigint): Value {
    return { type: 'u32', code: [0x41, ...signedLeb(BigInt.asIntN(32, value))], literal: value };
  }

  function as(value: Value, type: Type): number[] {
    if (type === 'v128' && value.type !== type) throw error('expected a v128');
    if (value.type !== type && value.literal === undefined) throw error(`expected a ${type}`);
    if (value.type === type && value.type === 'u32') return value.code;
    return value.literal === undefined
      ? value.code
      : [0x42, ...signedLeb(BigInt.asIntN(64, value.literal))];
  }
}
