import { exact, short } from '../../frame/numbers.js';

const list = (numbers: readonly number[]) => `(${numbers.map(short).join(', ')})`;

/** Every sentence of the lookup page that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'A hard lookup answers with its nearest row. Move the query by a hair: what does the answer do?',
    options: ['It moves by a hair too', 'It does not move at all', 'It jumps to another row'],
    right: 1,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not quite'}: almost everywhere it does not move at all, and on the border between two rows it jumps. A slope of 0 and a cliff: neither tells a learner which way to go. Switch between hard and soft below and watch the gradient.`,
  },
  statement: {
    label: 'The question as a database would put it',
    hard: (q: readonly number[]) => `SELECT value FROM table\n WHERE key IS NEAREST ${list(q)}`,
    soft: (q: readonly number[], temperature: number) =>
      `SELECT mix(value) FROM table\n WEIGHT BY closeness(key, ${list(q)}) AT TEMPERATURE ${short(temperature)}`,
  },
  mode: {
    legend: 'How to look up',
    hard: 'Hard',
    hardHint: 'the nearest row, alone',
    soft: 'Soft',
    softHint: 'a mix of all rows',
  },
  temperature: 'Temperature',
  temperatureHint: 'Cold: the nearest row wins. Hot: every row has its say.',
  temperatureOff: 'A hard lookup has no temperature: it is the limit at zero.',
  closeness: 'Closeness',
  kernels: {
    'inverse-distance': '1 / (distance + 0.00001), the book’s',
    gaussian: '−distance² / 2, a Gaussian',
    dot: 'query · key, attention’s',
  },
  query: 'Query',
  queryNumber: (index: number) => `Query, number ${index + 1}`,
  map: {
    title: 'The answer, everywhere',
    caption: (x: number, y: number, hard: boolean) =>
      `Each point is a query (number ${x + 1} to the right, number ${y + 1} upwards) in the colour of its answer. ${
        hard
          ? 'Hard lookup: flat fields with cliffs between them.'
          : 'Soft lookup: the fields melt into slopes.'
      }`,
    axisX: 'To the right',
    axisY: 'Upwards',
    number: (index: number) => `number ${index + 1}`,
    handle: (x: string, y: string) => `Query at ${x}, ${y}. Arrow keys move it.`,
    sentence: (q: readonly number[], nearest: string, share: string, trail: number) =>
      `Map of answers with the keys of the table and the query at ${list(q)}. The row with the largest share there is ${nearest}, ${share}.${
        trail > 0 ? ` A trail of ${trail} steps shows where training has led the query.` : ''
      }`,
    failed:
      'The picture of all answers could not be computed in this browser. Everything else works.',
  },
  answer: {
    title: 'Answer',
    mix: (parts: readonly string[]) => `Mix of ${parts.join(', ')}.`,
    sentence: (result: readonly number[], label: string, share: string) =>
      `The answer is ${list(result)}; row ${label} holds ${share} of it.`,
  },
  table: {
    title: 'The table',
    caption:
      'Every row with its closeness to the query, its share in the answer, and its gradient.',
    row: 'Row',
    key: 'Key',
    value: 'Value',
    closeness: 'Closeness',
    share: 'Share',
    edit: 'Edit the rows',
    editDone: 'Done editing',
    cell: (row: string, part: 'key' | 'value', index: number) =>
      `${row}, ${part === 'key' ? 'key' : 'value'} number ${index + 1}`,
    add: 'Add a row',
    remove: (row: string) => `Remove row ${row}`,
    why: (row: string) => `Why does row ${row} have this share?`,
  },
  why: {
    title: (row: string, share: string) => `Why ${share} for row ${row}?`,
    closeness: (value: string) => `Its key is at closeness ${value} to the query.`,
    soft: (value: string, temperature: string, share: string) =>
      `Its share is exp(${value} / ${temperature}), divided by the sum of the same over all rows: ${share}.`,
    hard: (first: boolean) =>
      first
        ? 'No other key is closer, so a hard lookup takes this row whole.'
        : 'Another key is closer, so a hard lookup ignores this row.',
    slopes: (key: string, value: string) =>
      `If the answer should move towards the wanted value, its key would have to move along ${key}, its value along ${value} (minus the gradient).`,
  },
  paste: {
    title: 'Your own table',
    hint: 'One row per line: a name, the numbers of its key, the numbers of its value. A heading may say which is which. Copy straight from a spreadsheet.',
    label: 'Rows as text',
    use: 'Use this table',
    book: 'Back to the book’s table',
    done: (rows: number, key: number, value: number) =>
      `Read ${rows} ${rows === 1 ? 'row' : 'rows'} with keys of ${key} and values of ${value} ${value === 1 ? 'number' : 'numbers'}.`,
  },
  whyLoss: {
    name: 'Loss',
    sentence:
      'How far the mix is from the value of the wanted row: half the sum of the squared differences.',
    formula: '½ Σ (mix − wanted)²',
    gradient: (slopes: readonly number[]) =>
      `Its slope along the query is (${slopes.map(short).join(', ')}); a step of training goes the other way.`,
    mix: (index: number) => `Mix, number ${index + 1}`,
    mixSentence: 'Each row’s value times its share, summed over the rows.',
    mixFormula: 'Σ share · value',
    share: (label: string) => `Share of ${label}`,
    shareSoft: 'Softmax of the closenesses: each row gets its part of the whole.',
    shareHard: 'The nearest row has all of it, the others nothing.',
    closeness: (label: string) => `Closeness of ${label}`,
    closenessSentence: 'How near its key is to the query, by the measure that is chosen.',
    want: (index: number) => `Wanted, number ${index + 1}`,
    wantSentence: 'The value of the row that the query is to find.',
  },
  train: {
    title: 'Teach the query',
    want: 'Find the value of',
    rowName: (label: string) => `row ${label}`,
    rate: 'Step size',
    play: 'Train',
    at: (step: number, loss: number, label: string, share: string) =>
      `Step ${step}: loss ${short(loss)}, row ${label} holds ${share}.`,
    loss: 'Loss',
    lossHint: 'half the squared distance from the answer to the wanted value',
    gradient: 'Gradient of the query',
    gradientHint: 'how the loss changes as each number of the query grows',
    zero: 'All exactly 0. The answer does not change when the query moves a little, so nothing says which way is better.',
    faint: (size: number) =>
      `The slope is there, but its largest part is ${exact(size)}: too cold to learn from. Warm it up.`,
    bars: (slopes: readonly number[]) =>
      `Gradient of the query: ${slopes.map((slope, index) => `number ${index + 1}: ${short(slope)}`).join(', ')}.`,
    chart: (from: number, to: number, steps: number) =>
      steps === 0
        ? 'The loss has one point so far. Train the query to draw the curve.'
        : `The loss went from ${short(from)} to ${short(to)} in ${steps} steps.`,
    solvedMark: 'solved',
  },
  stopped: {
    solved: 'Found it: the query now answers with the wanted value.',
    hard: 'Stopped at once: the gradient of a hard lookup is 0. Try soft.',
    faint:
      'Stopped: the slope here is too small to follow. Another temperature or step size may help.',
    lost: 'Stopped: the steps are so large that the query left the table. Try a smaller step size.',
    end: 'Stopped after 400 steps without finding it: it came to rest between rows. Another temperature, step size or start may get through.',
  },
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    code: 'Copy as code',
    shown: 'What was copied',
  },
  keys: {
    train: 'Train, or pause',
    step: 'One step of training',
    back: 'One step back',
    mode: 'Switch between hard and soft',
    reset: 'Start over with the book’s table',
    hear: 'Hear the loss curve',
  },
} as const;
