import * as v from 'valibot';
import { defineCommand } from '../command.js';
import type { Entry } from '../commands.js';
import { Failure } from '../failure.js';
import { jsonSchema } from '../jsonSchema.js';
import { nearest } from '../nearest.js';

export default defineCommand({
  description:
    'Prints the JSON Schema of what a command prints with --json; without a command, of all of them.',
  examples: [
    ['gibbs config schema engine', 'what gibbs engine --json is made of'],
    ['gibbs config schema > gibbs.schema.json', 'all commands'],
  ],
  configure: (command) => {
    command.argument('[command...]', 'words of the command');
  },
  schema: v.record(v.string(), v.unknown()),
  run: async ({ args }) => {
    const { commands } = await import('../commands.js');
    const all = leaves(commands);
    const wanted = args.join(' ');
    const chosen = all.filter(
      ([path]) => wanted === '' || path === wanted || path.startsWith(`${wanted} `),
    );
    if (chosen.length === 0) {
      const near = nearest(
        wanted,
        all.map(([path]) => path),
      );
      throw new Failure(
        'usage',
        `config schema: there is no command '${wanted}'.${near ? ` (Did you mean ${near}?)` : ''}`,
      );
    }
    const schemas = await Promise.all(
      chosen.map(
        async ([path, load]) => [path, jsonSchema((await load()).default.schema)] as const,
      ),
    );
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    const [only] = schemas;
    if (only && schemas.length === 1)
      return { $schema, title: `gibbs ${only[0]} --json`, ...only[1] };
    return { $schema, $defs: Object.fromEntries(schemas) };
  },
  human: (result) => JSON.stringify(result, null, 2),
  csv: (result) => [['schema'], [JSON.stringify(result)]],
  quiet: (result) => JSON.stringify(result),
});

type Load = NonNullable<Entry['load']>;

/** Every command that does something, with the words that lead to it. */
function leaves(tree: readonly Entry[], before = ''): [string, Load][] {
  return tree.flatMap(({ name, load, children }): [string, Load][] => {
    const own: [string, Load][] = load ? [[`${before}${name}`, load]] : [];
    return [...own, ...leaves(children ?? [], `${before}${name} `)];
  });
}
