import type { Own, Verdict } from '@gibbs/journeys/interesting';
import { verdictOf } from './verdict.js';

addEventListener('message', ({ data }: MessageEvent<{ id: number; own: Own }>) => {
  const verdict: Verdict = { id: data.id, ...verdictOf(data.own, { block: 4 }) };
  postMessage(verdict);
});
