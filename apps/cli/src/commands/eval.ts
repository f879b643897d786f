import { crossEntropy, textBatches } from '@gibbs/nn';
import { noGrad, scope } from '@gibbs/tensor';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { grouped } from '../draw/numbers.js';
import { rows } from '../draw/page.js';
import { exitCodes, Failure } from '../failure.js';
import { type Goal, goalSchema, reached, untilOption } from '../goal.js';
import { addModelFolder, loadSpoken } from '../language/modelFolder.js';
import { readText } from '../readText.js';
import { wholeNumber } from '../values.js';

const schema = v.object({
  model: v.string(),
  parameters: v.number(),
  file: v.string(),
  bytes: v.number(),
  tokens: v.number(),
  /** Tokens that were foretold. */
  judged: v.number(),
  /** Nats per token. */
  loss: v.number(),
  perplexity: v.number(),
  bitsPerByte: v.number(),
  goal: goalSchema,
  seconds: v.number(),
});

export default defineCommand({
  description:
    'Judges a model on a text: mean loss in nats per token, perplexity, and bits per byte, which compares models ' +
    'with different tokenizers. The text is read in stretches of the context.',
  examples: [
    ['gibbs eval runs/book held.txt', 'on a text of yours'],
    ['gibbs eval runs/book held.txt -q', 'the loss alone'],
    ["gibbs eval runs/book held.txt --until 'loss<=9'", 'exits 1 where it is higher'],
  ],
  configure: (command) => {
    addModelFolder(command);
    command
      .argument('<file>', 'UTF-8 text; - is standard input')
      .addOption(
        new Option('--batch <n>', 'stretches read at once')
          .default(8)
          .argParser(wholeNumber(1, 4096)),
      )
      .addOption(untilOption(['loss', 'perplexity', 'bitsPerByte']));
  },
  schema,
  repeatable: true,
  tensors: true,
  run: async ({ options, args: [folder = '', file = ''] }, session) => {
    const { model, coder } = await loadSpoken('eval', folder);
    const { text, bytes } = await readText('eval', file, 2 ** 30 - 1);
    const tokens = coder.encode(text);
    if (tokens.length < 2)
      throw new Failure('file', `eval: cannot use ${file}: it has fewer than two tokens`);
    const context = Math.min(model.config.context, tokens.length - 1);
    const stretches = Math.floor((tokens.length - 1) / context);
    const batch = Math.min(options.batch as number, stretches);
    const start = performance.now();
    const task = session.progress.start('eval', stretches, 'stretches');
    let [sum, done] = [0, 0];
    // Whole batches, then what is left in one smaller batch.
    const rest = stretches % batch;
    const at = (stretches - rest) * context;
    const parts = [
      ...textBatches(tokens, { batch, context }),
      ...(rest > 0
        ? textBatches(Array.from(tokens).slice(at), { batch: rest, context }).slice(0, 1)
        : []),
    ];
    for (const [inputs, targets] of parts) {
      const stretch = inputs.shape[0] as number;
      scope(() => {
        noGrad(() => {
          sum += crossEntropy(model.forward(inputs), targets).item() * stretch;
        });
        return undefined;
      });
      done += stretch;
      task.update(done, `loss ${(sum / done).toFixed(3)}`);
      await session.breathe();
    }
    const loss = sum / done;
    task.finish(`loss ${loss.toFixed(4)}`);
    const judged = done * context;
    const bytesJudged = (bytes * judged) / tokens.length;
    const found = {
      loss,
      perplexity: Math.exp(loss),
      bitsPerByte: (loss * judged) / Math.LN2 / bytesJudged,
    };
    const until = options.until as Goal | undefined;
    return {
      model: folder,
      parameters: model.parameters().reduce((total, { size }) => total + size, 0),
      file,
      bytes,
      tokens: tokens.length,
      judged,
      ...found,
      goal: reached(until, until && found[until.metric as keyof typeof found]),
      seconds: (performance.now() - start) / 1000,
    };
  },
  exitCode: ({ goal }) => (goal && !goal.met ? exitCodes.goalNotMet : exitCodes.done),
  human: (result) =>
    rows([
      ['text', `${result.file}, ${grouped(result.bytes)} bytes, ${grouped(result.tokens)} tokens`],
      ['loss', `${result.loss.toFixed(4)} nats per token`],
      ['perplexity', result.perplexity.toFixed(3)],
      ['bits per byte', result.bitsPerByte.toFixed(4)],
    ]).join('\n'),
  csv: ({ file, tokens, judged, loss, perplexity, bitsPerByte }) => [
    ['file', 'tokens', 'judged', 'loss', 'perplexity', 'bitsPerByte'],
    [file, tokens, judged, loss, perplexity, bitsPerByte],
  ],
  quiet: ({ loss }) => String(loss),
});
