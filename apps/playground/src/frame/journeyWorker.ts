import type { Journey } from '@gibbs/journeys';
import type { Cost } from './cost.js';
import { digestOf } from './digest.js';

/** Go to a tick of the history that these deeds make; a newer request replaces an older one. */
export interface GoTo<Setup, Deed, Lens = undefined> {
  type: 'goTo';
  run: number;
  /** Counts the rewritings of the deeds, so that frames of an older history are known as such. */
  edition: number;
  /** Marks that the page has of this edition; what comes next must follow on them. */
  known: number;
  setup: Setup;
  deeds: readonly Deed[];
  tick: number;
  /** What the look depends on, and what happens does not: a text that is asked about, a part that is pointed at. */
  lens: Lens;
}

export type Request<Setup, Deed, Lens = undefined> =
  | GoTo<Setup, Deed, Lens>
  | { type: 'digest'; run: number };

/** Where the journey is now, and what it passed since the last frame. */
export interface Frame<Mark, Look> {
  type: 'frame';
  run: number;
  edition: number;
  tick: number;
  /** Whether this is the tick asked for. */
  arrived: boolean;
  marks: readonly Mark[];
  /** A print of the whole state at each mark. */
  prints: readonly number[];
  look: Look;
  /** What it has taken since the last frame. */
  cost: Cost;
}

export interface Digest {
  type: 'digest';
  run: number;
  tick: number;
  /** Null where the browser offers no digest: pages that do not come over https. */
  digest: string | null;
}

/** A journey that could not begin, and why. */
export interface Failed {
  type: 'failed';
  run: number;
  reason: string;
}

export type Reply<Mark, Look> = Frame<Mark, Look> | Digest | Failed;

const slice = 8; // milliseconds of work between two looks at the mail
/** Milliseconds from one picture of the way to the next: a reader follows, and the work is not held up. */
const glance = 100;

/** Answers the requests of a page with journeys made by `begin`, in slices that never keep the mail waiting. */
export function serveJourney<Setup, Deed, Mark, Look, Lens = undefined>(
  begin: (
    setup: Setup,
  ) => Journey<Deed, Mark, Look, Lens> | Promise<Journey<Deed, Mark, Look, Lens>>,
): void {
  type Way = Journey<Deed, Mark, Look, Lens>;
  let journey: Way | null = null;
  let run = -1;
  let edition = -1;
  let wanted: GoTo<Setup, Deed, Lens> | null = null;
  let walking = false;

  addEventListener('message', ({ data }: MessageEvent<Request<Setup, Deed, Lens>>) => {
    if (data.type === 'digest') {
      void sendDigest(data.run);
      return;
    }
    // A page may say more to its worker than its run does.
    if (data.type !== 'goTo') return;
    wanted = data;
    // What a journey cannot survive, its page is told of: as an error of this worker.
    if (!walking) walk().catch(reportError);
  });

  /** Walks to the tick that is wanted, which may change on the way. */
  async function walk(): Promise<void> {
    walking = true;
    let unsent = nothing<Mark>();
    for (;;) {
      const goal: GoTo<Setup, Deed, Lens> | null = wanted;
      if (goal === null) break;
      if (journey === null || run !== goal.run) {
        journey?.dispose?.();
        journey = null;
        unsent = nothing();
        run = goal.run;
        try {
          journey = await begin(goal.setup);
        } catch (error) {
          send({
            type: 'failed',
            run,
            reason: error instanceof Error ? error.message : `${error}`,
          });
          if (wanted === goal) wanted = null;
        }
        continue; // what is wanted may have changed by now
      }
      journey.rewrite(goal.deeds);
      if (edition !== goal.edition) {
        unsent = nothing();
        // Of two quick rewritings the page forgets more than the second alone asks for.
        while (journey.tick > goal.known) journey.toward(goal.known);
      }
      edition = goal.edition;
      const { marks, prints, cost, since } = unsent;
      const pass = () => {
        const way = journey as Way;
        marks.push(way.mark());
        let [print, bytes] = [0, 0];
        for (const part of way.parts?.() ?? [way.bits()]) {
          print = printOf(part, print);
          bytes += part.byteLength;
        }
        prints.push(print);
        return 8 * bytes;
      };
      // Where this begins the page may know already.
      if (marks.length === 0 && journey.tick >= goal.known) pass();
      const from = performance.now();
      while (journey.tick !== goal.tick && performance.now() < from + slice) {
        journey.toward(goal.tick);
        cost.steps += 1;
        cost.flop += journey.flopPerTick ?? 0;
        cost.bits += pass();
      }
      cost.seconds += (performance.now() - from) / 1000;
      const arrived = journey.tick === goal.tick;
      if (arrived) wanted = null;
      if (arrived || performance.now() > since + glance) {
        send({
          type: 'frame',
          ...{ run, edition, tick: journey.tick, arrived, marks, prints, cost },
          look: journey.look(goal.lens, !arrived),
        });
        unsent = nothing();
      }
      if (arrived) break;
      await mail();
    }
    walking = false;
  }

  async function sendDigest(of: number): Promise<void> {
    if (journey === null || of !== run) {
      send({ type: 'digest', run: of, tick: -1, digest: null });
      return;
    }
    const { tick } = journey;
    const bits = journey.bits();
    send({ type: 'digest', run: of, tick, digest: await digestOf(bits) });
  }

  function send(reply: Reply<Mark, Look>): void {
    postMessage(reply);
  }
}

/** What was passed and is not yet told. */
function nothing<Mark>() {
  const cost: Cost = { steps: 0, seconds: 0, bits: 0, flop: 0 };
  return { marks: [] as Mark[], prints: [] as number[], cost, since: performance.now() };
}

const { port1: bell, port2: rope } = new MessageChannel();

/** Lets the mail be read. A timer would take four milliseconds for the same. */
function mail(): Promise<unknown> {
  return new Promise((resume) => {
    bell.onmessage = resume;
    rope.postMessage(null);
  });
}

/**
 * A print of some bits, 32 bits long (after FNV-1a of Fowler, Noll and Vo, a word at a time, every fourth word in
 * a lane of its own so that the processor can go four at once). Every round is one-to-one, so states that differ
 * in a single word always have different prints. A state in several parts hands the print `before` on.
 */
export function printOf(bits: BufferSource, before = 0): number {
  const [buffer, at] = ArrayBuffer.isView(bits) ? [bits.buffer, bits.byteOffset] : [bits, 0];
  const whole = at % 4 === 0 ? bits.byteLength >> 2 : 0;
  const words = new Int32Array(buffer, whole === 0 ? 0 : at, whole);
  let [a, b, c, d] = [basis ^ before, basis, basis, basis];
  let i = 0;
  for (; i + 3 < whole; i += 4) {
    a = stir(a, words[i] as number);
    b = stir(b, words[i + 1] as number);
    c = stir(c, words[i + 2] as number);
    d = stir(d, words[i + 3] as number);
  }
  for (; i < whole; i++) a = stir(a, words[i] as number);
  let print = a ^ b ^ c ^ d;
  const bytes = new Uint8Array(buffer, at + 4 * whole, bits.byteLength - 4 * whole);
  for (let k = 0; k < bytes.length; k++) print = stir(print, bytes[k] as number);
  return print >>> 0;
}

const basis = 0x81_1c_9d_c5 | 0;

/** A product alone never carries high bits down, so they are folded in. */
function stir(print: number, word: number): number {
  const product = Math.imul(print ^ word, 0x01_00_01_93);
  return product ^ (product >>> 15);
}
