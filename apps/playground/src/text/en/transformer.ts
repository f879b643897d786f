import type { HeadPlace } from '@gibbs/nn/tasks';
import { grouped, percent, short } from '../../frame/numbers.js';

const named = ([layer, head]: HeadPlace) => `block ${layer + 1}, head ${head + 1}`;

/** Every sentence of the page on the Transformer that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'A model of 136,000 numbers reads a text of which it knows nothing, a few hundred words at a time. How long until it can say what the baker sells, and why?',
    options: ['A few seconds', 'A few hours', 'Never, so small'],
    right: 0,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: a few seconds, on the machine before you. The world of its text is small, and so is the model. Press k and watch the loss fall past what counting knows.`,
  },
  instrument: 'The model and its text',
  builtInPrompt: 'in the morning the old baker sells the bread because the',
  run: 'Train',
  again: 'Trained',
  end: 'The training is at its end. Go back, change something, or start over.',
  done: (held: number) => `Done. Loss on the text held back: ${short(held)} nats per token.`,
  broken:
    'The model could not be started in this browser: its worker did not load. The text below still holds.',
  failed: (reason: string) =>
    `The model could not learn from this: ${reason.replace(/^\w+: /, '')}`,
  prompt: { label: 'The text so far' },
  shown: (token: string) =>
    token
      .replaceAll('\n', '⏎')
      .replaceAll('\t', '⇥')
      .replace(/^ +$/, '␣')
      .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '·')
      .trim() || '·',
  looks: {
    title: 'Where a head looks',
    legend: 'Height: the share of the look that each token gets',
    choose: (token: string) => `Show where “${token}” looks`,
    sentence: (head: HeadPlace, from: string, top: string, share: number, silent: boolean) =>
      `In ${named(head)}, “${from}” gives ${percent(share)} of its look to “${top}”${silent ? ', but this head is silent' : ''}.`,
    table: 'Token',
  },
  next: {
    title: 'What comes next',
    temperature: 'Temperature T in p ∝ exp(−E/T)',
    coldest: '0: always the likeliest',
    hint: 'Each token has an energy E; cold picks the lowest, hot makes all alike.',
    columns: ['Token', 'E', 'p'],
    sentence: (first: string, p: number, temperature: number) =>
      `At temperature ${short(temperature)} the likeliest next token is “${first}”, with p = ${percent(p)}.`,
  },
  loss: {
    title: 'Loss',
    step: 'Step',
    name: 'Text it learns from, nats per token',
    beside: 'Text held back, nats per token',
    guess: (vocab: number) => `ln ${vocab}: a guess`,
    counting: 'how often each token comes',
    chart: (loss: number, held: number, step: number) =>
      `After ${step} steps ${short(loss)} nats per token on the text it learns from (line), ${short(held)} on the text held back (dashes). Perplexity ${short(Math.exp(held))}.`,
  },
  why: {
    ask: 'Where does this loss come from?',
    nothing: { name: 'The next token', sentence: 'The model has not been asked yet.' },
    first: {
      sentence: 'Every token has an energy E = −z; the shares go as exp(−E / T).',
      formula: 'p = exp(z / T) / Σ exp(z / T)',
    },
    cold: 'at T = 0 all of it goes to the largest z',
    gradient: (temperature: number) =>
      temperature === 0
        ? 'A little heat would give the others their share.'
        : `A token whose z is ${short(temperature)} larger is e = 2.718 times as likely.`,
    logit: {
      sentence: 'What the last block wrote at the last place, times the row of this token.',
      formula: 'z = x · row',
    },
    second: { sentence: 'The same for the token that comes second.' },
    temperature: {
      name: 'T, the temperature',
      sentence: 'Set by its slider; 1 is what was learned.',
    },
    loss: {
      name: 'Loss on the text held back',
      sentence:
        'The mean of −ln of the share that the model gave to the token that came, where it was last judged.',
      formula: 'mean of −ln p(the token that came)',
    },
    perplexity: (many: number) => `as unsure as between ${short(many)} tokens alike`,
    learned: {
      name: 'on the text it learns from',
      sentence: 'The same over the batch of this step: what descent makes smaller.',
    },
    counting: { name: 'by counted tokens', sentence: 'The same for how often each token comes.' },
    guess: { name: 'knowing nothing', sentence: 'All tokens alike.', formula: 'ln V' },
  },
  facts: (
    parameters: number,
    vocab: number,
    learned: number,
    held: number,
    characters: number,
  ): string =>
    `${grouped(parameters)} trained numbers, ${vocab} kinds of token; ${grouped(characters)} characters are ${grouped(learned + held)} tokens, ${grouped(held)} of them held back.`,
  pace: (steps: number, threads: number, fused: boolean) =>
    `${short(Number(steps.toFixed(1)))} steps per second on ${threads === 1 ? 'one thread' : `${threads} threads`}, multiply and add ${fused ? 'fused' : 'rounded apart'}.`,
  heads: {
    title: 'Every head',
    hint: 'Each map is a head: a row for each token that looks, a column for each it looks at, dark where the share is large. Choose one to see it above; take it away to see what it was for.',
    block: (layer: number) => `Block ${layer + 1}`,
    map: (head: HeadPlace, from: string, top: string, share: number) =>
      `Map of ${named(head)}: the last token, “${from}”, looks most at “${top}” (${percent(share)}).`,
    show: (layer: number, head: number) => `Show block ${layer + 1}, head ${head + 1}`,
    take: 'Take away',
    give: 'Give back',
    takeHead: (layer: number, head: number) => `Take away block ${layer + 1}, head ${head + 1}`,
    giveHead: (layer: number, head: number) => `Give back block ${layer + 1}, head ${head + 1}`,
    taken: (layer: number, head: number) => `Block ${layer + 1}, head ${head + 1} is taken away.`,
    given: (layer: number, head: number) => `Block ${layer + 1}, head ${head + 1} is back.`,
    all: 'Give all back',
    effect: (count: number, without: number, whole: number) =>
      `Without ${count === 1 ? 'this head' : `these ${count} heads`} the loss on the text held back is ${short(without)} nats per token; with all heads it is ${short(whole)}.`,
    none: 'No head is taken away.',
    columns: ['Head', 'looks most at', 'share'],
    table: 'Where the last token looks, head by head',
    full: (head: HeadPlace) => `All looks of ${named(head)}`,
  },
  speech: {
    title: 'Let it speak',
    goOn: 'Go on with the text',
    stop: 'Stop',
    chat: 'Or talk with it',
    label: 'A line of yours',
    send: 'Say it',
    you: 'You',
    model: 'The model',
    hint: 'It says what its text would say: begin a line, and it ends it. Its memory holds a few lines; then the conversation begins anew.',
    ended: (said: string) => `The model says: ${said}`,
    nothing: 'It has said nothing yet.',
  },
  setting: {
    title: 'The training',
    size: 'Model',
    sizes: {
      small: '2 blocks, 64 wide',
      medium: '4 blocks, 128 wide',
    },
    steps: 'Steps',
    exact: 'The same bits on every machine (slower)',
    hint: 'Changing one of these trains anew.',
  },
  corpus: {
    title: 'Learn from your own text',
    hint: 'Any text of up to five million characters, in any script. It stays on your machine. From about two thousand characters on there is something to learn.',
    label: 'Text to learn from',
    train: 'Train on this',
    builtIn: 'Back to the built-in stories',
    tooLong: (length: number, most: number) =>
      `That is ${grouped(length)} characters; at most ${grouped(most)} are read here. The command gibbs train takes any amount.`,
    nothing: 'There is nothing to learn from. Paste some text.',
  },
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    code: 'Copy as code',
    shown: 'What was copied',
  },
  keys: {
    play: 'Train, or pause',
    step: 'One step on',
    back: 'One step back',
    reset: 'Start over',
    goOn: 'Let it go on with the text, or stop it',
    cold: 'Colder',
    hot: 'Hotter',
    head: 'Show the next head',
    take: 'Take the shown head away, or give it back',
    hear: 'Hear the loss fall',
  },
} as const;
