/** Every sentence of the frame that all pages share. */
export const text = {
  siteName: 'Gibbs',
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
    'Everything here is computed on your machine. This site sends nothing anywhere and keeps nothing but your theme and key settings.',
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
  chart: {
    keys: 'On a chart: the arrow keys read it value by value, up and down change the curve, Home and End jump.',
    hear: 'Hear it',
    hush: 'Silence',
    heard: 'Two seconds of sound from left to right, higher where the value is higher.',
    noSound: 'This browser makes no sound.',
    value: (step: string, index: number, name: string, value: string | null): string =>
      value === null ? `${step} ${index}: no value yet` : `${step} ${index}: ${value} (${name})`,
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
    units: { 'standard errors': 'standard errors', tolerances: 'tolerances' },
  },
} as const;
