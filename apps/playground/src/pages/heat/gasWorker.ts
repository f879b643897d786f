import { serveJourney } from '../../frame/journeyWorker.js';
import { History } from './history.js';
import type { Setup } from './protocol.js';

serveJourney((setup: Setup) => new History(setup));
