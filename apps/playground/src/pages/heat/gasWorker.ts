import { begin } from '@gibbs/journeys/heat';
import { serveJourney } from '../../frame/journeyWorker.js';

serveJourney(begin);
