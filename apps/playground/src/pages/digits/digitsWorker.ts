import {
  type Answer,
  begin,
  drawnLessons,
  type Errand,
  type Lessons,
  lessonsOf,
  type Setup,
  writePad,
} from '@gibbs/journeys/digits';
import { penDigit } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { serveJourney } from '../../frame/journeyWorker.js';
import { readFiles } from './readFiles.js';

/** What the reader's files hold, and the digits drawn last. */
let own: Promise<Lessons | null> = Promise.resolve(null);
let drawn: { seed: number; lessons: Lessons } | null = null;

const send = (answer: Answer) => postMessage(answer);

// Errands are heard before the run is, which knows nothing of them.
addEventListener('message', (event: MessageEvent<Errand>) => {
  const { data } = event;
  if (data.type !== 'files' && data.type !== 'draw') return;
  event.stopImmediatePropagation();
  const before = own;
  if (data.type === 'files') own = take(data.files).then((taken) => taken ?? before);
  else send({ type: 'drawn', pad: penned(data.seed) });
});

serveJourney(async (setup: Setup) => {
  const files = setup.data === 'file' ? await own : null;
  if (files) return begin(setup, files);
  if (drawn?.seed !== setup.seed) {
    drawn = { seed: setup.seed, lessons: drawnLessons(setup.seed) };
  }
  return begin(setup, drawn.lessons);
});

async function take(files: readonly File[]): Promise<Lessons | null> {
  try {
    const sets = await readFiles(files);
    if (sets.length === 0) throw new Error('there is no file of images among them');
    const lessons = lessonsOf(sets);
    if (lessons.learned.count < 64 || lessons.judged.count < 1) {
      throw new Error(`there must be 100 digits or more, got ${sets[0]?.count}`);
    }
    send({ type: 'files', learned: lessons.learned.count, judged: lessons.judged.count });
    return lessons;
  } catch (error) {
    send({ type: 'refused', reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** A digit of the page's own hand, any of the ten. */
function penned(seed: number): string {
  const chance = generator(seed);
  const uniform = () => chance.uniform();
  return writePad(penDigit(Math.floor(uniform() * 10), uniform).strokes);
}
