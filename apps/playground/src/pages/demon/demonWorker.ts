import { begin } from '@gibbs/journeys/demon';
import { serveJourney } from '../../frame/journeyWorker.js';

serveJourney(begin);
