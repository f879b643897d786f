import type { Mark } from '@gibbs/journeys/engines';

/** A point of a loop: the mean over a stretch of a stroke. */
export interface Point {
  area: number;
  pressure: number;
  temperature: number;
  entropy: number;
}

const stretches = 10; // to a stroke

/** The measured loop of a lap up to a tick, each stroke in some ten points; by hand, all since the hand was laid on. */
export function loopOf(marks: readonly Mark[], until: number, lap: number | null): Point[] {
  const points: Point[] = [];
  for (const stroke of strokesOf(marks, until, lap)) {
    const size = Math.max(1, Math.ceil(stroke.length / stretches));
    for (let from = 0; from < stroke.length; from += size) {
      points.push(mean(stroke.slice(from, from + size)));
    }
  }
  return points;
}

function strokesOf(marks: readonly Mark[], until: number, lap: number | null): Mark[][] {
  const strokes: Mark[][] = [];
  for (let tick = 1; tick <= until && tick < marks.length; tick++) {
    const mark = marks[tick] as Mark;
    if (lap === null ? mark.stroke !== null : mark.lap !== lap || mark.stroke === null) continue;
    const last = strokes.at(-1);
    // By hand there are no strokes: twenty ticks at a time are one point.
    const long = mark.stroke === null && (last?.length ?? 0) >= 20 * stretches;
    if (last && !long && last[0]?.stroke === mark.stroke) last.push(mark);
    else strokes.push([mark]);
  }
  return strokes;
}

function mean(marks: readonly Mark[]): Point {
  const of = (pick: (mark: Mark) => number) =>
    marks.reduce((sum, mark) => sum + pick(mark), 0) / marks.length;
  return {
    area: of(({ area }) => area),
    pressure: of(({ pressure }) => pressure),
    temperature: of(({ temperature }) => temperature),
    entropy: of(({ entropy }) => entropy),
  };
}
