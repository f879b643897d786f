import { batch, computed, type Signal, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/run.js';
import { asScript } from './asScript.js';
import packagesUrl from './packagesWorker.ts?worker&url';
import type { Reply, Request } from './protocol.js';
import { fields, firstCode, longestCode, type RunState, start } from './state.js';

export interface Line {
  kind: 'log' | 'warn' | 'error' | 'note';
  text: string;
}

export const code: Signal<string> = signal(firstCode);
/** The example that the editor holds, as long as it has not been changed. */
export const example = signal('');
export const lines: Signal<readonly Line[]> = signal([]);
export const running = signal(false);
/** Runs that have come to an end. */
export const ended = signal(0);
export const notice = signal<string | null>(null);
export const broken = signal(false);
/** The line that an error names, to be shown in the editor. */
export const wrongLine = signal<number | null>(null);

let room: Promise<Window> | undefined;
let packages: Promise<string> | undefined;
let given = false;
let run = 0;
/** Counts what the editor is given to hold: an example that comes late must not take its place. */
let contents = 0;

/** Runs what the editor holds, in the room; a run that still goes on is stopped. */
export async function startRun(): Promise<void> {
  run += 1;
  const now = run;
  batch(() => {
    lines.value = [];
    running.value = true;
    wrongLine.value = null;
  });
  try {
    packages ??= fetch(packagesUrl).then((reply) => {
      if (!reply.ok) throw new Error(String(reply.status));
      return reply.text();
    });
    room ??= openRoom();
    const [place, source] = await Promise.all([room, packages]);
    if (now !== run) return;
    const request: Request = { type: 'run', run, code: asScript(code.value) };
    tell(place, given ? request : { ...request, packages: source });
    given = true;
  } catch {
    packages = room = undefined;
    batch(() => {
      running.value = false;
      broken.value = true;
    });
  }
}

export async function stop(): Promise<void> {
  if (!running.value) return;
  run += 1;
  if (room) tell(await room, { type: 'stop' });
  end({ kind: 'note', text: text.output.stopped });
}

/** Puts code into the editor that stands for itself from now on. */
export function edit(next: string): void {
  contents += 1;
  code.value = next.slice(0, longestCode);
  example.value = '';
}

/** Puts an example into the editor. */
export async function show(id: string): Promise<void> {
  if (id === '') return;
  contents += 1;
  const mine = contents;
  const all = (await (await fetch('./snippets.json')).json()) as { id: string; code: string }[];
  if (mine !== contents) return;
  const found = all.find((each) => each.id === id);
  if (found === undefined) {
    notice.value = text.noExample(id);
    return;
  }
  await stop();
  batch(() => {
    code.value = found.code;
    example.value = id;
    lines.value = [];
    wrongLine.value = null;
  });
}

const state = computed<RunState>(() =>
  example.value !== ''
    ? { example: example.value, code: '' }
    : { example: '', code: code.value === firstCode ? '' : code.value },
);

/** Opens the link in the address and from then on keeps the address up to date. Nothing of it runs by itself. */
export async function connect(): Promise<void> {
  await keepAddress({
    fields,
    start,
    state: () => state.value,
    open: async (opened) => {
      await stop();
      notice.value = opened.repairs.length > 0 ? frameText.link.repaired(opened.repairs) : null;
      const { code: sent, example: id } = opened.state;
      contents += 1;
      batch(() => {
        lines.value = [];
        code.value = sent === '' ? firstCode : sent;
        example.value = '';
      });
      if (sent !== '') notice.value = notice.value ?? text.shared;
      else if (id !== '') await show(id);
    },
  });
}

export const shareLink = (): Promise<string> => addressOf(state.value, { fields, start });

/** The room: a document of an origin of its own, which may run code and nothing else. */
function openRoom(): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.title = text.output.title;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('room')), 10_000);
    addEventListener('message', ({ source, data }: MessageEvent<Reply>) => {
      if (source === null || source !== frame.contentWindow) return;
      if (data.type === 'ready') {
        clearTimeout(late);
        resolve(frame.contentWindow as Window);
      } else hear(data);
    });
    frame.src = './room.html';
    document.body.append(frame);
  });
}

function tell(place: Window, request: Request): void {
  // The room's origin is opaque, so it has no name to address; what it gets is the visitor's own code.
  place.postMessage(request, '*');
}

function hear(data: Exclude<Reply, { type: 'ready' }>): void {
  if (data.run !== run) return;
  if (data.type === 'print') {
    lines.value = [...lines.value, { kind: data.kind, text: String(data.text) }];
  } else if (data.type === 'cut') {
    lines.value = [...lines.value, { kind: 'note', text: text.output.cut(Number(data.after)) }];
  } else if (data.type === 'done') {
    const seconds = (Number(data.milliseconds) / 1000).toFixed(2);
    const printed = lines.value.filter(({ kind }) => kind !== 'note').length;
    end({ kind: 'note', text: text.output.done(seconds, printed) });
  } else {
    const message = String(data.message).replace(/^Uncaught /, '');
    wrongLine.value = data.line;
    end({
      kind: 'error',
      text: data.line === null ? message : text.output.line(data.line, message),
    });
  }
}

function end(line: Line): void {
  batch(() => {
    lines.value = [...lines.value, line];
    running.value = false;
    ended.value += 1;
  });
  announce(line.text);
}
