import { Chat, type Ending, generate } from '@gibbs/nn';
import { TextTraining, villageCorpus } from '@gibbs/nn/tasks';
import { device, generator, init } from '@gibbs/tensor';
import { type Tokenizer, trainTokenizer } from '@gibbs/tokenizer';
import { type Journey, Replay } from '../journey.js';
import { weightBits, weightParts } from '../weightBits.js';
import {
  judgedEvery,
  type Look,
  longestStride,
  type Mark,
  type Question,
  type Say,
  type Setup,
  sizes,
  vocabulary,
} from './protocol.js';

const corpusLines = 4000;
const longestAnswer = 60;
/** Milliseconds from one look to the next while the training runs: a look of the larger model takes ten of them. */
const glance = { small: 150, medium: 300 };

/** The text of the page: life in a village, one thing told a line. */
function builtInText(seed: number): string {
  const chance = generator(seed);
  return `${villageCorpus(corpusLines, () => chance.uniform())}\n`;
}

/** Learns the pieces of a text and begins a training on it. @throws RangeError where the text is too short. */
export async function beginScholar(setup: Setup): Promise<Scholar> {
  // A small model's steps are over before a second thread has woken up.
  await init({ fused: !setup.exact, threads: setup.size === 'small' ? 1 : spareThreads() });
  const text = setup.corpus === '' ? builtInText(setup.seed) : setup.corpus;
  const tokenizer = await trainTokenizer(text, { vocabSize: vocabulary });
  return new Scholar(setup, text, tokenizer);
}

/**
 * As many threads as the browser leaves idle: its page and its pictures need a core of their own. Threads wait for each
 * other at every operation, so one that has to share its core holds up all.
 */
function spareThreads(): number {
  const { hardwareConcurrency = 2 } =
    (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator ?? {};
  return Math.max(1, Math.min(16, hardwareConcurrency - 1));
}

/** A small GPT and its training as a timeline: a tick is a step, and it can be looked into and listened to at any. */
export class Scholar
  extends Replay<never, Uint8Array>
  implements Journey<never, Mark, Look, Question>
{
  protected override readonly every: number;
  readonly setup: Setup;
  /** Products and sums of a step: three times those of a forward pass, 2 for each weight and token and those of attention. */
  readonly flopPerTick: number;
  readonly #training: TextTraining;
  readonly #tokenizer: Tokenizer;
  readonly #characters: number;
  readonly #marks: Mark[] = [];
  #loss: number | null = null;
  #last: { tick: number; look: Look; time: number } | null = null;
  /** The tick that was last gone to. */
  #reached = -2;
  #pace = { steps: 0, seconds: 0 };
  #speaking: AbortController | null = null;
  #chat: { chat: Chat; temperature: number } | null = null;

  constructor(setup: Setup, text: string, tokenizer: Tokenizer) {
    super();
    this.setup = setup;
    const { size, steps, seed } = setup;
    const { batch, learningRate, ...model } = sizes[size];
    const { channels, context, layers } = model;
    const weights = channels * (12 * channels * layers + tokenizer.vocabSize);
    const attended = 2 * channels * context * layers;
    this.flopPerTick = 6 * batch * context * (weights + attended);
    this.every = size === 'small' ? 25 : 50;
    this.#tokenizer = tokenizer;
    this.#characters = text.length;
    this.#training = new TextTraining({
      text,
      tokenizer: this.#coder,
      model,
      steps,
      batch,
      learningRate,
      seed,
    });
  }

  mark(): Mark {
    const { tick } = this;
    const known = this.#marks[tick];
    if (known) return known;
    const judged = tick % judgedEvery[this.setup.size] === 0 || tick === this.#training.steps;
    const held = judged ? this.#training.evaluate() : null;
    const mark: Mark = { tick, loss: this.#loss, held };
    this.#marks[tick] = mark;
    return mark;
  }

  look(question: Question, passing = false): Look {
    const { tick } = this;
    const last = this.#last;
    const same = JSON.stringify(question) === JSON.stringify(last?.look.question);
    const inStride = passing || (tick > this.#reached && tick <= this.#reached + longestStride);
    if (!passing) this.#reached = tick;
    // A training that runs is looked at a few times a second; one that stands, as it is.
    const lately = last !== null && performance.now() - last.time < glance[this.setup.size];
    if (last !== null && same && (last.tick === tick || (inStride && lately))) return last.look;
    const look = this.#ask(question, same && inStride ? last : null);
    this.#last = { tick, look, time: performance.now() };
    return look;
  }

  /** Every weight, name by name, as `gibbs train` takes its digest of them. */
  bits(): Uint8Array<ArrayBuffer> {
    return weightBits(this.#training.model.namedParameters());
  }

  parts(): Iterable<BufferSource> {
    return weightParts(this.#training.model.namedParameters());
  }

  /** What the model says, piece by piece; it stops when something else is asked of it. */
  async *say({ kind, text, temperature, seed }: Say): AsyncGenerator<string, Ending, undefined> {
    this.hush();
    const speaking = new AbortController();
    this.#speaking = speaking;
    const pieces =
      kind === 'goOn'
        ? generate(this.#training.model, this.#coder, this.#beginning(text), {
            temperature,
            seed,
            maxTokens: longestAnswer,
          })
        : this.#conversation(text, temperature, seed).say(text);
    for (;;) {
      const { value, done } = await pieces.next();
      if (done) return value;
      if (speaking.signal.aborted) return 'aborted';
      yield value;
    }
  }

  hush(): void {
    this.#speaking?.abort();
    this.#speaking = null;
  }

  dispose(): void {
    this.#forget();
    this.#training.dispose();
  }

  protected advance(): void {
    this.#forget();
    const from = performance.now();
    this.#loss = this.#training.advance();
    this.#pace.steps += 1;
    this.#pace.seconds += (performance.now() - from) / 1000;
  }

  protected keep(): Uint8Array {
    return this.#training.checkpoint();
  }

  protected take(kept: Uint8Array): void {
    this.#forget();
    this.#training.restore(kept);
  }

  /** What a speaker remembers is of the weights it spoke with. */
  #forget(): void {
    this.hush();
    this.#chat?.chat.dispose();
    this.#chat = null;
  }

  /** The end of a text, so long that there is room to go on; where nothing is written, a line begins. */
  #beginning(text: string): string {
    const room = Math.floor(this.#training.model.config.context / 2);
    const tokens = this.#coder.encode(text === '' ? '\n' : text).slice(-room);
    return this.#coder.decode(Array.from(tokens));
  }

  /** The conversation so far, or a new one where its temperature or the room in its memory ask for it. */
  #conversation(message: string, temperature: number, seed: number): Chat {
    const needed = this.#coder.encode(message).length + 16;
    const known = this.#chat;
    if (known && known.chat.room >= needed && known.temperature === temperature) return known.chat;
    known?.chat.dispose();
    const chat = new Chat(this.#training.model, this.#coder, {
      temperature,
      seed,
      maxTokens: longestAnswer,
      stop: ['\n'],
      ask: (line) => line,
    });
    this.#chat = { chat, temperature };
    return chat;
  }

  /** Special tokens in a text are read as the letters they are. */
  get #coder() {
    const tokenizer = this.#tokenizer;
    return {
      vocabSize: tokenizer.vocabSize,
      encode: (text: string) => tokenizer.encodeOrdinary(text),
      decode: (tokens: number[]) => tokenizer.decode(tokens),
    };
  }

  /** In stride, what costs more than some steps stands as it was at the last look. */
  #ask(question: Question, last: { look: Look } | null): Look {
    const { prompt, temperature, silent } = question;
    const training = this.#training;
    // Where nothing is written, a line begins.
    const written = prompt === '' ? '\n' : prompt;
    const { tokens, layers, next } = training.without(silent, () => ({
      ...training.looks(written),
      next: training.next(written, { temperature }),
    }));
    const { threads, fused } = device();
    return {
      question,
      tokens,
      layers,
      next,
      silenced:
        silent.length === 0 || last !== null
          ? (last?.look.silenced ?? null)
          : {
              without: training.without(silent, () => training.evaluate()),
              whole: training.evaluate(),
            },
      parameters: training.parameters,
      vocab: this.#tokenizer.vocabSize,
      text: { characters: this.#characters, ...training.tokens },
      landmarks: training.landmarks,
      stepsPerSecond: this.#pace.seconds > 0 ? this.#pace.steps / this.#pace.seconds : 0,
      threads,
      fused,
    };
  }
}
