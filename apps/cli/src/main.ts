import { CommanderError } from 'commander';
import type { Entry } from './commands.js';
import { startEngine } from './engine.js';
import { exitCodes, Failure } from './failure.js';
import { eventLine, formatResult } from './format.js';
import { type Call, type GlobalOptions, type Parsed, parse } from './program.js';
import { Progress, type ProgressStyle } from './progress.js';
import { reasonOf } from './readText.js';
import type { Run } from './runFile.js';
import { breather, type Session } from './session.js';
import { coloured, plain, wantsColour } from './style.js';
import { version, versionsNow } from './versions.js';
import { writeWhole } from './writeWhole.js';

/** Runs one command line to its end and leaves the process with the exit code that says how it went. */
export async function main(argv: readonly string[], tree: readonly Entry[]): Promise<void> {
  outlivePipes();
  let code: number;
  try {
    const parsed = await understand(argv, tree);
    if ('text' in parsed) {
      await print(parsed.text);
      code = exitCodes.done;
    } else {
      code = await runCall(parsed.call);
    }
  } catch (error) {
    code = report(error, argv.includes('--debug'));
  }
  leave(code);
}

/**
 * Ends when nothing is left to wait for, at the latest after `patience` ms. Not at once by `process.exit`: it waits for
 * V8's compiling threads, which may just then wait for this one (nodejs/node#54918), and now and then a run would never
 * end.
 */
function leave(code: number, patience = 50): void {
  process.exitCode = code;
  setTimeout(() => process.exit(code), patience).unref();
}

/** A command line, or the one that the file it names stands for; what is typed goes before what the file says. */
async function understand(argv: readonly string[], tree: readonly Entry[]): Promise<Parsed> {
  const parsed = await parse(argv, tree, version);
  if ('text' in parsed || !parsed.call.command.expand) return parsed;
  const { words, settings } = await parsed.call.command.expand(parsed.call.input);
  const typed = without(argv, [parsed.call.path, parsed.call.input.args[0] as string]);
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return parse([...words.slice(0, end), ...typed, ...words.slice(end)], tree, version, settings);
}

/** The words but for the first of each of `gone`. */
function without(words: readonly string[], gone: readonly string[]): string[] {
  const rest = [...words];
  for (const word of gone) rest.splice(rest.indexOf(word), 1);
  return rest;
}

/** Writes to stdout and waits until it is taken; a reader that has seen enough ends the program quietly. */
function print(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(exitCodes.done);
      else reject(new Failure('file', `cannot write the result: ${reasonOf(error)}`, error));
    });
  });
}

async function runCall(call: Call): Promise<number> {
  const { command, globals } = call;
  const out = process.stdout;
  const paint = wantsColour(out.isTTY, globals.color, process.env) ? coloured : plain;
  const interrupt = interruption();
  const progress = progressFor(globals);
  const event = (type: string, data: Record<string, unknown>): void => {
    if (globals.format === 'jsonl') out.write(eventLine(type, data));
  };
  const start = performance.now();
  event('start', { command: call.path, seed: globals.seed, options: call.input.options });
  try {
    const session: Session = {
      seed: globals.seed,
      progress,
      event,
      signal: interrupt.signal,
      breathe: breather(interrupt.signal),
      note: (text) => {
        if (globals.format !== 'quiet') progress.line(text);
      },
    };
    if (command.tensors) await startEngine(call.input.options, session);
    const isPlain = globals.format === 'human' || globals.format === 'quiet';
    if (isPlain && (await command.stream?.(call.input, session, print))) return exitCodes.done;
    const result = await command.run(call.input, session);
    progress.clear();
    await drawPlot(call, result);
    await recordRun(call, result, performance.now() - start);
    const width = Math.min(80, out.columns ?? 80);
    await print(formatResult(command, result, globals.format, { width, paint }));
    return command.exitCode?.(result) ?? exitCodes.done;
  } catch (error) {
    progress.clear();
    if (globals.format === 'jsonl') await print(errorLine(error));
    throw error;
  } finally {
    interrupt.end();
  }
}

async function drawPlot({ command, input }: Call, result: unknown): Promise<void> {
  const path = input.options.plot;
  if (typeof path !== 'string' || !command.charts) return;
  const charts = command.charts(result);
  const isSvg = path.toLowerCase().endsWith('.svg');
  const picture = isSvg
    ? (await import('./draw/svg.js')).svg(charts)
    : (await import('./draw/png.js')).png(charts);
  await writeWhole('--plot', path, picture);
}

async function recordRun(call: Call, result: unknown, milliseconds: number): Promise<void> {
  const { out, plot: _, threads: __, ...options } = call.input.options;
  if (typeof out !== 'string' || options.dryRun === true) return;
  for (const name of call.command.unrecorded ?? []) delete options[name];
  const { digestOf, writeRun } = await import('./runFile.js');
  await writeRun(out, {
    version: 1,
    command: call.path,
    args: [...call.input.args],
    options: options as Run['options'],
    seed: call.globals.seed,
    versions: versionsNow(),
    seconds: milliseconds / 1000,
    digest: digestOf(result),
    result,
  });
}

/** Says what went wrong in one line on stderr, with the trace for `--debug`; returns the exit code. */
function report(error: unknown, debug: boolean): number {
  const { line, code } = explain(error);
  process.stderr.write(`${line}\n`);
  if (debug && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  return code;
}

function explain(error: unknown): { line: string; code: number } {
  if (error instanceof CommanderError) {
    if (error.code === 'gibbs.noCommand')
      return { line: error.message.trimEnd(), code: exitCodes.usage };
    const text = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    return { line: `gibbs: ${text}`, code: exitCodes.usage };
  }
  if (error instanceof Failure) return { line: `gibbs: ${error.message}`, code: error.exitCode };
  const what = error instanceof Error ? error.message : String(error);
  return {
    line: `gibbs: internal error: ${what} (a fault of Gibbs, not yours; --debug shows where)`,
    code: exitCodes.internal,
  };
}

function errorLine(error: unknown): string {
  const { line, code } = explain(error);
  return eventLine('error', { message: line.replace(/^gibbs: /, ''), exitCode: code });
}

/** The first interrupt asks the work to stop at its next breath; the second does not wait for it. */
function interruption(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort(new Failure('interrupted', 'interrupted'));
  };
  process.on('SIGINT', stop);
  return { signal: controller.signal, end: () => process.off('SIGINT', stop) };
}

/** Failed writes are told by their callbacks in `print`; on stderr nobody is left to tell. */
function outlivePipes(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
  });
  process.stderr.on('error', () => {});
}

function progressFor(globals: GlobalOptions): Progress {
  const stream = process.stderr;
  const style: ProgressStyle =
    globals.progress === 'auto'
      ? stream.isTTY && process.env.TERM !== 'dumb'
        ? 'bar'
        : 'lines'
      : globals.progress;
  return new Progress({
    style,
    write: (text) => stream.write(text),
    columns: () => stream.columns ?? 80,
    paint: wantsColour(stream.isTTY, globals.color, process.env) ? coloured : plain,
  });
}
