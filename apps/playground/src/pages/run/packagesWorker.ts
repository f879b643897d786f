/**
 * The packages, and what the code of a visitor finds around itself: `console`, and a way to its imports. It is
 * built as one script without imports and read as text: the room in which it runs has no network to load more.
 */
import * as nn from '@gibbs/nn';
import * as tasks from '@gibbs/nn/tasks';
import * as physics from '@gibbs/physics';
import * as engines from '@gibbs/physics/engines';
import * as entropy from '@gibbs/physics/entropy';
import * as information from '@gibbs/physics/information';
import * as interest from '@gibbs/physics/interest';
import * as matter from '@gibbs/physics/matter';
import * as planet from '@gibbs/physics/planet';
import * as secondlaw from '@gibbs/physics/secondlaw';
import * as verify from '@gibbs/physics/verify';
import * as tensor from '@gibbs/tensor';
import * as tokenizer from '@gibbs/tokenizer';
import { text } from '../../text/en/run.js';
import { format } from './format.js';
import { type Event, mostLines } from './protocol.js';

const modules: Record<string, object> = {
  '@gibbs/tensor': tensor,
  '@gibbs/nn': nn,
  '@gibbs/nn/tasks': tasks,
  '@gibbs/tokenizer': tokenizer,
  '@gibbs/physics': physics,
  '@gibbs/physics/engines': engines,
  '@gibbs/physics/entropy': entropy,
  '@gibbs/physics/information': information,
  '@gibbs/physics/interest': interest,
  '@gibbs/physics/matter': matter,
  '@gibbs/physics/planet': planet,
  '@gibbs/physics/secondlaw': secondlaw,
  '@gibbs/physics/verify': verify,
};

declare const codeFile: string;

let lines = 0;

function send(event: Event): void {
  postMessage(event);
}

function print(kind: 'log' | 'warn' | 'error', values: readonly unknown[]): void {
  lines += 1;
  if (lines === mostLines + 1) send({ type: 'cut', after: mostLines });
  if (lines > mostLines) return;
  send({ type: 'print', kind, text: values.map((value) => format(value)).join(' ') });
}

Object.assign(console, {
  log: (...values: unknown[]) => print('log', values),
  info: (...values: unknown[]) => print('log', values),
  debug: (...values: unknown[]) => print('log', values),
  table: (...values: unknown[]) => print('log', values),
  warn: (...values: unknown[]) => print('warn', values),
  error: (...values: unknown[]) => print('error', values),
});

/** What an import statement becomes: the module, once it is known to hold the names asked for. */
function take(module: string, names: readonly string[]): object {
  const found = modules[module];
  if (found === undefined) throw new Error(text.noModule(module, Object.keys(modules)));
  const missing = names.find((name) => !(name in found));
  if (missing !== undefined) throw new Error(text.noExport(module, missing));
  return found;
}

async function gibbsRun(
  code: (take: (module: string, names: readonly string[]) => object) => Promise<void>,
): Promise<void> {
  const from = performance.now();
  try {
    await code(take);
    send({ type: 'done', milliseconds: performance.now() - from });
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const at = stack.indexOf(`${codeFile}:`);
    const line = at < 0 ? null : Number.parseInt(stack.slice(at + codeFile.length + 1), 10);
    send({
      type: 'error',
      message: error instanceof Error ? `${error.name}: ${error.message}` : format(error),
      line,
    });
  }
}

Object.assign(globalThis, { gibbsRun });
