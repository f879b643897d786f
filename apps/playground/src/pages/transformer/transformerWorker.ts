import { serveJourney } from '../../frame/journeyWorker.js';
import type { Said, Say, Setup, SpeechRequest } from './protocol.js';
import { beginScholar, type Scholar } from './scholar.js';

let scholar: Scholar | null = null;

serveJourney(async (setup: Setup) => {
  scholar = await beginScholar(setup);
  return scholar;
});

addEventListener('message', ({ data }: MessageEvent<SpeechRequest | { type: 'goTo' }>) => {
  if (data.type === 'hush') scholar?.hush();
  if (data.type === 'say') void say(data);
});

async function say(asked: Say): Promise<void> {
  const send = (piece: string, ending: Said['ending']) =>
    postMessage({ type: 'said', id: asked.id, piece, ending } satisfies Said);
  try {
    const pieces = scholar?.say(asked);
    let next = await pieces?.next();
    for (; next && !next.done; next = await pieces?.next()) send(next.value, null);
    send('', next?.value ?? 'aborted');
  } catch {
    // The weights it spoke with are gone: the training has gone on.
    send('', 'aborted');
  }
}
