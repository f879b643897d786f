import {
  centreDigit,
  type DigitReader,
  type DigitScore,
  type Digits,
  DigitTraining,
  drawDigits,
  flipDigit,
  inkStrokes,
  someDigits,
  teachDigits,
} from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { type Journey, Replay } from '../journey.js';
import { readPad, side } from './pen.js';
import type { Deed, Flip, Lens, Look, Mark, Misread, Part, Reading, Setup } from './protocol.js';

interface Kept {
  training: Uint8Array;
  score: DigitScore;
}

/** Digits to learn from and others to be judged on. */
export interface Lessons {
  learned: Digits;
  judged: Digits;
}

const size = side * side;
const batch = 64;
/** About so many steps of training, whatever there is to learn from. */
const wantedSteps = 300;
const judgedCount = 300;
const shownParts = 3;
const shownMisread = 12;

/** The digits that the page draws itself, by a seed; the same that `gibbs digits train` draws. */
export function drawnLessons(seed: number): Lessons {
  const draw = (from: number, count: number) => {
    const chance = generator(from);
    return drawDigits(count, () => chance.uniform());
  };
  return { learned: draw(seed, 1000), judged: draw(seed + 1_000_003, judgedCount) };
}

/** How often each digit is seen. */
const passesOf = (count: number): number =>
  Math.max(1, Math.round(wantedSteps / Math.floor(count / batch)));

/** A network that learns to read digits, with a timeline: a tick is a step of training, or something done by hand. */
export class Pupil extends Replay<Deed, Kept> implements Journey<Deed, Mark, Look, Lens> {
  readonly #lessons: Lessons;
  readonly #training: DigitTraining;
  readonly #seed: number;
  readonly flopPerTick: number;
  #score: DigitScore;
  /** The last flip that was looked for, with what it was looked for in. */
  #flip: { tick: number; pad: string; found: Flip | null } | null = null;

  constructor({ hidden, seed }: Setup, lessons: Lessons = drawnLessons(seed)) {
    super();
    this.#lessons = lessons;
    this.#seed = seed;
    this.#training = new DigitTraining({
      ...{ digits: lessons.learned, network: 'mlp', hidden, seed, batch },
      passes: passesOf(lessons.learned.count),
      learningRate: 0.006,
    });
    this.#score = this.#judge();
    // Two for a multiplication and its addition, three times where it learns: forwards, and backwards to inputs and to weights.
    this.flopPerTick = this.#training.reader.parameters * (6 * batch + 2 * lessons.judged.count);
  }

  protected advance(deeds: readonly Deed[]): void {
    for (const deed of deeds) this.#take(deed);
    const over = this.#training.step >= this.#training.steps;
    if (deeds.length === 0 && over) return;
    if (deeds.length === 0) this.#training.advance();
    this.#score = this.#judge();
  }

  #take(deed: Deed): void {
    const { reader } = this.#training;
    if (deed.kind !== 'teach') {
      reader.disturb(deed.layer - 1, deed.kind, generator(this.#seed + deed.at));
      return;
    }
    // A lesson is about everything that has been taught so far.
    const taught = this.deeds.filter(
      (each) => each.kind === 'teach' && each.at <= deed.at && pixelsOf(each.pad).some(Boolean),
    ) as (Deed & { kind: 'teach' })[];
    if (taught.length === 0) return;
    const mine: Digits = {
      ...{ count: taught.length, height: side, width: side },
      images: Uint8Array.from(taught.flatMap(({ pad }) => Array.from(pixelsOf(pad)))),
      labels: Uint8Array.from(taught, ({ label }) => label),
    };
    for (const _ of teachDigits(reader, mine, { known: this.#lessons.learned, seed: deed.at })) {
      // Its steps are of no interest here, their end is.
    }
  }

  #judge(): DigitScore {
    return this.#training.reader.score(this.#lessons.judged);
  }

  protected keep(): Kept {
    return { training: this.#training.checkpoint(), score: this.#score };
  }

  protected take({ training, score }: Kept): void {
    this.#training.restore(training);
    this.#score = score;
  }

  mark(): Mark {
    const { loss, accuracy } = this.#score;
    return { tick: this.tick, step: this.#training.step, loss, accuracy };
  }

  look(lens: Lens, passing: boolean = false): Look {
    const { reader, step, steps } = this.#training;
    const { learned, judged } = this.#lessons;
    return {
      ...{ step, steps, parameters: reader.parameters },
      ...{ learned: learned.count, judged: judged.count },
      ...weightPicture(reader),
      confusion: this.#score.confusion,
      misread: this.#misread(),
      reading: this.#read(passing ? { ...lens, flip: false } : lens),
    };
  }

  bits(): Float32Array<ArrayBuffer> {
    return Float32Array.from(
      this.#training.reader.model
        .parameters()
        .flatMap((each) => Array.from(each.toTypedArray() as Float32Array)),
    );
  }

  dispose(): void {
    this.#training.dispose();
  }

  #misread(): Misread[] {
    const { images, labels } = this.#lessons.judged;
    const shown = this.#score.wrong.slice(0, shownMisread);
    if (shown.length === 0) return [];
    const pictures = shown.map((i) => images.slice(i * size, (i + 1) * size));
    return this.#training.reader.readAll(pictures).map((chances, i) => ({
      image: pictures[i] as Uint8Array,
      shown: labels[shown[i] as number] as number,
      said: likeliest(chances),
    }));
  }

  #read({ pad, digit, flip }: Lens): Reading | null {
    const { reader } = this.#training;
    const seen = pixelsOf(pad);
    if (!seen.some(Boolean)) return null;
    const probabilities = reader.read(seen);
    const answer = likeliest(probabilities);
    const asked = digit ?? answer;
    return {
      ...{ seen, probabilities, answer, digit: asked },
      pull: signed(reader.pull(seen, asked)),
      ...reasons(reader, seen, asked),
      flip: flip ? this.#flipOf(pad, seen) : 'not asked',
    };
  }

  #flipOf(pad: string, seen: Uint8Array): Flip | null {
    if (this.#flip?.tick !== this.tick || this.#flip.pad !== pad) {
      const found = flipDigit(this.#training.reader, seen);
      this.#flip = {
        ...{ tick: this.tick, pad },
        found: found && { ...found, pixels: found.pixels.length },
      };
    }
    return this.#flip.found;
  }
}

/** The drawing as the network sees it. */
export function pixelsOf(pad: string): Uint8Array {
  return centreDigit(inkStrokes(readPad(pad)), side, side);
}

/** The logit of a digit, taken apart into what the hidden neurons add to it. */
function reasons(
  reader: DigitReader,
  seen: Uint8Array,
  digit: number,
): Pick<Reading, 'logit' | 'bias' | 'parts' | 'rest'> {
  const { hidden, logits } = reader.neurons(seen);
  const [, , weights, biases] = reader.model.parameters().map((each) => each.toTypedArray());
  const all = hidden
    .map((activity, neuron): Part => {
      const weight = weights?.[digit * hidden.length + neuron] as number;
      return { neuron, activity, weight };
    })
    .sort((a, b) => Math.abs(b.activity * b.weight) - Math.abs(a.activity * a.weight));
  return {
    logit: logits[digit] as number,
    bias: biases?.[digit] as number,
    parts: all.slice(0, shownParts).filter(({ activity }) => activity > 0),
    rest: all.slice(shownParts).reduce((sum, each) => sum + each.activity * each.weight, 0),
  };
}

/** The weights of every hidden neuron as a picture of 28×28 pixels, laid out in a square with lines between. */
function weightPicture(reader: DigitReader): Pick<Look, 'weights' | 'size'> {
  const all = reader.model.parameters()[0]?.toTypedArray() as Float32Array;
  const across = Math.ceil(Math.sqrt(reader.hidden));
  const wide = across * (side + 1) - 1;
  const picture = new Uint8Array(wide * wide).fill(128);
  // One measure for all neurons: what has learned nothing stays pale beside what has.
  const most = strongest(all) / 2;
  for (let neuron = 0; neuron < reader.hidden; neuron++) {
    const tile = signed(all.subarray(neuron * size, (neuron + 1) * size), most);
    const left = (neuron % across) * (side + 1);
    const top = Math.floor(neuron / across) * (side + 1);
    for (let row = 0; row < side; row++) {
      picture.set(tile.subarray(row * side, (row + 1) * side), (top + row) * wide + left);
    }
  }
  return { weights: picture, size: wide };
}

/** Numbers of both signs as bytes: 128 is nothing, 1 and 255 are `most` and beyond. */
function signed(values: ArrayLike<number>, most: number = strongest(values)): Uint8Array {
  return Uint8Array.from(values, (value) =>
    Math.round(128 + 127 * Math.max(-1, Math.min(1, value / most))),
  );
}

const strongest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, value) => Math.max(top, Math.abs(value)), 0) || 1;

const likeliest = (chances: readonly number[]): number => chances.indexOf(Math.max(...chances));

/** Takes what files of digits hold, as MNIST's do: the larger set to learn from, the other to be judged on. */
export function lessonsOf(sets: readonly Digits[]): Lessons {
  const [large, small] = sets.toSorted((a, b) => b.count - a.count) as [Digits, Digits?];
  const held = small ?? someDigits(large, Math.floor((large.count * 5) / 6), large.count);
  const learned = small ? large : someDigits(large, 0, Math.floor((large.count * 5) / 6));
  return { learned: someDigits(learned, 0, 2000), judged: someDigits(held, 0, judgedCount) };
}
