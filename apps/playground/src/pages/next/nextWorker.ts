import { serveJourney } from '../../frame/journeyWorker.js';
import type { Setup } from './protocol.js';
import { Study } from './study.js';

serveJourney((setup: Setup) => Study.begin(setup));
