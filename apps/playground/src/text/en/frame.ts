import { short } from '../../frame/numbers.js';

/** Every sentence of the frame that all pages share. */
export const text = {
  siteName: 'Gibbs',
  subtitle: 'one law, two worlds',
  skip: 'Skip to the content',
  mainMenu: 'Pages',
  theme: 'Theme',
  themes: { system: 'Auto', light: 'Light', dark: 'Dark' },
  help: 'Keyboard help',
  helpTitle: 'Keyboard',
  helpIntro: 'Everything on this page can be reached with Tab. These keys save steps:',
  helpKey: 'Key',
  helpAction: 'What it does',
  helpLetters: 'Use single-letter keys',
  close: 'Close',
  dataTable: 'The same as a table',
  licence: 'Free software under the MIT licence.',
  local:
    'Everything here is computed on your machine. This site sends nothing anywhere. What you did on a page, your theme and your key settings are kept in this browser alone.',
  noScript:
    'JavaScript is off, so the figures below show their first frame and do not move. All of the text is here.',
  copied: 'Copied.',
  copyFailed: 'The browser did not allow copying. Select the text below and copy it by hand.',
  link: {
    repaired: (parts: readonly string[]): string =>
      parts.length === 1
        ? `One part of this link could not be read and was left at its usual value: ${parts[0]}.`
        : `${parts.length} parts of this link could not be read and were left at their usual values: ${parts.join('; ')}.`,
    dismiss: 'Dismiss',
    identical: (digest: string): string =>
      `Identical: your machine reached the same result, digest ${digest}.`,
    differs: (there: string, here: string): string =>
      `Not identical: the link was made with digest ${there}, your machine reached ${here}.`,
  },
  timeline: {
    pause: 'Pause',
    back: 'One step back',
    on: 'One step',
    step: 'Step',
    reset: 'Start over',
  },
  explain: {
    title: 'Where does this number come from?',
    parents: 'It is made of',
    source: (file: string): string => `The line of source that computes it, in ${file}`,
    back: 'Back',
  },
  more: 'More',
  moreFailed: 'This part of the page could not be loaded. Your work is as it was.',
  died: (step: number): string =>
    `The worker that computes this page stopped. It was started again and is computing the run anew up to step ${step}; nothing is lost.`,
  work: {
    title: 'Your work',
    goOn: 'Go on where you left',
    goOnFrom: (when: string): string => `Go on where you left, ${when}`,
    earlier: 'Earlier work on this page',
    none: 'Nothing yet. What you do here is kept in this browser, and offered when you come back.',
    save: 'Save as a file',
    open: 'Open a file',
    dropped:
      'A saved page, or the run.json that a command wrote with --out. You can also drop it anywhere on the page.',
    forget: 'Forget all work in this browser',
    forgotten: 'Forgotten. Nothing you did is kept in this browser any more.',
    refused:
      'This browser keeps nothing: its storage is full or denied. Save your work as a file instead.',
    saved: (name: string): string => `Saved as ${name}.`,
    opened: (name: string): string => `Opened ${name}.`,
  },
  file: {
    large: (name: string): string =>
      `${name} is larger than 64 MB, so it is not read. Your work is as it was.`,
    broken: (name: string): string =>
      `${name} is cut off, damaged or not JSON. Your work is as it was.`,
    foreign: (name: string): string =>
      `${name} is neither a page saved here nor the run.json of a command. Your work is as it was.`,
    refused: (name: string, reason: string): string =>
      `No page shows the run in ${name}; it would have to have ${reason}. Your work is as it was.`,
    unknown: (name: string, command: string): string =>
      `No page shows runs of ${command}, as the one in ${name} is. Your work is as it was.`,
    changed: (name: string): string =>
      `${name} is not as it was saved: its digest does not fit. What could be read of it is shown; weights in it are left out.`,
    elsewhere: (name: string): string => `${name} belongs to another page.`,
    goThere: 'Open it there',
  },
  lesson: {
    title: 'For a lesson',
    held: 'Held by the link of this lesson.',
    what: 'A link that opens the page as it now stands, with parts of it held, or as an instrument alone to be put into a page of your own.',
    embed: 'The instrument alone',
    parts: 'Hold',
    timeline: 'the timeline',
    make: 'Copy the link of the lesson',
    ownPage: 'Open this on its own page',
  },
  cost: {
    title: 'What it costs',
    none: 'Nothing has been computed yet.',
    steps: 'Steps computed',
    rate: 'Steps per second of computing',
    flop: 'Operations per second',
    joules: (watts: number): string =>
      `Energy, if the machine takes ${watts} watts while it computes`,
    bits: 'Bits overwritten',
    least: 'The least they can cost at 300 K, kT ln 2 each',
    times: 'So many times the least',
    watts: 'Watts while computing',
    wattsHint: 'An estimate: a page cannot measure power. A laptop core takes about 10.',
    why: 'Overwriting a bit throws away what was there. That, and nothing else in computing, has to cost work.',
  },
  branch: {
    here: 'Fork here',
    key: 'Fork here: keep this run and go on with a copy',
    left: (step: number): string =>
      `Forked at step ${step}. This run is kept; what you change now happens to a copy of it.`,
    other: (name: string): string => `${name}, the run you left`,
    same: (left: number, both: number, exact: boolean): string =>
      `Forked at step ${left}. Up to step ${Math.max(0, both)} the two runs are the same${exact ? ' to the last bit' : ''}. Change something, and run.`,
    differs: (step: number, exact: boolean): string =>
      exact
        ? `The two runs first differ at step ${step}.`
        : `The two curves first differ at step ${step}.`,
    swap: 'Go on with the other',
    drop: 'Drop the other',
  },
  chart: {
    keys: 'On a chart: the arrow keys read it value by value, up and down change the curve, Home and End jump.',
    hear: 'Hear it',
    hush: 'Silence',
    heard: 'Two seconds of sound from left to right, higher where the value is higher.',
    noSound: 'This browser makes no sound.',
    value: (step: string, index: number, name: string, value: string | null): string =>
      value === null ? `${step} ${index}: no value yet` : `${step} ${index}: ${value} (${name})`,
    range: (name: string, low: number, high: number): string =>
      high > low ? `${name}, ${short(low)} to ${short(high)}` : name,
    point: (x: string, atX: string, y: string, atY: string): string => `${y}: ${atY}, ${x}: ${atX}`,
  },
  badge: {
    title: 'Is it true on your machine?',
    what: 'The physics of these pages has a reference table: Carnot’s limit, the pressure of hard disks, the entropy of argon and many more, each with its source. Your machine can compute all of it, in about a minute.',
    check: 'Compute the reference table',
    done: (held: number, total: number): string => `${held} of ${total} rows hold.`,
    failed: 'The table could not be computed: its worker did not load.',
    rows: 'Every row',
    columns: ['Quantity', 'Here', 'Expected', 'Off by', 'Holds'],
    /** Of a row that only says at least or at most, without a tolerance. */
    bound: 'a bound',
    units: { 'standard errors': 'standard errors', tolerances: 'tolerances' },
  },
} as const;
