import { begin, frameOf, type GoTo, type Multiverse, stepsPerTick } from '@gibbs/journeys/gate';

const slice = 8; // milliseconds of work between two looks at the mail
let multiverse: Multiverse | null = null;
let run = -1;
let wanted: GoTo | null = null;
let walking = false;
/** What was computed since the last frame. */
let cost = { steps: 0, seconds: 0, bits: 0 };

addEventListener('message', ({ data }: MessageEvent<GoTo>) => {
  wanted = data;
  if (!walking) walk().catch(reportError);
});

/** Trains up to the tick that is wanted, which may change on the way, and shows what there is. */
async function walk(): Promise<void> {
  walking = true;
  for (;;) {
    const goal: GoTo | null = wanted;
    if (goal === null) break;
    if (multiverse === null || run !== goal.run) {
      multiverse?.dispose();
      run = goal.run;
      multiverse = await begin(goal.setup);
      continue; // what is wanted may have changed by now
    }
    const from = performance.now();
    while (multiverse.reached < goal.tick && performance.now() < from + slice) {
      multiverse.train();
      cost.steps += stepsPerTick;
      cost.bits += 8 * stepsPerTick * multiverse.bits().byteLength;
    }
    cost.seconds += (performance.now() - from) / 1000;
    if (multiverse.reached >= goal.tick) {
      const frame = frameOf(multiverse, goal, cost);
      cost = { steps: 0, seconds: 0, bits: 0 };
      postMessage(frame, {
        transfer: [frame.picture.buffer, frame.flags.buffer, frame.bits.buffer],
      });
      wanted = null;
      break;
    }
    await new Promise((resume) => setTimeout(resume));
  }
  walking = false;
}
