import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { Failure } from '../failure.js';
import { pages, writeLink } from '../links/link.js';
import { linkOfRun } from '../links/linkOfRun.js';
import { readRun } from '../runFile.js';

export default defineCommand({
  description:
    'Prints the link by which the playground shows a recorded run. gibbs playground serves the pages.',
  examples: [
    ['gibbs open runs/xor', 'for a run of gibbs xor --out runs/xor'],
    ['gibbs open runs/xor --at https://example.org/gibbs/', 'where the pages are served elsewhere'],
  ],
  configure: (command) => {
    command
      .argument('<run>', 'a run.json, or the folder it is in')
      .option('--at <url>', 'where the playground is served', 'http://localhost:4173/');
  },
  schema: v.object({ run: v.string(), page: v.picklist(pages), link: v.string() }),
  run: async ({ options, args: [path = ''] }) => {
    const at = options.at as string;
    if (!URL.canParse(at) || !/^https?:/.test(at))
      throw new Failure(
        'usage',
        `--at: it must be an address such as https://example.org/, got '${at}'`,
      );
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const run = await readRun('open', isFolder ? join(path, 'run.json') : path);
    const link = linkOfRun(run);
    return { run: path, page: link.page, link: writeLink(at, link) };
  },
  human: ({ link }) => link,
  csv: ({ run, page, link }) => [
    ['run', 'page', 'link'],
    [run, page, link],
  ],
  quiet: ({ link }) => link,
});
