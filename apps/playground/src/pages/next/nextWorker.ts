import { begin } from '@gibbs/journeys/next';
import { serveJourney } from '../../frame/journeyWorker.js';

serveJourney(begin);
