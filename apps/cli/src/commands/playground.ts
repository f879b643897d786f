import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand, type Input } from '../command.js';
import { Failure } from '../failure.js';
import { reasonOf } from '../readText.js';
import { pagesServer } from '../servePages.js';
import type { Session } from '../session.js';
import { wholeNumber } from '../values.js';

export default defineCommand({
  description:
    'Serves the pages of the playground on this machine, with the headers that threads need, until it is ' +
    'interrupted. Only this machine can see them unless --host says otherwise.',
  examples: [
    ['timeout 2 gibbs playground --port 0 || true', 'on any free port'],
    ['timeout 2 gibbs playground --quiet || true', 'the address alone, on port 4173 or a free one'],
  ],
  configure: (command) => {
    command
      .addOption(
        new Option('--port <n>', 'port; 0 takes any that is free').argParser(
          wholeNumber(0, 65_535),
        ),
      )
      .option('--host <name>', 'address to listen on', '127.0.0.1')
      .option('--folder <path>', 'pages of your own instead');
  },
  schema: v.object({ url: v.string(), folder: v.string() }),
  stream: async (input, session, write) => {
    await serve(input, session, (url) => write(Buffer.from(`${url}\n`)));
    return true;
  },
  run: (input, session) => serve(input, session, async (url) => session.event('ready', { url })),
  human: ({ url }) => url,
  csv: ({ url, folder }) => [
    ['url', 'folder'],
    [url, folder],
  ],
  quiet: ({ url }) => url,
});

async function serve(
  { options }: Input,
  session: Session,
  ready: (url: string) => Promise<void> | void,
): Promise<{ url: string; folder: string }> {
  const folder = (options.folder as string | undefined) ?? builtPages();
  if (!existsSync(join(folder, 'index.html')))
    throw new Failure('file', `playground: cannot serve ${folder}: it has no index.html`);
  const { host, port } = options as { host: string; port?: number };
  const server = pagesServer(folder);
  const listen = async (at: number): Promise<void> => {
    server.listen(at, host);
    await once(server, 'listening');
  };
  try {
    // A port that was not asked for by name gives way to a free one.
    await listen(port ?? 4173).catch((error: NodeJS.ErrnoException) => {
      if (port !== undefined || error.code !== 'EADDRINUSE') throw error;
      return listen(0);
    });
  } catch (error) {
    const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new Failure(
      'usage',
      `--port: cannot listen on ${host} port ${port ?? 4173}: ${inUse ? 'it is in use' : reasonOf(error)}`,
      error,
    );
  }
  const name = host.includes(':') ? `[${host}]` : host === '127.0.0.1' ? 'localhost' : host;
  const url = `http://${name}:${(server.address() as AddressInfo).port}/`;
  session.note(`serving ${folder}; Ctrl-C ends`);
  await ready(url);
  if (!session.signal.aborted) await once(session.signal, 'abort');
  server.closeAllConnections();
  server.close();
  return { url, folder };
}

/** The pages that came with the tool, or those built beside it in the repository. */
function builtPages(): string {
  const places = ['playground', '../../playground/dist'].map((place) =>
    join(import.meta.dirname, place),
  );
  const found = places.find((place) => existsSync(join(place, 'index.html')));
  if (found === undefined)
    throw new Failure('file', `playground: no pages in ${places.join(' or ')}; are they built?`);
  return found;
}
