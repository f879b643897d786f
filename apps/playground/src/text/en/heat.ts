import { grouped, percent, short } from '../../frame/numbers.js';

/** Every sentence of the page on heat that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'Two gases have mixed for thousands of steps. Now every disk is turned round at once. What happens?',
    options: ['They stay mixed', 'They part a little, then mix again', 'They part completely'],
    right: 2,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: they part completely, and each disk comes home to the last bit. Nothing in the law of motion forbids it. Try it: let the gas run, then press v. Then do it again, and press n first.`,
  },
  box: {
    title: 'The gas',
    sentence: (count: number, step: number, mixing: number, home: number, back: boolean) =>
      `${grouped(count)} disks in a box, step ${grouped(step)}, time running ${
        back ? 'backwards' : 'forwards'
      }. Entropy of mixing ${short(mixing)} per disk, at most 0.693. ${
        home === count
          ? 'Every disk is exactly where it began.'
          : `${grouped(home)} disks are exactly where they began.`
      }`,
    failed:
      'The gas could not be started in this browser: its worker did not load. The text below still holds.',
  },
  began: { left: 'began on the left', right: 'began on the right' },
  act: {
    reverse: 'Turn every disk round',
    reverseHint: 'each velocity becomes its opposite',
    nudge: 'Nudge one disk',
    nudgeHint: 'by 2⁻³² of the box: in a box of a metre, a quarter of a nanometre',
  },
  did: {
    reverse: 'Every velocity has been turned round.',
    nudge: 'One disk has been moved by the smallest step there is.',
  },
  particles: 'Disks',
  grid: 'Cells in which entropy is counted',
  gridShown: (cells: number) => `${cells} × ${cells}`,
  gridHint: 'Entropy counts what a coarse look cannot tell apart. Choose how coarse.',
  seed: 'Seed',
  ledger: {
    title: 'The books',
    energy: 'Energy per disk, in kT',
    momentum: 'Momentum, in units of the smallest step',
    home: 'Disks exactly at home',
    of: (home: number, count: number) => `${grouped(home)} of ${grouped(count)}`,
  },
  entropy: {
    title: 'Entropy of mixing',
    name: 'Entropy per disk, in k',
    step: 'Tick',
    most: 'ln 2: no trace of sides left',
    chart: (values: readonly number[], step: number) => {
      const now = values[step] ?? 0;
      const top = Math.max(...values);
      return values.length < 2
        ? 'Sorted: the entropy of mixing is 0. Let the gas run.'
        : `Entropy of mixing ${short(now)} at tick ${step}, which is ${percent(now / Math.LN2)} of ln 2; the highest so far is ${short(top)}.`;
    },
  },
  why: {
    mixing: {
      name: 'Entropy of mixing per disk',
      sentence:
        'How much a look that sees only cells cannot tell where a disk began: 0 when every cell holds one kind, ln 2 when every cell holds as many of both.',
      formula:
        'S / N = (1/N) · Σ over cells of n · (−p ln p − q ln q), with p and q the shares of both kinds among the n disks of a cell',
      numbers: (count: number, cells: number, value: number) =>
        `(1/${count}) · a sum over ${cells} × ${cells} cells = ${short(value)}`,
      gradient:
        'Finer cells see more and leave less entropy; a turn of all velocities at once makes it fall back to 0.',
    },
    step: {
      name: 'Tick',
      sentence:
        'Twenty leaps of time each. The run is the same every time, so the tick and what you did say all.',
    },
    cells: {
      name: 'Cells each way',
      sentence: 'Chosen below the curve: how coarsely the box is looked at.',
    },
    disks: { name: 'Disks', sentence: 'Half of them began on the left, half on the right.' },
    home: {
      name: 'Disks where they began',
      sentence:
        'A disk counts when its place, and its place a leap before, are those of the start to the last of 32 bits.',
      formula: 'count of x(t) = x(0) and x(t − 1) = x(−1)',
    },
    momentum: {
      name: 'Momentum',
      sentence:
        'The sum of all moves of the last leap. Every push has its counterpush, in whole numbers, so it stays what it was to the last bit.',
      formula: 'Σ (x(t) − x(t − 1))',
    },
    energy: {
      name: 'Energy per disk',
      sentence:
        'Motion and nearness together. It is counted in whole numbers, so it wavers by rounding and does not drift.',
      formula: 'E / N = (kinetic + potential) / N',
    },
  },
  home: 'Stopped: every disk is exactly where it began.',
  end: 'The timeline ends here. Go back, or start over.',
  run: 'Run',
  ticks: 'Tick',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    shown: 'What was copied',
  },
  keys: {
    play: 'Run, or pause',
    step: 'One tick on',
    back: 'One tick back',
    reverse: 'Turn every disk round',
    nudge: 'Nudge one disk by the smallest step there is',
    reset: 'Start over',
    hear: 'Hear the entropy curve',
  },
} as const;
