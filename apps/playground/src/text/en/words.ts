import { grouped } from '../../frame/numbers.js';

/** Every sentence of the page on pieces of words that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'A tokenizer has counted its way through four thousand sentences in which people say their names, and never met Keyvan. How many pieces will it make of that name?',
    options: ['One: it is a word', 'Six: one for each letter', 'Something between'],
    right: 2,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: it knows “an” and “ey” from other words, so it takes those and spells the rest. The model that reads it sees neither letters nor the name, but these pieces.`,
  },
  instrument: 'The tokenizer',
  input: 'Your text, in any script',
  pieces: {
    title: 'In pieces',
    sentence: (count: number, bytes: number, merges: number) =>
      `${count} ${count === 1 ? 'token' : 'tokens'} from ${bytes} bytes with ${merges} merges.`,
    waiting: 'The tokenizer is being trained.',
    token: (shown: string, rank: number | null) =>
      rank === null ? `${shown}: a byte` : `${shown}: made by merge ${rank + 1}`,
    same: 'Put together again, the pieces are your text, byte for byte.',
    different: 'Half a character cannot be written in UTF-8; it was read as �.',
    empty: 'Write something above.',
    broken: 'The tokenizer could not be started in this browser. The text below still holds.',
  },
  why: {
    ask: (count: number) => `Why ${count}?`,
    tokens: {
      name: 'Tokens',
      sentence: 'Each join makes one token of two.',
      formula: 'bytes − joins',
    },
    gradient: (size: number) => `A token holds ${size.toFixed(2)} bytes on average.`,
    bytes: { name: 'bytes', sentence: 'What your text is in UTF-8, before any merge.' },
    joins: {
      name: 'joins',
      sentence: 'How often a learned pair was found in your text, the earliest learned first.',
    },
    merges: { name: 'merges in use', sentence: 'Where the timeline stands.' },
    learned: {
      name: 'merges learned',
      sentence: 'The commonest pair of its time, again and again.',
    },
    cut: { name: 'merges cut out', sentence: 'Taken away by hand.' },
    characters: { name: 'characters read', sentence: 'The text that it learned from.' },
  },
  tree: {
    title: (piece: string) => `How “${piece}” grows together`,
    sentence: (piece: string, steps: readonly string[]) =>
      steps.length === 0
        ? `No learned merge joins any bytes of “${piece}”.`
        : `“${piece}” is put together by ${steps.join(', then ')}.`,
    step: (left: string, right: string, rank: number) => `${left} + ${right} (merge ${rank + 1})`,
  },
  merges: {
    title: 'What it has learned',
    caption: 'The merges around the present one, in the order in which they were learned.',
    rank: 'Merge',
    pair: 'Joined',
    result: 'New piece',
    count: 'Seen',
    cut: (left: string, right: string) => `Cut out the merge of ${left} and ${right}`,
    restore: (left: string, right: string) => `Put back the merge of ${left} and ${right}`,
    cutShort: 'Cut out',
    restoreShort: 'Put back',
    gone: (left: string, right: string) =>
      `The merge of ${left} and ${right} has been cut out. Whatever was built on it falls apart.`,
    back: (left: string, right: string) => `The merge of ${left} and ${right} is back.`,
  },
  duel: {
    title: 'Let the duel read with it',
    what: (merges: number, cut: number) =>
      `On the page on names two networks try to repeat a name they have never seen, and each piece of it is one more thing to copy. They can read with the tokenizer as it stands here: ${merges} merges${cut === 0 ? '' : `, ${cut} of them cut out`}.`,
    send: 'Send this tokenizer to the duel',
  },
  curve: {
    title: 'Tokens in your text',
    chart: (now: number, from: number, merges: number) =>
      `With ${merges} merges your text is ${now} tokens; it began as ${from} bytes.`,
  },
  corpus: {
    title: 'Learn from your own text',
    hint: 'Any text of up to a million characters. It stays on your machine.',
    label: 'Text to learn from',
    train: 'Learn from this',
    builtIn: 'Back to the built-in sentences',
    learned: (merges: number, characters: number) =>
      `Learned ${merges} merges from ${grouped(characters)} characters.`,
    tooLong: (length: number, most: number) =>
      `That is ${grouped(length)} characters; at most ${grouped(most)} are read here. The command gibbs tokenizer train takes any amount.`,
    nothing: 'There is nothing to learn from. Paste some text.',
  },
  failed: (reason: string) => `The tokenizer could not learn from this: ${reason}`,
  shown: (piece: string) => piece.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥'),
  run: 'Merge',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    code: 'Copy as code',
    shown: 'What was copied',
  },
  keys: {
    play: 'Merge on, or pause',
    step: 'One merge more',
    back: 'One merge less',
    reset: 'Start over from bytes',
    hear: 'Hear the number of tokens fall',
  },
} as const;
