import { serveJourney } from '../../frame/journeyWorker.js';
import { Cup } from './cup.js';
import type { Setup } from './protocol.js';

serveJourney((setup: Setup) => new Cup(setup));
