import { mkdir } from 'node:fs/promises';
import { GPT, toOnnx } from '@gibbs/nn';
import { savePretrained } from '@gibbs/nn/files';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { grouped } from '../draw/numbers.js';
import { asUsage, Failure } from '../failure.js';
import { addModelFolder, loadSpoken } from '../language/modelFolder.js';
import { reasonOf } from '../readText.js';
import { endingIn, wholeNumber } from '../values.js';
import { writeWhole } from '../writeWhole.js';

export default defineCommand({
  description:
    'Hands a language model on: as a folder that transformers reads (config.json, safetensors, tokenizer.json), or ' +
    'as an ONNX file for onnxruntime. Weights are float32, bit for bit.',
  examples: [
    ['gibbs export runs/book --hf book-hf', 'a folder for Hugging Face'],
    ['gibbs export runs/book --onnx book.onnx', 'a file for onnxruntime'],
  ],
  configure: (command) => {
    addModelFolder(command);
    command
      .option('--hf <folder>', 'in the layout of Hugging Face')
      .addOption(
        new Option('--onnx <file>', 'as ONNX, opset 17; GPT only').argParser(endingIn('.onnx')),
      )
      .addOption(
        new Option('--shard <megabytes>', 'with --hf: largest file of weights')
          .default(1000)
          .argParser(wholeNumber(1, 1_000_000)),
      );
  },
  schema: v.object({
    model: v.string(),
    kind: v.picklist(['gpt', 'llama']),
    parameters: v.number(),
    written: v.array(v.string()),
  }),
  run: async ({ options, args: [from = ''] }) => {
    const { hf, onnx, shard } = options as { hf?: string; onnx?: string; shard: number };
    if (hf === undefined && onnx === undefined)
      throw new Failure('usage', 'export: say where to: --hf FOLDER, --onnx FILE, or both');
    const { kind, model, coder } = await loadSpoken('export', from);
    if (onnx !== undefined) {
      if (!(model instanceof GPT))
        throw new Failure('usage', '--onnx: only a GPT can be written as ONNX, got a Llama');
      await writeWhole(
        '--onnx',
        onnx,
        asUsage(() => toOnnx(model)),
      );
    }
    if (hf !== undefined) {
      try {
        await mkdir(hf, { recursive: true });
      } catch (error) {
        throw new Failure('file', `--hf: cannot make ${hf}: ${reasonOf(error)}`, error);
      }
      await savePretrained(hf, model, { tokenizer: coder.json, shardBytes: shard * 1e6 }).catch(
        (error: Error) => {
          throw new Failure('file', `--hf: ${error.message.replace(/^files: /, '')}`, error);
        },
      );
    }
    return {
      model: from,
      kind,
      parameters: model.parameters().reduce((total, { size }) => total + size, 0),
      written: [hf, onnx].filter((path) => path !== undefined),
    };
  },
  human: ({ kind, parameters, written }) =>
    `${kind}, ${grouped(parameters)} parameters, written to ${written.join(' and ')}`,
  csv: ({ written }) => [['written'], ...written.map((path) => [path])],
  quiet: ({ written }) => written.join('\n'),
});
