import { serveJourney } from '../../frame/journeyWorker.js';
import { beginDuel } from './duel.js';

serveJourney(beginDuel);
