import { serveJourney } from '../../frame/journeyWorker.js';
import type { Setup } from './protocol.js';
import { EngineRoom } from './room.js';

serveJourney((setup: Setup) => new EngineRoom(setup));
