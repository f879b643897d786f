import type { Journey } from './journey.js';

/** Go to a tick of the history that these deeds make; a newer request replaces an older one. */
export interface GoTo<Setup, Deed, Lens = undefined> {
  type: 'goTo';
  run: number;
  /** Counts the rewritings of the deeds, so that frames of an older history are known as such. */
  edition: number;
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
  look: Look;
}

export interface Digest {
  type: 'digest';
  run: number;
  tick: number;
  /** Null where the browser offers no digest: pages that do not come over https. */
  digest: string | null;
}

export type Reply<Mark, Look> = Frame<Mark, Look> | Digest;

const slice = 8; // milliseconds of work between two looks at the mail

/** Answers the requests of a page with journeys made by `begin`, in slices that never keep the mail waiting. */
export function serveJourney<Setup, Deed, Mark, Look, Lens = undefined>(
  begin: (
    setup: Setup,
  ) => Journey<Deed, Mark, Look, Lens> | Promise<Journey<Deed, Mark, Look, Lens>>,
): void {
  let journey: Journey<Deed, Mark, Look, Lens> | null = null;
  let run = -1;
  let wanted: GoTo<Setup, Deed, Lens> | null = null;
  let walking = false;

  addEventListener('message', ({ data }: MessageEvent<Request<Setup, Deed, Lens>>) => {
    if (data.type === 'digest') {
      void sendDigest(data.run);
      return;
    }
    wanted = data;
    if (!walking) void walk();
  });

  /** Walks to the tick that is wanted, which may change on the way. */
  async function walk(): Promise<void> {
    walking = true;
    for (;;) {
      const goal: GoTo<Setup, Deed, Lens> | null = wanted;
      if (goal === null) break;
      if (journey === null || run !== goal.run) {
        journey?.dispose?.();
        journey = await begin(goal.setup);
        run = goal.run;
        continue; // what is wanted may have changed by now
      }
      journey.rewrite(goal.deeds);
      const marks: Mark[] = [journey.mark()];
      const until = performance.now() + slice;
      while (journey.tick !== goal.tick && performance.now() < until) {
        journey.toward(goal.tick);
        marks.push(journey.mark());
      }
      const arrived = journey.tick === goal.tick;
      if (arrived) wanted = null;
      const { edition } = goal;
      send({
        type: 'frame',
        ...{
          run,
          edition,
          tick: journey.tick,
          arrived,
          marks,
          look: journey.look(goal.lens, !arrived),
        },
      });
      if (arrived) break;
      await new Promise((resume) => setTimeout(resume));
    }
    walking = false;
  }

  async function sendDigest(of: number): Promise<void> {
    if (journey === null || of !== run) return;
    const { tick } = journey;
    const bits = journey.bits();
    let digest: string | null = null;
    if (crypto.subtle !== undefined) {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bits));
      digest = Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(
        '',
      );
    }
    send({ type: 'digest', run: of, tick, digest });
  }

  function send(reply: Reply<Mark, Look>): void {
    postMessage(reply);
  }
}
