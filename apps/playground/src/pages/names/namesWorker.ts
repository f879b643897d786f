import { begin } from '@gibbs/journeys/names';
import { serveJourney } from '../../frame/journeyWorker.js';

serveJourney(begin);
