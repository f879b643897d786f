import { percent, short } from '../../frame/numbers.js';

/** Every sentence of the page on engines that depends on what is happening. */
export const text = {
  why: {
    engine: {
      name: 'Efficiency',
      sentence:
        'Work done for each unit of heat taken from the hot side, over all rounds but the first.',
      formula: 'η = W / Q_hot',
      gradient:
        'Slower is better: a piston that runs ahead of its gas wastes what the gas could have pushed.',
    },
    fridge: {
      name: 'Heat lifted per work',
      sentence:
        'Heat taken from the cold side for each unit of work put in, over all rounds but the first.',
      formula: 'COP = Q_cold / (−W)',
    },
    work: { name: 'Work', sentence: 'Force on the piston times its way, collision by collision.' },
    heatHot: {
      name: 'Heat from the hot side',
      sentence: 'What particles gained at the hot wall, collision by collision.',
    },
    heatCold: {
      name: 'Heat from the cold side',
      sentence:
        'What particles gained at the cold wall, collision by collision; less than nothing where they lost.',
    },
    gained: {
      name: 'Energy the gas gained',
      sentence: 'The motion of all disks now, less their motion at the start.',
      formula: 'ΔE = Σ ½ m v² now − Σ ½ m v² at the start',
    },
    off: {
      sentence: 'The first law. It is never quite 0, for numbers have an end; it must not grow.',
      formula: 'Q_hot + Q_cold − W − ΔE',
    },
    made: {
      sentence:
        'Heat over temperature, with the sign of the sides. The second law: over whole rounds it does not fall.',
      formula: 'ΔS = −Q_hot / T_hot − Q_cold / T_cold',
      gradient: 'A slower piston makes less of it; at no speed it makes none.',
    },
    limit: {
      name: 'Carnot’s limit',
      engine: 'No engine between these two temperatures does better, whatever it is made of.',
      fridge: 'No refrigerator between these two temperatures lifts more.',
      formulaEngine: '1 − T_cold / T_hot',
      formulaFridge: 'T_cold / (T_hot − T_cold)',
    },
    hot: {
      name: 'Temperature of the hot side',
      sentence: 'Set by its slider, in units of the cold side’s.',
    },
    cold: { name: 'Temperature of the cold side', sentence: 'The unit of temperature here.' },
  },
  bet: {
    legend: 'Bet first',
    question:
      'An engine of a hundred particles works between a hot side and a cold side half as hot. How much of the heat from the hot side can it turn into work?',
    options: ['All of it, if built well', 'At most half', 'Nothing: disks know no heat'],
    right: 1,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: at most half, 1 − 1/2. No line of the code says so. Slow the piston down and watch the engine creep up to the limit; speed it up and watch it pay.`,
  },
  cylinder: {
    title: 'The engine',
    sentence: (
      disks: number,
      width: number,
      temperature: number,
      contact: 'hot' | 'cold' | null,
      doing: string,
    ) =>
      `${disks} disks behind a piston at ${short(width)}, temperature ${short(temperature)}; the walls are ${
        contact === null ? 'isolated' : `in contact with the ${contact} side`
      }. ${doing}.`,
    failed:
      'The engine could not be started in this browser: its worker did not load. The text below still holds.',
  },
  strokes: {
    carnot: [
      'Expands at the hot side',
      'Expands by itself and cools',
      'Is compressed at the cold side',
      'Is compressed by itself and warms',
    ],
    stirling: [
      'Expands at the hot side',
      'Stands and cools',
      'Is compressed at the cold side',
      'Stands and warms',
    ],
    otto: [
      'Stands and is heated',
      'Expands by itself and cools',
      'Stands and is cooled',
      'Is compressed by itself and warms',
    ],
  },
  backwards: (stroke: string) => `Backwards through: ${stroke.toLowerCase()}`,
  atHand: 'Driven by hand',
  cycle: 'Cycle',
  cycles: { carnot: 'Carnot', stirling: 'Stirling', otto: 'Otto' },
  direction: { engine: 'Engine', refrigerator: 'Refrigerator', change: 'Run it backwards' },
  turned: (reverse: boolean) =>
    reverse
      ? 'The same strokes in the opposite order: the machine is a refrigerator now.'
      : 'The machine is an engine again.',
  hot: 'Temperature of the hot side',
  hotShown: (hot: number) => `${short(hot)} × the cold side`,
  speed: 'Speed of the piston',
  speedShown: (speed: number) => `${short(speed)} × a cold disk`,
  stride: 'Time goes',
  strideShown: (stride: number) => (stride === 1 ? 'slowly' : `${stride} times as fast`),
  byHand: 'By hand',
  act: {
    out: 'Pull out',
    in: 'Push in',
    stop: 'Hold',
    hot: 'Touch hot',
    cold: 'Touch cold',
    apart: 'Isolate',
  },
  did: {
    out: 'The piston goes out.',
    in: 'The piston goes in.',
    stop: 'The piston stands.',
    hot: 'The walls touch the hot side.',
    cold: 'The walls touch the cold side.',
    apart: 'The walls are isolated.',
  },
  gauge: {
    title: (reverse: boolean) => (reverse ? 'How well it cools' : 'How well it works'),
    engine: (value: number | null, laps: number, limit: number) =>
      value === null
        ? `The first round only finds the rhythm; it is not counted. At most ${percent(limit)} of the heat from the hot side can become work.`
        : `${percent(value)} of the heat from the hot side became work, over ${rounds(laps)}. At most ${percent(limit)} can.`,
    fridge: (value: number | null, laps: number, limit: number) =>
      value === null
        ? `The first round only finds the rhythm; it is not counted. At most ${short(limit)} units of heat can leave the cold side for each unit of work.`
        : `${short(value)} units of heat left the cold side for each unit of work, over ${rounds(laps)}. At most ${short(limit)} can.`,
  },
  books: {
    title: 'The books',
    hot: 'Heat from the hot side',
    cold: 'Heat from the cold side',
    work: 'Work done by the gas',
    energy: 'Energy the gas gained',
    off: 'Heat − work − gain',
    made: 'Entropy the two sides gained, in k',
  },
  pv: {
    title: 'Pressure and volume',
    x: 'Area',
    y: 'Pressure',
    sentence: (lap: number | null, pressure: number, area: number) =>
      `${lap === null ? 'By hand' : `Round ${lap + 1}`}: pressure ${short(pressure)} at area ${short(area)}. What the loop encloses is the work of a round.`,
  },
  ts: {
    title: 'Temperature and entropy',
    x: 'Entropy in k',
    y: 'Temperature',
    hot: 'hot side',
    cold: 'cold side',
    sentence: (temperature: number, entropy: number) =>
      `Temperature ${short(temperature)}, entropy ${short(entropy)} k more than at the start. What the loop encloses is the heat kept as work.`,
  },
  laps: {
    title: 'Rounds',
    lap: 'Round',
    hot: 'Heat, hot',
    cold: 'Heat, cold',
    work: 'Work',
    share: (reverse: boolean) => (reverse ? 'Heat lifted / work' : 'Efficiency'),
    power: 'Work / time',
    first: '1 (warming up)',
    none: 'No round has been finished yet.',
  },
  end: 'The timeline ends here, at twenty thousand ticks. Go back, or start over.',
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
    reset: 'Start over',
    turn: 'Run the machine backwards: engine or refrigerator',
    out: 'Pull the piston out by hand',
    in: 'Push the piston in by hand',
    stop: 'Hold the piston',
    hot: 'Touch the hot side',
    cold: 'Touch the cold side',
    apart: 'Isolate the walls',
    hear: 'Hear the temperature of the gas',
  },
} as const;

function rounds(count: number): string {
  return count === 1 ? 'one round' : `${count} rounds`;
}
