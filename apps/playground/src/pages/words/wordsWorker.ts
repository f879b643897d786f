import { builtInCorpus, Surgeon } from '@gibbs/journeys/words';
import type { Reply, Request } from './protocol.js';

let trained: Promise<Surgeon> | null = null;
let run = -1;

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  const send = (reply: Reply) => postMessage(reply);
  try {
    if (data.type === 'train') {
      const corpus = data.corpus === '' ? builtInCorpus() : data.corpus;
      run = data.run;
      trained = Surgeon.train(corpus);
      const { learned } = await trained;
      send({ type: 'trained', run: data.run, learned, characters: corpus.length });
    } else if (trained !== null && data.run === run) {
      const { pieces, same } = (await trained).explain(data.text, data.gone);
      send({ type: 'explained', run: data.run, text: data.text, pieces, same });
    }
  } catch (error) {
    send({ type: 'failed', run: data.run, reason: String(error) });
  }
});
