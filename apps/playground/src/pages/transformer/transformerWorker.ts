import {
  beginScholar,
  type Said,
  type Say,
  type Scholar,
  type Setup,
  type SpeechRequest,
} from '@gibbs/journeys/transformer';
import { serveJourney } from '../../frame/journeyWorker.js';

let scholar: Scholar | null = null;

serveJourney(async (setup: Setup) => {
  scholar = await beginScholar(setup);
  return scholar;
});

/** What was asked for last; 0 where it shall be silent. */
let latest = 0;

addEventListener('message', ({ data }: MessageEvent<SpeechRequest | { type: 'goTo' }>) => {
  if (data.type === 'hush') {
    latest = 0;
    scholar?.hush();
  }
  if (data.type === 'say' && isHere(data)) {
    latest = data.id;
    void say(data);
  }
});

/** Whether this worker walks the line that is asked: at a fork there are two. */
const isHere = ({ setup }: Say): boolean =>
  JSON.stringify(setup) === JSON.stringify(scholar?.setup);

/** Says what is asked for, once the step is reached at which it is asked. */
async function say(asked: Say): Promise<void> {
  const send = (piece: string, ending: Said['ending']) =>
    postMessage({ type: 'said', id: asked.id, piece, ending } satisfies Said);
  try {
    while (isHere(asked) && scholar?.tick !== asked.tick && latest === asked.id) {
      await new Promise((resume) => setTimeout(resume, 20));
    }
    if (!isHere(asked) || latest !== asked.id) return send('', 'aborted');
    const pieces = scholar?.say(asked);
    let next = await pieces?.next();
    for (; next && !next.done; next = await pieces?.next()) send(next.value, null);
    send('', next?.value ?? 'aborted');
  } catch {
    // The weights it spoke with are gone: the training has gone on.
    send('', 'aborted');
  }
}
