import { History } from './history.js';
import type { GoTo, Mark, Reply, Request } from './protocol.js';

const slice = 8; // milliseconds of work between two looks at the mail
let history: History | null = null;
let run = -1;
let wanted: GoTo | null = null;
let walking = false;

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.type === 'digest') {
    void sendDigest(data.run);
    return;
  }
  wanted = data;
  if (!walking) void walk();
});

function send(reply: Reply, transfer: Transferable[] = []): void {
  postMessage(reply, { transfer });
}

/** Walks to the tick that is wanted, which may change on the way. */
async function walk(): Promise<void> {
  walking = true;
  for (;;) {
    const goal: GoTo | null = wanted;
    if (goal === null) break;
    if (history === null || run !== goal.run) {
      history = new History(goal.setup);
      run = goal.run;
    }
    history.rewrite(goal.deeds);
    const marks: Mark[] = [history.mark()];
    const until = performance.now() + slice;
    while (history.tick !== goal.tick && performance.now() < until) {
      if (history.tick < goal.tick) history.forward();
      else history.back();
      marks.push(history.mark());
    }
    const arrived = history.tick === goal.tick;
    if (arrived) wanted = null;
    const look = history.look();
    send(
      { type: 'frame', run, edition: goal.edition, tick: history.tick, arrived, marks, ...look },
      [look.x.buffer, look.y.buffer],
    );
    if (arrived) break;
    await new Promise((resume) => setTimeout(resume));
  }
  walking = false;
}

async function sendDigest(of: number): Promise<void> {
  if (history === null || of !== run) return;
  const { tick } = history;
  const bits = history.bits();
  let digest: string | null = null;
  if (crypto.subtle !== undefined) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bits));
    digest = Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  send({ type: 'digest', run: of, tick, digest });
}
