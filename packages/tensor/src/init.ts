/** Choosing how the engine runs, and asking what it found. */
import { refuse, sentence } from './errors.js';
import { turboCheck } from './turbo.js';
import { engine } from './wasm/engine.js';

export interface InitOptions {
  /** Threads that share a step, this one included; 'auto' takes the machine's number, at most 16. */
  readonly threads?: number | 'auto';
  /** Node only: pairs 128-bit operations into 256-bit ones by an experimental switch of V8. */
  readonly turbo?: boolean;
  /** Off: multiply and add are rounded apart, and results have the same bits on every machine. */
  readonly fused?: boolean;
}

export interface Device {
  readonly simd: true;
  /** Whether fused multiply-add is available, and whether it is used. */
  readonly relaxed: boolean;
  readonly fused: boolean;
  readonly turbo: boolean;
  readonly threads: number;
  /** Bytes in tensors, and bytes of WebAssembly memory taken so far. */
  readonly memory: { readonly used: number; readonly reserved: number; readonly shared: boolean };
  /** Why something that was asked for is not so. */
  readonly notes: readonly string[];
}

const notes: Map<'threads' | 'turbo' | 'fused', string> = new Map();

/**
 * Sets up threads, turbo and rounding; all optional, at any time between steps. What the platform does not have
 * is left out, and `device().notes` says why.
 */
export async function init({ threads, turbo, fused }: InitOptions = {}): Promise<Device> {
  const e = engine();
  if (e.recorder)
    throw new Error(sentence('init', 'cannot change the engine while a step is being captured'));
  if (threads !== undefined && threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1))
    refuse('init', "threads must be a whole number of at least 1, or 'auto'", `${threads}`);
  if (fused !== undefined) {
    notes.delete('fused');
    if (fused && !e.relaxed)
      notes.set('fused', 'fused: this WebAssembly engine has no relaxed SIMD');
    e.features = { ...e.features, fused: fused && e.relaxed };
  }
  if (turbo !== undefined) {
    notes.delete('turbo');
    const reason = turbo ? turboCheck(e) : 'off';
    e.features = { ...e.features, turbo: reason === undefined };
    if (turbo && reason) notes.set('turbo', `turbo: ${reason}`);
  }
  if (threads !== undefined) {
    notes.delete('threads');
    const wanted = threads === 'auto' ? hardwareThreads() : threads;
    if (wanted > 1 && !e.heap.shared)
      notes.set(
        'threads',
        'threads: memory cannot be shared here; a page must be cross-origin isolated (COOP and COEP headers)',
      );
    else
      try {
        await e.setThreads(wanted);
      } catch (error) {
        notes.set('threads', `threads: ${error instanceof Error ? error.message : error}`);
      }
  }
  return device();
}

/** What the engine found and uses. */
export function device(): Device {
  const e = engine();
  return {
    simd: true,
    relaxed: e.relaxed,
    fused: e.features.fused,
    turbo: e.features.turbo,
    threads: e.threads,
    memory: { used: e.heap.used, reserved: e.heap.memory.buffer.byteLength, shared: e.heap.shared },
    notes: [...notes.values()],
  };
}

function hardwareThreads(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return Math.max(1, Math.min(16, navigator?.hardwareConcurrency ?? 1));
}
