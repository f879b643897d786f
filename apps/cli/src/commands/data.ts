import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { download, isWhole } from '../data/download.js';
import { type Source, sources } from '../data/sources.js';
import { grouped } from '../draw/numbers.js';
import { rows } from '../draw/page.js';
import { Failure } from '../failure.js';
import { nearest } from '../nearest.js';
import { reasonOf } from '../readText.js';
import type { Session } from '../session.js';

const names = Object.keys(sources) as (keyof typeof sources)[];

export default defineCommand({
  description:
    'Fetches public data from where it is published, and keeps only what has the right SHA-256. This is the one ' +
    'command of Gibbs that uses the network; everything else works without. A download that was cut off goes on.',
  examples: [
    ['gibbs data --json', 'what there is, and from where; nothing is fetched'],
    ['gibbs data shakespeare --to data', 'one text (fetches 1.1 MB)'],
    ['gibbs data mnist --to data/mnist', 'the digits (fetches 11.6 MB)'],
  ],
  configure: (command) => {
    command
      .argument('[name]', names.join(', '))
      .option('--to <folder>', 'where to keep it', 'data')
      .option('--from <url>', 'another place that has the same files');
  },
  schema: v.object({
    sets: v.array(
      v.object({
        name: v.string(),
        what: v.string(),
        places: v.array(v.string()),
        bytes: v.number(),
        /** Paths of its files; none unless it was asked for. */
        files: v.array(v.string()),
      }),
    ),
  }),
  run: async ({ options, args: [name] }, session) => {
    const told = (key: keyof typeof sources, files: string[]) => ({
      name: key,
      what: sources[key].what,
      places: [...sources[key].places],
      bytes: sources[key].files.reduce((sum, { bytes }) => sum + bytes, 0),
      files,
    });
    if (name === undefined) return { sets: names.map((key) => told(key, [])) };
    if (!(names as readonly string[]).includes(name)) {
      const near = nearest(name, names);
      throw new Failure(
        'usage',
        `data: name must be one of ${names.join(', ')}, got '${name}'.${near ? ` (Did you mean ${near}?)` : ''}`,
      );
    }
    const key = name as keyof typeof sources;
    const { to, from } = options as { to: string; from?: string };
    const places = from === undefined ? sources[key].places : [from.replace(/\/*$/, '/')];
    return { sets: [told(key, await fetchAll({ ...sources[key], places }, to, session))] };
  },
  human: ({ sets }) =>
    sets.some(({ files }) => files.length > 0)
      ? sets.flatMap(({ files }) => files).join('\n')
      : rows(
          sets.map(({ name, what, bytes, places }) => [
            name,
            `${what}\n  ${grouped(bytes)} bytes from ${places.join(', or\n  ')}`,
          ]),
        ).join('\n'),
  csv: ({ sets }) => [
    ['name', 'bytes', 'place', 'files'],
    ...sets.map(({ name, bytes, places, files }) => [
      name,
      bytes,
      places[0] ?? '',
      files.join(' '),
    ]),
  ],
  quiet: ({ sets }) =>
    sets.flatMap(({ name, files }) => (files.length > 0 ? files : [name])).join('\n'),
});

async function fetchAll(source: Source, to: string, session: Session): Promise<string[]> {
  try {
    await mkdir(to, { recursive: true });
  } catch (error) {
    throw new Failure('file', `--to: cannot make ${to}: ${reasonOf(error)}`, error);
  }
  const paths: string[] = [];
  for (const file of source.files) {
    const path = join(to, file.path);
    paths.push(path);
    if (await isWhole(path, file)) {
      session.note(`${path} is there already`);
      continue;
    }
    await fetchOne(source.places, file, path, session);
  }
  return paths;
}

/** From the first place that has it. */
async function fetchOne(
  places: readonly string[],
  file: Source['files'][number],
  path: string,
  session: Session,
): Promise<void> {
  for (const [i, place] of places.entries()) {
    const url = `${place}${file.path}`;
    session.note(`fetching ${url}`);
    const task = session.progress.start(file.path, file.bytes, 'bytes');
    try {
      await download({ ...file, url }, path, (total) => task.update(total), session.signal);
      task.finish('SHA-256 is right');
      return;
    } catch (error) {
      if (session.signal.aborted || !(error instanceof Failure) || i === places.length - 1)
        throw error;
      session.note(error.message);
    }
  }
}
