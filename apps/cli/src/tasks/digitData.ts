import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digits, drawDigits, readDigits, someDigits } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { Failure } from '../failure.js';
import { reasonOf } from '../readText.js';

/** Digits to learn from, and others to be judged on. */
export interface DigitData {
  learned: Digits;
  judged: Digits;
}

/** So many of each are drawn where there is no folder of real ones. */
const judgedCount = 1000;

/**
 * The digits of a folder in MNIST's files, or drawn ones. Without files for judging (`t10k-…`) the last sixth is held
 * back. Exit 3 with the reason where the files are not there or not right.
 */
export async function digitData(
  folder: string | undefined,
  count: number,
  seed: number,
): Promise<DigitData> {
  if (folder === undefined) {
    const drawn = (from: number, many: number): Digits => {
      const chance = generator(from);
      return drawDigits(many, () => chance.uniform());
    };
    return { learned: drawn(seed, count), judged: drawn(seed + 1_000_003, judgedCount) };
  }
  const files = await readdir(folder).catch((error) => {
    throw new Failure('file', `--digits: cannot read ${folder}: ${reasonOf(error)}`, error);
  });
  const read = async (start: string): Promise<Digits | undefined> => {
    const [images, labels] = ['images-idx3-ubyte', 'labels-idx1-ubyte'].map((kind) =>
      files.find((name) => name.startsWith(start) && name.includes(kind)),
    );
    if (images === undefined || labels === undefined) return undefined;
    try {
      return await readDigits(
        Uint8Array.from(await readFile(join(folder, images))),
        Uint8Array.from(await readFile(join(folder, labels))),
      );
    } catch (error) {
      throw new Failure(
        'file',
        `--digits: cannot use ${folder}: ${(error as Error).message}`,
        error,
      );
    }
  };
  const train = await read('train');
  if (!train)
    throw new Failure(
      'file',
      `--digits: cannot use ${folder}: it needs train…-images-idx3-ubyte and train…-labels-idx1-ubyte, plain or .gz`,
    );
  const test = await read('t10k');
  if (test) return { learned: someDigits(train, 0, count), judged: test };
  const cut = Math.floor((train.count * 5) / 6);
  return {
    learned: someDigits(train, 0, Math.min(count, cut)),
    judged: someDigits(train, cut, train.count - cut),
  };
}
