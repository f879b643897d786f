import { DigitReader, drawDigit } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { bar } from '../../draw/bar.js';
import { digitLines } from '../../draw/digit.js';
import { percent } from '../../draw/numbers.js';
import { beside, rows } from '../../draw/page.js';
import { Failure } from '../../failure.js';
import { loadModel } from '../../tasks/loadModel.js';
import { type GreyImage, readImage } from '../../tasks/readImage.js';
import { wholeNumber } from '../../values.js';

export default defineCommand({
  description:
    'Reads one digit: an image as PGM or as CSV of brightnesses 0 to 255, ink bright; without a file, one that is ' +
    'drawn for it.',
  examples: [
    ['gibbs digits predict runs/digits --draw 3', 'a drawn three'],
    ['gibbs digits predict runs/digits digit.csv --json', 'an image of yours'],
  ],
  configure: (command) => {
    command
      .argument('<model>', 'folder of gibbs digits train --out, or the file in it')
      .argument('[image]', 'a PGM or a CSV; - is standard input')
      .addOption(
        new Option('--draw <digit>', 'draw this one, by --seed')
          .default(5)
          .argParser(wholeNumber(0, 9)),
      );
  },
  schema: v.object({
    model: v.string(),
    image: v.nullable(v.string()),
    digit: v.number(),
    probabilities: v.array(v.number()),
    pixels: v.object({ width: v.number(), height: v.number(), shades: v.array(v.number()) }),
  }),
  repeatable: true,
  tensors: true,
  run: async ({ options, args: [model = '', image] }, session) => {
    const reader = await loadModel('digits predict', model, 'digits.safetensors', (bytes) =>
      DigitReader.load(bytes),
    );
    const pixels =
      image === undefined
        ? drawn(options.draw as number, session.seed)
        : await readImage('digits predict', image);
    if (pixels.width !== reader.width || pixels.height !== reader.height)
      throw new Failure(
        'file',
        `digits predict: the network reads ${reader.height}×${reader.width} pixels, got ${pixels.height}×${pixels.width}`,
      );
    const probabilities = reader.read(pixels.shades);
    const digit = probabilities.indexOf(Math.max(...probabilities));
    return { model, image: image ?? null, digit, probabilities, pixels };
  },
  human: ({ digit, probabilities, pixels }, page) =>
    [
      ...beside(
        [
          digitLines(pixels, page),
          rows(
            probabilities.map((share, i) => [
              i === digit ? page.paint('bold', String(i)) : String(i),
              percent(share),
              page.paint('cyan', bar(share, 24)),
            ]),
            [1],
          ),
        ],
        3,
      ),
      '',
      `It reads a ${digit}.`,
    ].join('\n'),
  csv: ({ probabilities }) => [
    ['digit', 'probability'],
    ...probabilities.map((share, digit) => [digit, share]),
  ],
  quiet: ({ digit }) => String(digit),
});

function drawn(digit: number, seed: number): GreyImage {
  const chance = generator(seed);
  const shades = Array.from(drawDigit(digit, () => chance.uniform()));
  const side = Math.round(Math.sqrt(shades.length));
  return { width: side, height: side, shades };
}
