import { begin } from '@gibbs/journeys/interesting';
import { serveJourney } from '../../frame/journeyWorker.js';

serveJourney(begin);
