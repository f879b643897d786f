/**
 * The name duel: an MLP and an attention model of the same size see the same sentences "… I'm called <name>, … so my
 * name is <name>." and are judged on names that neither has seen, every token of them.
 *
 * With many names, at many places, the only rule that fits is "look it up and copy it". Attention is made of that rule.
 * An MLP would have to learn it anew for every place and every token. The options switch off, one by one, what makes
 * the difference; {@link nameSwitches} lists them.
 */
import { generator } from '@gibbs/tensor';
import { crossEntropy } from '../loss.js';
import type { Schedule } from '../schedule.js';
import { Chance } from './chance.js';
import { Learner } from './learner.js';
import { type NameRow, nameRow } from './nameRow.js';
import {
  type AskedName,
  type Both,
  both,
  type HeadScore,
  NameStudents,
  type NameTokenizer,
} from './nameStudents.js';
import { drawName, drawNameSentence, type NamePosition, type NameSentence } from './names.js';

export interface NameDuelOptions {
  tokenizer: NameTokenizer;
  seed?: number;
  /** Different names to train on. */
  names?: number;
  /** Different names to be judged on, none of them trained on. */
  unseen?: number;
  /**
   * Names kept out of training, to be asked for later, in any script. Where one of them is longer than 4 tokens or
   * spelled with tokens that no drawn name has, half of the sentences name a row of random tokens of up to that length
   * instead: what was never so long, and tokens never met, are seldom copied whole.
   */
  heldOut?: readonly string[];
  steps?: number;
  /** Sentences per step. */
  batch?: number;
  /** Where names stand. */
  position?: NamePosition;
  /** Whether the table of tokens is learned, or random and fixed. */
  embeddings?: 'learned' | 'fixed';
  /** Whether attention hands out a learned map of a token's row, or the row as stored. */
  values?: 'learned' | 'stored';
  /** How many tokens each place of the attention model knows of: its own and those just before. */
  memory?: number;
  attentionRate?: number;
  mlpRate?: number;
}

/** Share of names answered with every token right, 0 to 1. */
export interface NameScore {
  seen: number;
  unseen: number;
}

const shortest = 2;
const usuallyLongest = 4;
const ignored = -1;
/** Streams of a seed: names and what is judged, and the batches of training. */
const [judged, trained] = [1, 2];

/**
 * Two students and their sentences; each {@link advance} is one step of both.
 *
 * @throws RangeError when the tokenizer makes too few names of the right length.
 */
export class NameDuel {
  /** Who is being trained; they can be asked at any step, and saved. */
  readonly students: NameStudents;
  readonly steps: number;
  /** Steps taken. */
  step: number = 0;
  readonly #settings: { batch: number; [setting: string]: unknown };
  readonly #position: NamePosition | undefined;
  /** Whether rows of random tokens stand for names in half of the sentences. */
  readonly #strange: boolean;
  readonly #chance: Chance;
  readonly #seenRows: NameRow[];
  readonly #unseenRows: NameRow[];
  readonly #learners: Both<Learner>;

  constructor(options: NameDuelOptions) {
    const { tokenizer, seed = 7, names = 4000, unseen = 1024, heldOut = [] } = options;
    const { steps = 120, batch = 64, position = 'varying' } = options;
    const { embeddings = 'learned', values = 'stored', memory = 3 } = options;
    const { attentionRate = 0.01, mlpRate = 0.02 } = options;
    this.steps = steps;
    this.#position = position;
    const kinds = { position, embeddings, values, memory, attentionRate, mlpRate };
    const vocab = tokenizer.vocabSize;
    this.#settings = { vocab, seed, names, unseen, heldOut, steps, batch, ...kinds };
    this.#chance = new Chance(seed, trained);

    const { uniform } = new Chance(seed, judged).goTo(0);
    const lengthOf = (name: string): number => tokenizer.encode(` ${name}`).length;
    const longest = Math.max(usuallyLongest, ...heldOut.map(lengthOf));
    const fits = (name: string): boolean => {
      const length = lengthOf(name);
      return length >= shortest && length <= longest && !heldOut.includes(name);
    };
    const drawn = drawNames(names + unseen, fits, uniform, `${shortest} to ${longest}`);
    const seen = drawn.slice(0, names);
    const usual = new Set(drawn.flatMap((name) => Array.from(tokenizer.encode(` ${name}`))));
    this.#strange = heldOut.some((name) => {
      const tokens = Array.from(tokenizer.encode(` ${name}`));
      return tokens.length > usuallyLongest || tokens.some((token) => !usual.has(token));
    });
    // As wide as the longest of a thousand sentences; a longer one is drawn again.
    const encode = remembering((piece) => tokenizer.encode(piece));
    const lengths = Array.from({ length: 1000 }, (_, i) => {
      const sentence = drawNameSentence(seen[i % names] as string, uniform, position);
      const { tokens, name } = nameRow(sentence, encode);
      return tokens.length + (this.#strange ? 2 * (longest - name.length) : 0);
    });
    const window = Math.max(...lengths);
    this.students = new NameStudents({
      tokenizer,
      window,
      longest,
      seen,
      embeddings,
      values,
      memory,
      generator: generator(seed),
    });
    this.#unseenRows = drawn.slice(names).map((name) => this.#drawRow(name, uniform));
    this.#seenRows = Array.from({ length: Math.min(256, unseen) }, () => this.#drawSeen(uniform));
    const rates = { attention: attentionRate, mlp: mlpRate };
    this.#learners = both((who) => {
      const model = this.students.models[who];
      return new Learner(model, {
        learningRate: riseAndFall(rates[who], steps),
        loss: (x, wanted) => crossEntropy(model.forward(x), wanted, { ignore: ignored }),
        // The likeliest token of every slot.
        answer: (x) => model.forward(x).argmax({ axis: -1 }),
      });
    });
  }

  /** Tokens that both read. */
  get window(): number {
    return this.students.window;
  }

  /** Tokens of the longest names. */
  get longest(): number {
    return this.students.longest;
  }

  /** Trained numbers of each. */
  get parameters(): Both<number> {
    return this.students.parameters;
  }

  /** Asks both for a name: {@link NameStudents.ask}. */
  ask(name: string, sentence?: NameSentence): AskedName {
    return this.students.ask(name, sentence);
  }

  /** Draws sentences and lets both students learn from them once; returns their losses in nats per token. */
  advance(): Both<number> {
    const { batch } = this.#settings;
    const { uniform } = this.#chance.goTo(this.step);
    const rows = Array.from({ length: batch }, (_, i) =>
      this.#strange && i % 2 === 1 ? this.#drawStrange(uniform) : this.#drawSeen(uniform),
    );
    const { tokens, targets } = this.students.pack(rows);
    const wanted = { data: targets, shape: [batch, this.students.slots] };
    const losses = both((who) =>
      this.#learners[who].learn(this.step, this.students.models[who].layOut(tokens), wanted),
    );
    this.step++;
    return losses;
  }

  /** Judges both on names seen (at most 256) and on names never seen (all, or `limit`). */
  score(limit: number = Number.POSITIVE_INFINITY): Both<NameScore> {
    return both((who) => {
      const share = (rows: readonly NameRow[]): number =>
        this.students.rightShare(who, rows.slice(0, limit), (x) => this.#learners[who].predict(x));
      return { seen: share(this.#seenRows), unseen: share(this.#unseenRows) };
    });
  }

  /** Scores each head by how much it looks at the token it should say next, over names never seen. */
  heads(limit: number = 256): HeadScore[] {
    return this.students.heads(this.#unseenRows.slice(0, limit));
  }

  /** Share of names never seen that attention answers rightly while some of its heads are silent. */
  scoreWithout(heads: readonly number[], limit: number = 256): number {
    const rows = this.#unseenRows.slice(0, limit);
    return this.students.without(heads, () => this.students.rightShare('attention', rows));
  }

  /** All that is needed to go on later, or elsewhere, with the same bits as without a break; one file per student. */
  checkpoint(): Both<Uint8Array> {
    return both((who) => this.#learners[who].checkpoint(this.step, this.#settings));
  }

  /** Goes to a checkpoint. @throws RangeError when a file is damaged, of other settings, or the two do not belong together. */
  restore(files: Both<Uint8Array>): void {
    const before = this.checkpoint();
    const steps = both((who) => this.#learners[who].restore(files[who], this.#settings));
    if (steps.attention !== steps.mlp) {
      both((who) => this.#learners[who].restore(before[who], this.#settings));
      throw new RangeError(
        `nameDuel: the two checkpoints must be of one step, got ${steps.attention} and ${steps.mlp}.`,
      );
    }
    this.step = steps.attention;
  }

  /** Frees the training and, unless they are to be kept, the students. */
  dispose({ keepStudents = false }: { keepStudents?: boolean } = {}): void {
    both((who) => this.#learners[who].dispose({ keepModel: keepStudents }));
  }

  #drawSeen(uniform: () => number): NameRow {
    const { seen } = this.students;
    return this.#drawRow(seen[Math.floor(uniform() * seen.length)] as string, uniform);
  }

  /** A sentence about a row of random tokens. */
  #drawStrange(uniform: () => number): NameRow {
    const { longest, tokenizer, window } = this.students;
    for (;;) {
      const { tokens, name, end, mention } = this.#drawSeen(uniform);
      const length = shortest + Math.floor(uniform() * (longest - shortest + 1));
      const strange: number[] = [];
      while (strange.length < length) {
        // Letters of many scripts begin with the same byte, every other time.
        const again = uniform() < 0.3 ? strange.at(-2) : undefined;
        strange.push(again ?? Math.floor(uniform() * tokenizer.vocabSize));
      }
      const between = tokens.slice(mention + name.length, -name.length);
      const row = [...tokens.slice(0, mention), ...strange, ...between, ...strange];
      if (row.length <= window) return { tokens: row, name: strange, end, mention };
    }
  }

  /** A sentence about this name that fits into the window. */
  #drawRow(name: string, uniform: () => number): NameRow {
    for (;;) {
      const row = this.students.rowOf(drawNameSentence(name, uniform, this.#position));
      if (row.tokens.length <= this.students.window) return row;
    }
  }
}

function drawNames(
  count: number,
  fits: (name: string) => boolean,
  uniform: () => number,
  lengths: string,
): string[] {
  const names = new Set<string>();
  const tries = 100 * count + 10_000;
  for (let i = 0; i < tries && names.size < count; i++) {
    const name = drawName(uniform);
    if (fits(name)) names.add(name);
  }
  if (names.size < count) {
    throw new RangeError(
      `nameDuel: needs ${count} names of ${lengths} tokens, got ${names.size} among ${tries}. Train the tokenizer on nameCorpus?`,
    );
  }
  return [...names];
}

/** How a duel goes on. */
export interface NameDuelProgress {
  step: number;
  steps: number;
  /** Nats per token, of this step's sentences. */
  loss: Both<number>;
  /** Every `judge` steps, on 256 names each way, and at the end on all. */
  score?: Both<NameScore>;
}

/**
 * Takes a duel to its end and reports on the way, with a pause for everything else after each report.
 *
 * Leaving the loop stops it; so does the signal, with the error that it carries.
 */
export async function* runNameDuel(
  duel: NameDuel,
  { every = 5, judge = 40, signal }: { every?: number; judge?: number; signal?: AbortSignal } = {},
): AsyncGenerator<NameDuelProgress, void, void> {
  while (duel.step < duel.steps) {
    signal?.throwIfAborted();
    const loss = duel.advance();
    const { step, steps } = duel;
    const last = step === steps;
    const isJudged = last || step % judge === 0;
    if (!isJudged && step % every !== 0) continue;
    const score = isJudged ? duel.score(last ? undefined : 256) : undefined;
    yield { step, steps, loss, ...(score && { score }) };
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Rises over 30 steps, stays, and falls to a fiftieth over the last 40 %. */
function riseAndFall(peak: number, steps: number): Schedule {
  return (step) =>
    peak *
    Math.min(1, (step + 1) / 30) *
    Math.max(0.02, Math.min(1, (steps - step - 1) / (0.4 * steps)));
}

/** The same answer without working it out again. */
function remembering<T>(find: (piece: string) => T): (piece: string) => T {
  const found = new Map<string, T>();
  return (piece) => {
    const known = found.get(piece);
    if (known !== undefined) return known;
    const fresh = find(piece);
    found.set(piece, fresh);
    return fresh;
  };
}
