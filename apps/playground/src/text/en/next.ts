import type { Corpus, Names } from '@gibbs/journeys/next';
import { grouped, percent, short } from '../../frame/numbers.js';

/** A token as it can be shown: line ends and spaces made visible. */
const shown = (token: string) => token.replaceAll('\n', '⏎').replaceAll(' ', '␣');

/** Every sentence of the page on the next token that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'A network that reads five words has learned 45 people’s names. It reads “I’m called Keyvan so my name is”, and has never met a Keyvan. What does it say next?',
    options: ['Keyvan', 'One of the 45', 'Each name alike'],
    right: 1,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: one of the 45, and after a few hundred steps it holds Keyvan for one in a million. It does not copy; it knows 45 sentences by heart. Learn from names below, and ask it for yours.`,
  },
  shown,
  instrument: 'The model and its training',
  failed:
    'The model could not be started in this browser: its worker did not load. The text below still holds.',
  prompt: 'Your text, of which the last tokens count',
  unknown: (words: readonly string[]) =>
    `${words.length === 1 ? 'A word' : `${words.length} words`} it has never met, left out here: ${words.slice(0, 5).join(', ')}${words.length > 5 ? ' …' : ''}.`,
  way: {
    title: 'From the last tokens to the next',
    read: (context: number) =>
      context === 1 ? 'the token that is read' : `the ${context} tokens that are read`,
    rows: 'the row of each, from the embedding table',
    side: (numbers: number) => `side by side: ${numbers} numbers`,
    hidden: (many: number) => `${many} hidden neurons`,
    rowsSentence: (tokens: readonly string[], channels: number) =>
      `A row of ${channels} numbers for each of the tokens ${tokens.map(shown).join(', ')}: orange above zero, blue below.`,
    hiddenSentence: (many: number) =>
      `${many} hidden neurons: the fuller the orange, the stronger.`,
    choose: (token: string) => `${shown(token)}: look at its row`,
  },
  next: {
    title: 'What comes next',
    what: 'Choose one to go on with it.',
    model: 'the model',
    pairs: 'pairs counted',
    columns: { token: 'Token', model: 'Model', pairs: 'Pairs' },
    sentence: (token: string, share: number) =>
      `Most likely: “${shown(token)}”, at ${percent(share)}.`,
    appended: (token: string) => `${shown(token)} has been added.`,
  },
  context: 'Tokens read',
  contextHint: 'With one, the model can know no more than counted pairs do.',
  temperature: 'Temperature',
  temperatureHint:
    'p ∝ exp(logit / T), the law of atoms: cold takes the likeliest, hot takes anything.',
  sample: { title: 'It goes on by itself', again: 'Draw another' },
  corpus: {
    choice: 'Learns from',
    names: {
      village: 'life in a village',
      names: 'people who say their names',
      own: 'a text of yours',
    } satisfies Record<Corpus, string>,
    is: (tokens: number, vocab: number, kind: 'words' | 'pieces', parameters: number) =>
      `${grouped(tokens)} tokens, ${grouped(vocab)} different ${kind === 'words' ? 'words' : 'pieces of words'}; ${grouped(parameters)} weights. The last tenth is held back to judge by, every fourth step.`,
    title: 'Learn from a text of yours',
    hint: 'At least a page, in any language. With more than 1,500 different words it is cut into pieces of words, so that any text can be asked about. Nothing leaves your machine.',
    label: 'Text to learn from',
    train: 'Learn from this',
    builtIn: 'Back to the village',
    nothing: 'There is nothing to learn from yet.',
    tooLong: (length: number, most: number) =>
      `That is ${grouped(length)} characters; this page learns from at most ${grouped(most)}. Take a part of it.`,
    refused: (reason: string) =>
      `This text is too short to learn from, so the village is learned from instead. (${reason})`,
    learned: (characters: number) => `It learns from your ${grouped(characters)} characters.`,
  },
  loss: {
    title: 'Loss on text held back',
    name: 'Nats per token',
    step: 'Step',
    uniform: (vocab: number) => `ln ${grouped(vocab)}: knows nothing`,
    unigram: 'tokens counted',
    bigram: 'pairs counted',
    sentence: (loss: number, bigram: number, step: number) =>
      `Loss ${short(loss)} nats per token at step ${step}; counted pairs need ${short(bigram)}. ${
        loss < bigram - 0.1
          ? 'The model is better.'
          : loss > bigram + 0.1
            ? 'Counting is better.'
            : 'They are about alike.'
      }`,
    table: 'Nats per token',
    model: 'The model',
  },
  rows: {
    title: 'The embedding table',
    hint: 'Arrow keys go from row to row. A token is to the model what its row says; tokens that are used alike come to lie alike.',
    list: 'Tokens with their rows',
    sentence: (tokens: number, channels: number) =>
      `The first ${tokens} rows of the embedding table, ${channels} numbers each.`,
    chosen: (token: string) => `The row of “${shown(token)}”`,
    near: 'Points most nearly the same way (cosine):',
    numbers: 'Its numbers',
  },
  names: {
    title: 'The name it cannot copy',
    opening: (name: string) => `I'm called ${name} so my name is`,
    what: 'The corpus of names has 45 people say “I’m called … so my name is …”. Both mentions are within five words, so the model sees all it needs. Your name is a word of its vocabulary and never in its text.',
    label: 'Your name',
    ask: 'Learn names, and ask for mine',
    bad: 'A name is one word here, of at most 20 characters.',
    waiting: 'Not learned from names yet.',
    seen: ({ seen, known }: Names) => `${seen} of ${known}`,
    seenLabel: 'names it was trained on, said rightly',
    unseen: ({ name, said, sure, right }: Names) =>
      said === name
        ? `Asked for ${name}, it says ${name}, at ${percent(right)}.`
        : `Asked for ${name}, it says “${shown(said)}”, at ${percent(sure)}; it holds ${name} itself for ${right < 0.0005 ? `one in ${grouped(Math.round(1 / Math.max(right, 1e-12)))}` : percent(right)}.`,
    duel: 'See attention copy it',
    duelWhat: 'One head of attention does what this network cannot:',
  },
  why: {
    title: (token: string, share: number) => `Why is “${shown(token)}” at ${percent(share)}?`,
    first: {
      name: 'The likeliest token',
      sentence:
        'Every token of the vocabulary has a logit, a sum over the hidden neurons; the shares go as exp(logit / T).',
      formula: 'p = exp(z / T) / Σ exp(z / T)',
    },
    temperature: {
      name: 'T, the temperature',
      sentence: 'Set by its slider; 1 is what was learned.',
    },
    counted: {
      name: 'the same by counted pairs',
      sentence: 'How often this token came after the last one, of all that came after it.',
    },
    loss: {
      name: 'Loss of the model',
      sentence:
        'The mean of −ln of the share that the model gave to the token that came, over the tenth of the text held back.',
      formula: 'mean of −ln p(the token that came)',
    },
    perplexity: (many: number) => `as unsure as between ${short(many)} tokens alike`,
    pairs: {
      name: 'by counted pairs',
      sentence: 'The same mean for counts of pairs, smoothed by the constant that suits them best.',
    },
    tokens: {
      name: 'by counted tokens',
      sentence: 'The same mean for how often each token comes.',
    },
    nothing: {
      name: 'knowing nothing',
      sentence: 'All tokens alike.',
      formula: 'ln V',
    },
  },
  over: (steps: number) => `The course is over, after ${steps} steps.`,
  end: 'The course is over. Go back, or start over.',
  run: 'Train',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    shown: 'What was copied',
  },
  keys: {
    play: 'Train, or pause',
    step: 'One step on',
    back: 'One step back',
    sample: 'Draw another sample',
    fewer: 'Read one token less',
    more: 'Read one token more',
    down: 'The next row of the embedding table',
    up: 'The row before',
    names: 'Learn from names',
    reset: 'Start over',
    hear: 'Hear the loss',
  },
} as const;
