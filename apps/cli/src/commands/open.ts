import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { linkOfRun, shownCommands } from '@gibbs/journeys';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { Failure } from '../failure.js';
import { type PageName, pages, writeLink } from '../links/link.js';
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
    const shown = linkOfRun(run);
    if (shown === null) throw new Failure('file', `open: ${path} is no run that a page could show`);
    if ('reason' in shown) throw new Failure('usage', `open: the page shows ${shown.reason}`);
    if ('unknown' in shown)
      throw new Failure(
        'usage',
        `open: no page of the playground shows ${shown.unknown}; there are pages for ${shownCommands.join(', ')}`,
      );
    const page = shown.page as PageName;
    return { run: path, page, link: writeLink(at, { page, state: shown.state }) };
  },
  human: ({ link }) => link,
  csv: ({ run, page, link }) => [
    ['run', 'page', 'link'],
    [run, page, link],
  ],
  quiet: ({ link }) => link,
});
