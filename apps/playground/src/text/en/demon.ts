import type { Rule, Waiting } from '@gibbs/journeys/demon';
import { short } from '../../frame/numbers.js';

const guest = ({ fromLeft, fast }: Waiting): string =>
  `a ${fast ? 'fast' : 'slow'} molecule from the ${fromLeft ? 'left' : 'right'}`;

/** Every sentence of the page on the demon that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'A demon opens a door for fast molecules one way and for slow ones the other way, until one side is hot. It does no work on them. What does it cost?',
    options: [
      'Nothing: a demon would break the second law',
      'The work of moving the door',
      'Forgetting what it saw',
    ],
    right: 2,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: forgetting. The door can be as light as you like, and looking can be free. But every look leaves a bit in the demon’s memory, and wiping a bit gives off kT ln 2 of heat. Watch the total: it goes up, whoever minds the door.`,
  },
  chambers: {
    title: 'The two chambers',
    sentence: (
      left: number,
      right: number,
      temperatures: readonly [number, number],
      door: string,
    ) =>
      `Left: ${molecules(left)}, temperature ${short(temperatures[0])}. Right: ${molecules(right)}, temperature ${short(temperatures[1])}. ${door}`,
    open: 'The door is open.',
    shut: 'The door is shut.',
    waits: (waiting: Waiting) => `At the door waits ${guest(waiting)}.`,
    failed:
      'The gas could not be started in this browser: its worker did not load. The text below still holds.',
    slow: 'slow',
    fast: 'fast',
  },
  waits: (waiting: Waiting) =>
    `${guest(waiting).replace(/^a/, 'A')} is at the door. Open it with o, or keep it shut with s.`,
  blind: 'Stopped: the memory is full, the demon is blind and the door stays shut. Wipe it with e.',
  erased: 'The memory is wiped. The bath has taken its entropy.',
  who: 'Who minds the door',
  rules: {
    speed: { name: 'Maxwell’s demon', does: 'fast to the right, slow to the left' },
    way: { name: 'A one-way demon', does: 'from left to right only' },
    greedy: { name: 'A greedy demon', does: 'whatever lowers the entropy of the gas' },
    net: { name: 'A trained net', does: 'what four inputs and some lessons taught it' },
    hand: { name: 'You', does: 'time stops at each molecule: open, or not' },
    nobody: { name: 'Nobody', does: 'the door stands open, nothing is remembered' },
  } satisfies Record<Rule, { name: string; does: string }>,
  chosen: {
    speed: 'Maxwell’s demon minds the door.',
    way: 'A one-way demon minds the door.',
    greedy: 'A greedy demon minds the door.',
    net: 'A trained net minds the door.',
    hand: 'You mind the door. Time will stop at each molecule that comes to it.',
    nobody: 'Nobody minds the door: it stands open.',
  } satisfies Record<Rule, string>,
  act: {
    open: 'Open for it',
    shut: 'Keep shut',
    erase: 'Wipe the memory',
    eraseCost: (bits: number) => `costs ${short(bits * Math.LN2)} kT now`,
    take: 'Mind it yourself',
  },
  tape: {
    title: 'What the demon remembers',
    sentence: (used: number, all: number) =>
      used === 0
        ? `The memory is empty: ${all} bits are free.`
        : `${used} of ${all} bits are used, worth ${short(used * Math.LN2)} k of entropy.`,
    bits: 'The bits, oldest first',
    none: 'none',
    legend: 'full: let through; ring: turned away',
  },
  controls: {
    particles: 'Molecules',
    memory: 'Memory',
    bits: (bits: number) => `${bits} bits`,
    erases: 'Wipe the memory whenever it is full',
    lessons: 'Lessons of the net',
    lessonsShown: (lessons: number) => (lessons === 0 ? 'none: it knows nothing' : String(lessons)),
    stride: 'Time goes',
    strideShown: (stride: number) => (stride === 1 ? 'slowly' : `${stride} times as fast`),
  },
  total: {
    title: 'Entropy in sum',
    name: 'Total, in k',
    step: 'Tick',
    chart: (total: number, fall: number, looks: number) =>
      looks === 0 && Math.abs(total) < 1e-9
        ? 'Gas, memory and surroundings together: 0 k so far. Let time run.'
        : `Gas, memory and surroundings together: ${short(total)} k ${total >= 0 ? 'more' : 'less'} than at the start. ${
            fall < 0.0005
              ? 'It has never fallen.'
              : `The deepest it ever fell on the way is ${short(fall)} k: single molecules may, many cannot.`
          }`,
  },
  bill: {
    title: 'Sorted, and paid for',
    name: 'Memory and surroundings gained, in k',
    beside: 'The gas lost, in k',
    chart: (paid: number, sorted: number) =>
      sorted >= 0
        ? `The gas has lost ${short(sorted)} k; memory and surroundings have gained ${short(paid)} k. The faint curve is the gas: it stays below.`
        : `The gas has gained ${short(-sorted)} k by itself; memory and surroundings have gained ${short(paid)} k.`,
  },
  books: {
    title: 'The books, in k',
    gas: 'Gas',
    memory: 'Memory, ln 2 a bit',
    bath: 'Surroundings, warmed by wiping',
    total: 'In sum',
    looks: 'Looks, wipes',
    worth: 'Work the sorting is worth, at most',
    paid: 'Work that wiping has cost',
    room: 'The same at 300 K',
    kT: (value: number) => `${short(value)} kT`,
    joules: (value: number) => `${short(value)} J`,
  },
  why: {
    total: {
      name: 'Entropy in sum',
      sentence: 'Gas, memory and surroundings, as changes since the start, in units of k.',
      formula: 'gas + memory + surroundings',
    },
    gas: {
      name: 'gas',
      sentence:
        'Two ideal gases in two dimensions: n molecules with energy E in a chamber have so many arrangements. Sorting makes it less.',
      formula: 'Σ over both sides of n · ln E − 2 ln n!, less that of the start',
    },
    left: { name: 'molecules on the left', sentence: 'Counted now.' },
    of: (left: number, all: number) => `${left} of ${all}`,
    temperatureName: (side: number) => `temperature ${side === 0 ? 'on the left' : 'on the right'}`,
    temperature: { sentence: 'The mean energy of a molecule there.' },
    memory: {
      name: 'memory',
      sentence: 'A bit that was written and may be either is worth ln 2.',
      formula: 'bits in use · ln 2',
    },
    bits: {
      name: 'bits in use',
      sentence: 'One for each molecule that was looked at since the last wiping.',
    },
    bath: {
      name: 'surroundings',
      sentence:
        'Landauer: a bit that is wiped gives off kT ln 2 of heat, which the bath at T takes up.',
      formula: 'bits wiped · ln 2',
    },
    wipes: { name: 'wipes', sentence: 'How often the memory was wiped, by rule or by hand.' },
  },
  mind: {
    title: 'What the net would do now',
    energy: 'Energy',
    fromLeft: 'from the left',
    fromRight: 'from the right',
    caption: 'Readiness to open, in percent; above 50 it does.',
    school: (first: number, last: number, lessons: number) =>
      `In its first lessons a look changed the entropy of the gas by ${short(first)} k on average, in the last of ${lessons} by ${short(last)} k. It was never told a rule, only what opening did.`,
    unschooled: 'It has had no lesson: its weights are as chance left them.',
  },
  end: 'The timeline ends here. Go back, or start over.',
  run: 'Run',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    code: 'Copy as code',
    shown: 'What was copied',
  },
  keys: {
    play: 'Run, or pause',
    step: 'One tick on',
    back: 'One tick back',
    open: 'Mind the door yourself: open it',
    shut: 'Mind the door yourself: keep it shut',
    erase: 'Wipe the memory',
    reset: 'Start over',
    hear: 'Hear the total entropy',
  },
} as const;

function molecules(count: number): string {
  return count === 1 ? '1 molecule' : `${count} molecules`;
}
