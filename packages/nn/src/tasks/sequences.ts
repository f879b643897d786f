/**
 * Small tasks over symbols, each a rule that can be checked: what a sequence model can and cannot learn is easiest to
 * see where right and wrong are sure. A problem is written `prompt = answer .`, one symbol after the other.
 */
import type { Uniform } from './names.js';

/** The tasks there are. */
export type SequenceName = 'copy' | 'reverse' | 'sort' | 'addition' | 'parity' | 'brackets';

/** A prompt and its one right answer, as text of one character per symbol. */
export interface SequenceProblem {
  prompt: string;
  answer: string;
}

/** A task: its symbols, how problems are drawn, and what is right. */
export interface SequenceTask {
  readonly name: SequenceName;
  /** All symbols of prompts and answers. */
  readonly symbols: string;
  /** Draws a problem whose prompt has 1 to `size` symbols (for addition: two numbers of 1 to `size` digits). */
  draw(size: number, uniform: Uniform): SequenceProblem;
  /** The answer to any prompt over the symbols. */
  solve(prompt: string): string;
}

const letters = 'abcdefgh';
const digits = '0123456789';

/**
 * The tasks by name:
 *
 * - `copy`: abca → abca. `reverse`: abca → acba. `sort`: caab → aabc.
 * - `addition`: 57+68 → 125, read and written as on paper.
 * - `parity`: 10110 → 1, whether the number of ones is odd.
 * - `brackets`: ([]) → y, whether every bracket is closed by its own kind in order.
 *
 * @example
 * ```ts
 * import { sequenceTasks } from '@gibbs/nn/tasks';
 *
 * console.log(sequenceTasks.addition.solve('57+68'), sequenceTasks.brackets.solve('([)]')); // → 125 n
 * ```
 */
export const sequenceTasks: Readonly<Record<SequenceName, SequenceTask>> = {
  copy: task('copy', letters, letters, (prompt) => prompt),
  reverse: task('reverse', letters, letters, (prompt) => [...prompt].reverse().join('')),
  sort: task('sort', letters, letters, (prompt) => [...prompt].sort().join('')),
  parity: task('parity', '01', '01', (prompt) =>
    String([...prompt].filter((bit) => bit === '1').length % 2),
  ),
  addition: {
    ...task('addition', `${digits}+`, digits, (prompt) => {
      const [a, b] = prompt.split('+') as [string, string];
      return String(BigInt(a || 0) + BigInt(b || 0));
    }),
    draw(size, uniform) {
      const number = (): string => drawText(digits, size, uniform).replace(/^0+(?=\d)/, '');
      const prompt = `${number()}+${number()}`;
      return { prompt, answer: this.solve(prompt) };
    },
  },
  brackets: {
    ...task('brackets', '()[]yn', '()[]', (prompt) => (balanced(prompt) ? 'y' : 'n')),
    draw(size, uniform) {
      // Half are balanced, and half of the rest but for one symbol: guessing from counts must not do.
      const kind = uniform();
      const half = Math.max(1, Math.floor(size / 2));
      let prompt =
        kind < 0.75
          ? drawBalanced(1 + Math.floor(uniform() * half), uniform)
          : drawText('()[]', size, uniform);
      if (kind >= 0.5 && kind < 0.75) {
        const at = Math.floor(uniform() * prompt.length);
        const other = '()[]'.replace(prompt[at] as string, '');
        prompt = prompt.slice(0, at) + other[Math.floor(uniform() * 3)] + prompt.slice(at + 1);
      }
      return { prompt, answer: this.solve(prompt) };
    },
  },
};

/** Turns problems into tokens: the symbols of the task, then `=`, `.` and padding. */
export interface SequenceCodec {
  readonly vocabSize: number;
  readonly padding: number;
  encode(text: string): Int32Array;
  decode(tokens: Iterable<number>): string;
}

/** The codec of a task. @throws RangeError for a symbol that is not of the task. */
export function sequenceCodec(task: SequenceTask): SequenceCodec {
  const symbols = `${task.symbols}=.`;
  return {
    vocabSize: symbols.length + 1,
    padding: symbols.length,
    encode: (text) =>
      Int32Array.from(text, (symbol) => {
        const token = symbols.indexOf(symbol);
        if (token < 0) {
          throw new RangeError(
            `sequence: symbols of ${task.name} are "${symbols}", got "${symbol}".`,
          );
        }
        return token;
      }),
    decode: (tokens) => Array.from(tokens, (token) => symbols[token] ?? '').join(''),
  };
}

/** Problems as a batch for next-token training: what is read, and what is wanted where an answer stands (else −1). */
export interface SequenceBatch {
  /** [count, context] tokens. */
  inputs: Int32Array;
  /** [count, context] tokens, −1 where nothing is wanted. */
  targets: Int32Array;
  /** The longest problem that fits, in tokens less one. */
  context: number;
  problems: SequenceProblem[];
}

/** Draws a batch of problems. `context` must hold the longest; left out, it is measured on this batch. */
export function drawSequenceBatch(
  task: SequenceTask,
  {
    count,
    size,
    uniform,
    context,
  }: { count: number; size: number; uniform: Uniform; context?: number },
): SequenceBatch {
  const codec = sequenceCodec(task);
  const problems = Array.from({ length: count }, () => task.draw(size, uniform));
  const texts = problems.map(({ prompt, answer }) => codec.encode(`${prompt}=${answer}.`));
  const longest = Math.max(...texts.map((text) => text.length)) - 1;
  const time = context ?? longest;
  if (longest > time) {
    throw new RangeError(`sequence: the context must hold ${longest} tokens, got ${time}.`);
  }
  const inputs = new Int32Array(count * time).fill(codec.padding);
  const targets = new Int32Array(count * time).fill(-1);
  for (const [i, text] of texts.entries()) {
    inputs.set(text.subarray(0, -1), i * time);
    const start = (problems[i] as SequenceProblem).prompt.length;
    targets.set(text.subarray(start + 1), i * time + start);
  }
  return { inputs, targets, context: time, problems };
}

function task(
  name: SequenceName,
  symbols: string,
  drawn: string,
  solve: (prompt: string) => string,
): SequenceTask {
  return {
    name,
    symbols,
    solve,
    draw: (size, uniform) => {
      const prompt = drawText(drawn, size, uniform);
      return { prompt, answer: solve(prompt) };
    },
  };
}

/** One to `size` symbols; sizes are equally likely. */
function drawText(symbols: string, size: number, uniform: Uniform): string {
  const length = 1 + Math.floor(uniform() * size);
  return Array.from({ length }, () => symbols[Math.floor(uniform() * symbols.length)]).join('');
}

/** `pairs` pairs of brackets, nested and side by side. */
function drawBalanced(pairs: number, uniform: Uniform): string {
  if (pairs === 0) return '';
  const inside = Math.floor(uniform() * pairs);
  const [open, close] = uniform() < 0.5 ? '()' : '[]';
  return `${open}${drawBalanced(inside, uniform)}${close}${drawBalanced(pairs - 1 - inside, uniform)}`;
}

function balanced(text: string): boolean {
  const open: string[] = [];
  for (const bracket of text) {
    if (bracket === '(' || bracket === '[') open.push(bracket);
    else if (open.pop() !== (bracket === ')' ? '(' : '[')) return false;
  }
  return open.length === 0;
}
