import { grouped, percent, short } from '../../frame/numbers.js';

/** Every sentence of the page on names that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'Two networks of one size read the same four thousand names, each in a sentence of its own. Then both are told a name they have never seen and asked for it a few words later. Who can say it?',
    options: ['Both', 'Neither', 'Only the one that can look back'],
    right: 2,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: only the one that looks back, and it takes about three seconds of learning. The other is not stupid: with the name always in the same place it can too. Press k, then try the switches.`,
  },
  instrument: 'The duel',
  who: { attention: 'Attention', mlp: 'MLP' },
  run: 'Train both',
  again: 'Trained',
  failed: (reason: string) => `The duel cannot begin like this: ${reason.replace(/^\w+: /, '')}`,
  end: 'The training is at its end. Go back, change something, or start over.',
  done: (attention: number, mlp: number) =>
    `Done. Of the names never seen, attention says ${percent(attention)}, the MLP ${percent(mlp)}.`,
  ask: {
    label: 'Your name, in any script',
    button: 'Ask both',
    none: (longest: number) =>
      `A name has 1 to ${longest} characters, none of them a control character.`,
    refused: (reason: string) =>
      `The name cannot be asked for in this sentence: ${reason.replace(/^\w+: /, '')}`,
    seen: (name: string) =>
      `By chance ${name} was among the names to train on. Keep it out to be fair.`,
    strange: (name: string) =>
      `${name} is longer, or made of other pieces, than any name in this training. Trained with it in mind, attention can copy it too.`,
    keepOut: (name: string) => `Train again with ${name} kept out`,
  },
  sentence: {
    title: 'What both read',
    waiting: 'The sentence comes with the worker.',
    blank: 'next?',
    name: 'the name',
    shown: (token: string) => {
      const clean = token.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '·');
      return clean === '' ? '·' : clean;
    },
    attention: 'Where attention looks',
    places: 'What the MLP makes of each place',
    silentHead: 'This head is silent: what it finds counts as nothing.',
    looks: (saying: string, head: number, top: string, share: number, onTarget: boolean) =>
      `To say “${saying}”, head ${head + 1} gives ${percent(share)} of its look to “${top}”${onTarget ? ', the very piece of the name that comes next' : ''}.`,
    weighs: (token: string, times: number) =>
      `The MLP weighs places, whatever stands in them: most the one where “${token}” stands now, ${short(times)} times as much as the least.`,
    nothing: 'Attention has said nothing yet.',
    table: ['Token', 'Attention', 'MLP'],
    pieces: (name: string, pieces: readonly string[]) =>
      `${name} is ${pieces.length === 1 ? 'one piece' : `${pieces.length} pieces`}: ${pieces.join(' | ')}`,
    saying: 'While it says',
    head: 'Head',
    headShown: (head: number, target: number) => `Head ${head + 1} (${percent(target)})`,
    best: 'the one that looks best',
  },
  answers: {
    says: 'says',
    nothing: 'nothing',
    right: 'right',
    wrong: 'wrong',
    sure: (p: number) => `p = ${short(p)}`,
    unseen: (share: number | null, count: number) =>
      share === null
        ? `of ${count} names never seen`
        : `${percent(share)} of ${grouped(count)} names never seen`,
    seen: (share: number) => `${percent(share)} of names trained on`,
    parameters: (count: number) => `${grouped(count)} trained numbers`,
  },
  why: {
    nothing: { name: 'The answer', sentence: 'This name cannot be asked for in this sentence.' },
    sure: {
      name: 'p of the answer',
      sentence: 'Each token is the likeliest after those before it; their shares are multiplied.',
      formula: 'p = Π exp(z) / Σ exp(z)',
    },
    tokenName: (index: number, token: string) => `token ${index + 1}, “${token}”`,
    token: {
      sentence: 'The share of this token among all, as softmax gives it.',
      formula: 'exp(z) / Σ exp(z)',
    },
    unseen: {
      name: 'names never seen, right',
      sentence: 'Right is a name only with every token right.',
      formula: 'right / asked',
    },
    lookName: (head: number) => `look of head ${head + 1}`,
    look: {
      sentence:
        'How much of its look the best head gives to the token that is to be said next, over names never seen.',
    },
  },
  question: {
    title: 'The sentence',
    openings: 'Sentences before the name',
    clauses: 'Fillers after the name',
    wording: 'Other words',
    plain: 'Plain words',
  },
  heads: {
    title: 'Take a head away',
    none: 'None',
    head: (head: number) => `Head ${head + 1}`,
    effect: (silent: number, share: number, before: number) =>
      `Without head ${silent + 1} attention says ${percent(share)} of the unseen names; with it, ${percent(before)}.`,
    scores: (scores: readonly { head: number; target: number; chance: number }[]) =>
      `Look on the piece to be said next: ${scores
        .map(({ head, target }) => `head ${head + 1} ${percent(target)}`)
        .join(', ')}; by chance ${percent(scores[0]?.chance ?? 0)}.`,
  },
  setting: {
    title: 'The training',
    names: 'Names to learn from',
    position: 'Where the name stands',
    positions: { varying: 'anywhere', fixed: 'always in the same place' },
    embeddings: 'Table of tokens',
    tables: { learned: 'learned', fixed: 'random and fixed' },
    values: 'What a look brings back',
    paths: { stored: 'the row as stored', learned: 'a learned map of it' },
    memory: 'What each place knows',
    memories: { 3: 'itself and two before', 1: 'itself alone' },
    steps: 'Steps',
    pieces: {
      label: 'Tokenizer',
      shown: (merges: number) => (merges === 0 ? 'bytes alone' : `${grouped(merges)} merges`),
      what: (cut: number, isBuiltIn: boolean) =>
        `It was learned from ${isBuiltIn ? 'four thousand sentences like these' : 'a text of your own'}${cut === 0 ? '' : `; ${cut} of its merges ${cut === 1 ? 'is' : 'are'} cut out`}. The more pieces a name is cut into, the more there is to copy.`,
      operate: 'Operate on it',
    },
    seed: 'Seed',
    hint: 'Changing one of these trains both anew.',
  },
  accuracy: {
    title: 'Names never seen',
    step: 'Step',
    name: 'Attention, % right',
    beside: 'MLP, % right',
    all: 'every name',
    chart: (attention: number, mlp: number, step: number) =>
      `After ${step} steps attention says ${percent(attention / 100)} of the unseen names (line), the MLP ${percent(mlp / 100)} (dashes).`,
  },
  loss: {
    title: 'Loss',
    name: 'Attention, nats per token',
    beside: 'MLP, nats per token',
    guess: (vocab: number) => `ln ${vocab}: a guess`,
    untaught: (guess: number) =>
      `Nothing has been learned yet; a guess costs ${short(guess)} nats per token.`,
    chart: (attention: number, mlp: number) =>
      `Attention ${short(attention)} nats per token (line), the MLP ${short(mlp)} (dashes).`,
  },
  pace: (steps: number) => `${Math.round(steps)} steps of both per second on this machine`,
  broken:
    'The duel could not be started in this browser: its worker did not load. The text below still holds.',
  switches: {
    title: 'What breaks the gap',
    intro:
      'Each row changes one thing. The numbers on the left were measured before, as means of three seeds; press a button to measure one on your own machine.',
    columns: ['Setting', 'Measured before', 'Measured here'],
    sub: 'attention : MLP, share of unseen names right',
    run: (what: string) => `Run: ${what}`,
    button: 'Run',
    running: 'running',
    none: '–',
    pair: (attention: number, mlp: number) => `${percent(attention)} : ${percent(mlp)}`,
    what: {
      duel: '4,000 names, anywhere in the sentence',
      'fixed-position': 'the name always in the same place',
      'few-names': '50 names',
      'few-names-learned-values': '50 names and a learned value path, 250 steps',
      'fixed-embeddings': 'token table random and fixed',
      'learned-values': 'learned value path',
      'learned-values-longer': 'learned value path, 250 steps',
      'no-memory': 'each place knows its own token alone',
    } as Record<string, string>,
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
    position: 'The name anywhere, or always in the same place',
    values: 'Learn the value path, or bring back rows as stored',
    silent: 'Take the best head away, or give it back',
    hear: 'Hear how attention learns',
  },
} as const;
