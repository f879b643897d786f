import { begin } from '@gibbs/journeys/engines';
import { serveJourney } from '../../frame/journeyWorker.js';

serveJourney(begin);
