import { init } from '@gibbs/tensor';
import { serveJourney } from '../../frame/journeyWorker.js';
import type { Setup } from './protocol.js';
import { DemonRoom } from './room.js';
import { teach } from './school.js';

serveJourney(async (setup: Setup) => {
  // The same bits in every browser: the digest of a link is a claim that anyone can check.
  await init({ threads: 1, fused: false });
  return new DemonRoom(setup, () => teach(setup));
});
