/**
 * The next token from the five before it: an MLP against counting.
 *
 * The village corpus is small enough to see through. Who does what with which thing is settled a few words earlier, so
 * a table of pairs (a bigram) must guess where five words of context know.
 */
import { type Generator, generator, noGrad } from '@gibbs/tensor';
import { crossEntropy } from '../loss.js';
import { NextTokenMLP } from '../nextTokenMLP.js';
import { sampler } from '../sampler.js';
import { oneCycle } from '../schedule.js';
import { countOf, Learner, read, toTensor } from './learner.js';
import type { Uniform } from './names.js';

/** What the task needs of a tokenizer; one of `@gibbs/tokenizer` fits. */
export interface TextTokenizer {
  encode(text: string): ArrayLike<number>;
  decode(tokens: number[]): string;
  readonly vocabSize: number;
}

/**
 * Writes lines of life in a village, such as "in the morning the old baker sells bread because the bread is warm".
 *
 * Things follow from people, reasons from things, and each thing is named twice within five words.
 */
export function villageCorpus(lines: number, uniform: Uniform): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)] as T;
  return Array.from({ length: lines }, () => {
    const [person, deeds] = pick(people);
    const [verb, things] = pick(deeds);
    const [thing, qualities] = pick(things);
    const when = uniform() < 0.5 ? `${pick(times)} ` : '';
    return `${when}the ${pick(ages)} ${person} ${verb} the ${thing} because the ${thing} is ${pick(qualities)} .`;
  }).join('\n');
}

/** Cuts at spaces and line ends; the vocabulary is that of one text, the line end first. */
export function wordTokenizer(text: string): TextTokenizer {
  const cut = (s: string): string[] => s.match(/\n|[^\s]+/g) ?? [];
  const words = [...new Set(['\n', ...cut(text)])];
  const numbers = new Map(words.map((word, i) => [word, i]));
  return {
    vocabSize: words.length,
    encode: (s) =>
      cut(s).map((word) => {
        const number = numbers.get(word);
        if (number === undefined) {
          throw new RangeError(`wordTokenizer: words must be those of its text, got "${word}".`);
        }
        return number;
      }),
    decode: (tokens) =>
      tokens
        .map((token) => words[token])
        .join(' ')
        .replace(/ ?\n ?/g, '\n'),
  };
}

export interface NextTokenOptions {
  text: string;
  /** Words of the text, unless another is given. */
  tokenizer?: TextTokenizer;
  /** Tokens that are read to tell the next. */
  context?: number;
  channels?: number;
  hidden?: number;
  steps?: number;
  batch?: number;
  learningRate?: number;
  seed?: number;
}

/** Mean −ln of the probability of the right token on text held back, in nats; all on the same tokens. */
export interface NextTokenScore {
  mlp: number;
  /** Counts of pairs, smoothed by the constant that suits them best here. */
  bigram: number;
  /** Counts of single tokens. */
  unigram: number;
  /** ln of the vocabulary: knowing nothing. */
  uniform: number;
}

/** A token and how likely it comes next. */
export interface NextToken {
  token: number;
  text: string;
  probability: number;
}

/**
 * Trains an MLP to tell the next token, a step at a time; the last tenth of the text is held back.
 *
 * @throws RangeError when the text is too short to hold a batch and something to be judged on.
 *
 * @example
 * ```ts
 * import { generator } from '@gibbs/tensor';
 * import { NextTokenTraining, villageCorpus } from '@gibbs/nn/tasks';
 *
 * const chance = generator(1);
 * const text = villageCorpus(400, () => chance.uniform());
 * const training = new NextTokenTraining({ text, steps: 150 });
 * while (training.step < training.steps) training.advance();
 * const { mlp, bigram } = training.score();
 * console.log(mlp < bigram); // → true
 * ```
 */
export class NextTokenTraining {
  readonly tokenizer: TextTokenizer;
  readonly context: number;
  readonly steps: number;
  readonly parameters: number;
  /** Steps taken. */
  step: number = 0;
  readonly #model: NextTokenMLP;
  readonly #learner: Learner;
  readonly #batch: number;
  readonly #chance: Generator;
  readonly #train: readonly number[];
  readonly #held: readonly number[];
  readonly #newline: number;

  constructor(options: NextTokenOptions) {
    const {
      text,
      tokenizer = wordTokenizer(text),
      context = 5,
      channels = 16,
      hidden = 64,
    } = options;
    const { steps = 400, batch = 64, learningRate = 0.01, seed = 7 } = options;
    const tokens = Array.from(tokenizer.encode(text));
    const cut = Math.floor(tokens.length * 0.9);
    if (cut < batch + context || tokens.length - cut <= context) {
      throw new RangeError(
        `NextTokenTraining: the text must have many more than ${batch + context} tokens, got ${tokens.length}.`,
      );
    }
    this.tokenizer = tokenizer;
    this.context = context;
    this.steps = steps;
    this.#batch = batch;
    this.#train = tokens.slice(0, cut);
    this.#held = tokens.slice(cut);
    this.#newline = tokenizer.encode('\n')[0] as number;
    this.#chance = generator(seed);
    const vocab = tokenizer.vocabSize;
    this.#model = new NextTokenMLP({ vocab, context, channels, hidden, generator: this.#chance });
    this.parameters = countOf(this.#model);
    this.#learner = new Learner(this.#model, {
      learningRate: oneCycle({ peak: learningRate, steps }),
      loss: (x, wanted) => crossEntropy(this.#model.forward(x), wanted),
      answer: (x) => this.#model.forward(x).logSoftmax(),
    });
  }

  /** Learns from a batch of random places in the text; returns the loss in nats per token. */
  advance(): number {
    const places = this.#train.length - this.context;
    const starts = Array.from({ length: this.#batch }, () => this.#chance.integer(places));
    const { x, wanted } = this.#windows(this.#train, starts);
    const loss = this.#learner.learn(this.step, x, wanted);
    this.step++;
    return loss;
  }

  /** Judges the MLP and what counting can do, on the text held back. */
  score(): NextTokenScore {
    const { context } = this;
    const { vocabSize } = this.tokenizer;
    const places = this.#held.length - context;
    let total = 0;
    for (let from = 0; from < places; from += this.#batch) {
      // The last batch is filled up with its first place, which is not counted twice.
      const starts = Array.from({ length: this.#batch }, (_, i) =>
        from + i < places ? from + i : from,
      );
      const { x, wanted } = this.#windows(this.#held, starts);
      const logs = this.#learner.predict(x);
      for (let i = 0; i < Math.min(this.#batch, places - from); i++) {
        total -= logs[i * vocabSize + (wanted.data[i] as number)] as number;
      }
    }
    const pairs = Array.from({ length: places }, (_, i): [number, number] => [
      this.#held[i + context - 1] as number,
      this.#held[i + context] as number,
    ]);
    return { mlp: total / places, ...countingLosses(this.#train, pairs, vocabSize) };
  }

  /** The likeliest next tokens after a text, of which the last `context` tokens count. */
  next(text: string, limit: number = 10): NextToken[] {
    const logs = this.#logs(Array.from(this.tokenizer.encode(text)));
    return Array.from(logs, (log, token) => ({
      token,
      text: this.tokenizer.decode([token]),
      probability: Math.exp(log),
    }))
      .sort((a, b) => b.probability - a.probability || a.token - b.token)
      .slice(0, limit);
  }

  /** Goes on with a text for `length` tokens, drawn at a temperature; 0 always takes the likeliest. */
  sample(
    text: string,
    {
      length = 30,
      temperature = 1,
      seed = 7,
    }: { length?: number; temperature?: number; seed?: number } = {},
  ): string {
    const chance = generator(seed);
    const draw = sampler({ temperature }, () => chance.uniform());
    const tokens = Array.from(this.tokenizer.encode(text));
    for (let i = 0; i < length; i++) tokens.push(draw(Float32Array.from(this.#logs(tokens))));
    return this.tokenizer.decode(tokens);
  }

  /** The row of a token: what the model has come to know of it. */
  embedding(token: number): number[] {
    return Array.from(this.#model.tokens.weight.index(token).toTypedArray());
  }

  dispose(): void {
    this.#learner.dispose();
  }

  /** ln p of every token after these; before the first stands a line of the text that was learned. */
  #logs(tokens: readonly number[]): ArrayLike<number> {
    const last = [...Array<number>(this.context).fill(this.#newline), ...tokens].slice(
      -this.context,
    );
    const x = { data: Int32Array.from(last), shape: [1, this.context] };
    return read(() => noGrad(() => this.#model.forward(toTensor(x)).logSoftmax()));
  }

  #windows(tokens: readonly number[], starts: readonly number[]) {
    const { context } = this;
    const x = new Int32Array(starts.length * context);
    const wanted = new Int32Array(starts.length);
    for (const [i, start] of starts.entries()) {
      for (let t = 0; t < context; t++) x[i * context + t] = tokens[start + t] as number;
      wanted[i] = tokens[start + context] as number;
    }
    return {
      x: { data: x, shape: [starts.length, context] },
      wanted: { data: wanted, shape: [starts.length] },
    };
  }
}

/** What counting pairs and counting single tokens make of the second of each pair. */
function countingLosses(
  train: readonly number[],
  pairs: readonly (readonly [number, number])[],
  vocab: number,
): Omit<NextTokenScore, 'mlp'> {
  const singles = new Float64Array(vocab);
  const follows = new Float64Array(vocab * vocab);
  for (let i = 0; i < train.length; i++) {
    const token = train[i] as number;
    singles[token] = (singles[token] as number) + 1;
    if (i > 0) {
      const at = (train[i - 1] as number) * vocab + token;
      follows[at] = (follows[at] as number) + 1;
    }
  }
  const mean = (probability: (before: number, token: number) => number): number =>
    pairs.reduce((sum, [before, token]) => sum - Math.log(probability(before, token)), 0) /
    pairs.length;
  const bigrams = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001].map((extra) =>
    mean(
      (before, token) =>
        ((follows[before * vocab + token] as number) + extra) /
        ((singles[before] as number) + extra * vocab),
    ),
  );
  return {
    bigram: Math.min(...bigrams),
    unigram: mean((_, token) => ((singles[token] as number) + 1) / (train.length + vocab)),
    uniform: Math.log(vocab),
  };
}

const times = ['in the morning', 'at noon', 'in the evening', 'on sunday', 'after the rain'];
const ages = ['old', 'young', 'quiet', 'cheerful', 'tired'];

type Thing = readonly [string, readonly string[]];
type Deed = readonly [string, readonly Thing[]];

/** Who does what, with which things, and for what reasons. */
const people: readonly (readonly [string, readonly Deed[]])[] = [
  [
    'baker',
    [
      [
        'bakes',
        [
          ['bread', ['gone', 'wanted']],
          ['cake', ['sweet', 'wanted']],
        ],
      ],
      [
        'sells',
        [
          ['bread', ['warm', 'fresh']],
          ['roll', ['crisp', 'fresh']],
        ],
      ],
    ],
  ],
  [
    'sailor',
    [
      [
        'mends',
        [
          ['net', ['torn', 'old']],
          ['sail', ['torn', 'worn']],
        ],
      ],
      [
        'cleans',
        [
          ['boat', ['dirty', 'salty']],
          ['deck', ['dirty', 'wet']],
        ],
      ],
    ],
  ],
  [
    'gardener',
    [
      [
        'waters',
        [
          ['rose', ['dry', 'thirsty']],
          ['lawn', ['dry', 'brown']],
        ],
      ],
      [
        'cuts',
        [
          ['hedge', ['high', 'wild']],
          ['lawn', ['high', 'green']],
        ],
      ],
    ],
  ],
  [
    'smith',
    [
      [
        'mends',
        [
          ['plough', ['bent', 'worn']],
          ['bell', ['cracked', 'silent']],
        ],
      ],
      [
        'heats',
        [
          ['iron', ['cold', 'hard']],
          ['copper', ['cold', 'dull']],
        ],
      ],
    ],
  ],
  [
    'teacher',
    [
      [
        'reads',
        [
          ['letter', ['long', 'new']],
          ['book', ['long', 'good']],
        ],
      ],
      [
        'cleans',
        [
          ['board', ['full', 'dusty']],
          ['window', ['dusty', 'dull']],
        ],
      ],
    ],
  ],
  [
    'miller',
    [
      [
        'grinds',
        [
          ['wheat', ['ripe', 'dry']],
          ['barley', ['ripe', 'cheap']],
        ],
      ],
      [
        'sells',
        [
          ['flour', ['fine', 'white']],
          ['bran', ['cheap', 'good']],
        ],
      ],
    ],
  ],
];
