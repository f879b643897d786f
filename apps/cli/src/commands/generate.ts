import { Decoder, type Ending, generate } from '@gibbs/nn';
import * as v from 'valibot';
import { defineCommand, type Input } from '../command.js';
import { Failure } from '../failure.js';
import { addModelFolder, loadSpoken } from '../language/modelFolder.js';
import { addSampling, samplingOf } from '../language/sampling.js';
import type { Session } from '../session.js';

const schema = v.object({
  model: v.string(),
  prompt: v.string(),
  text: v.string(),
  ending: v.picklist(['stop', 'length', 'context', 'aborted']),
  seconds: v.number(),
});

export default defineCommand({
  description:
    'Goes on with a text, token by token as the model makes them. The same seed gives the same text.',
  examples: [
    ['gibbs generate runs/book "the old"', 'goes on with two words'],
    ['gibbs generate runs/book "the" --temperature 0 --max-tokens 40', 'the likeliest each time'],
    ['gibbs generate runs/book "the" --top-k 5 --seed 2 --json', 'as JSON'],
  ],
  configure: (command) => {
    addModelFolder(command);
    command.argument('[prompt]', 'text to go on with; a line feed unless told', '\n');
    addSampling(command);
  },
  schema,
  tensors: true,
  stream: async (input, session, write) => {
    const { prompt, pieces } = await begin(input, session);
    await write(Buffer.from(prompt === '\n' ? '' : prompt));
    for await (const piece of pieces) await write(Buffer.from(piece));
    await write(Buffer.from('\n'));
    session.signal.throwIfAborted();
    return true;
  },
  run: async (input, session) => {
    const { prompt, pieces } = await begin(input, session);
    const start = performance.now();
    let text = '';
    let next = await pieces.next();
    for (; !next.done; next = await pieces.next()) {
      text += next.value;
      session.event('piece', { text: next.value });
    }
    session.signal.throwIfAborted();
    const seconds = (performance.now() - start) / 1000;
    return { model: input.args[0] as string, prompt, text, ending: next.value, seconds };
  },
  human: ({ prompt, text }) => `${prompt}${text}`,
  csv: ({ prompt, text, ending }) => [
    ['prompt', 'text', 'ending'],
    [prompt, text, ending],
  ],
  quiet: ({ text }) => text,
});

async function begin(
  { options, args: [folder = '', given] }: Input,
  session: Session,
): Promise<{ prompt: string; pieces: AsyncGenerator<string, Ending, undefined> }> {
  const { model, coder } = await loadSpoken('generate', folder);
  const prompt = given ?? '\n';
  const { length } = coder.encode(prompt);
  const { context } = model.config;
  if (length === 0 || length > context)
    throw new Failure(
      'usage',
      `generate: the prompt must have 1 to ${context} tokens, got ${length}`,
    );
  const decoder = new Decoder(model, { int8: options.int8 === true });
  const pieces = generate(decoder, coder, prompt, {
    ...samplingOf(options),
    seed: session.seed,
    signal: session.signal,
  });
  return { prompt, pieces };
}
