/** The files that the rows read: a text of 100 MB, a tokenizer learned from it, and tiny Shakespeare. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const data = join(here, '.data');
export const gibbs = join(here, '../../apps/cli/dist/gibbs.js');
export const large = join(data, 'large.txt');
export const model = join(data, 'model.json');
export const shakespeare = join(
  process.env.GIBBS_DATA ?? join(here, '../../../shared/data'),
  'tinyshakespeare.txt',
);

export async function prepareFiles(log) {
  mkdirSync(data, { recursive: true });
  if (!existsSync(large)) {
    log('writing 100 MB');
    const other = join(here, '../tokenizer/.data/en100.txt');
    const source = readFileSync(existsSync(other) ? other : shakespeare);
    const file = openSync(large, 'w');
    for (let left = 1e8; left > 0; left -= source.length)
      writeSync(file, source.subarray(0, Math.min(left, source.length)));
    closeSync(file);
  }
  if (!existsSync(model))
    execFileSync(process.execPath, [
      ...[gibbs, 'tokenizer', 'train', shakespeare],
      ...['--vocab', '8192', '--save', model, '--quiet'],
    ]);
}
