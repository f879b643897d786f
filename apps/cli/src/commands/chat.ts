import { createInterface } from 'node:readline';
import { Chat, type Ending } from '@gibbs/nn';
import * as v from 'valibot';
import { defineCommand, type Input } from '../command.js';
import { addModelFolder, loadSpoken } from '../language/modelFolder.js';
import { addSampling, samplingOf } from '../language/sampling.js';
import type { Session } from '../session.js';

const schema = v.object({
  model: v.string(),
  turns: v.array(v.object({ message: v.string(), answer: v.string() })),
});

export default defineCommand({
  description:
    'Talks with a model: a line of yours, then its answer. What was said stays in its memory until the context is ' +
    'full. A model says what its training text would say; --ask puts your line into the form it was trained to see.',
  examples: [
    ['echo "the old baker" | gibbs chat runs/book', 'one message from a pipe'],
    [
      'gibbs chat runs/book --stop "\\n" < questions.txt',
      'a line for an answer, each line of a file',
    ],
    [
      'gibbs chat runs/book --ask "the {} " --json < questions.txt',
      'in a form of your own, as JSON',
    ],
  ],
  configure: (command) => {
    addModelFolder(command);
    command.option('--ask <form>', 'what is made of a line of yours: {} is the line', '{}\\n');
    addSampling(command);
  },
  schema,
  tensors: true,
  stream: async (input, session, write) => {
    const isTerminal = process.stdin.isTTY === true;
    if (isTerminal) session.note('Your line, then Enter; Ctrl-D ends.');
    for await (const { pieces } of turns(input, session)) {
      for await (const piece of pieces) await write(Buffer.from(piece));
      await write(Buffer.from('\n'));
      session.signal.throwIfAborted();
    }
    return true;
  },
  run: async (input, session) => {
    const told: { message: string; answer: string }[] = [];
    for await (const { message, pieces } of turns(input, session)) {
      let answer = '';
      for await (const piece of pieces) answer += piece;
      session.signal.throwIfAborted();
      told.push({ message, answer });
      session.event('turn', { message, answer });
    }
    return { model: input.args[0] as string, turns: told };
  },
  human: ({ turns: all }) => all.map(({ answer }) => answer).join('\n'),
  csv: ({ turns: all }) => [
    ['message', 'answer'],
    ...all.map(({ message, answer }) => [message, answer]),
  ],
  quiet: ({ turns: all }) => all.map(({ answer }) => answer).join('\n'),
});

interface Turn {
  message: string;
  pieces: AsyncGenerator<string, Ending, undefined>;
}

/** A turn for each line of standard input. */
async function* turns(
  { options, args: [folder = ''] }: Input,
  session: Session,
): AsyncGenerator<Turn> {
  const { model, coder } = await loadSpoken('chat', folder);
  const form = unescaped(options.ask as string);
  const { stop, ...sampling } = samplingOf(options);
  const ask = (message: string): string => form.replace('{}', () => message);
  const chat = new Chat(model, coder, {
    ...sampling,
    ...(stop && { stop: stop.map(unescaped) }),
    ask,
    int8: options.int8 === true,
    seed: session.seed,
    signal: session.signal,
  });
  const lines = createInterface({ input: process.stdin, signal: session.signal });
  for await (const message of lines) {
    const needed = coder.encode(ask(message)).length;
    if (needed > model.config.context) {
      session.note(
        `chat: a message may have ${model.config.context} tokens, got ${needed}; it is passed over.`,
      );
      continue;
    }
    if (needed >= chat.room) {
      chat.reset();
      session.note('chat: the context is full; the model begins anew.');
    }
    yield { message, pieces: chat.say(message) };
  }
  session.signal.throwIfAborted();
}

/** `\n` and `\t` as they are meant, since a shell passes them on as they are. */
const unescaped = (text: string): string => text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
