import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NameStudents } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { visible } from '../../draw/merges.js';
import { percent } from '../../draw/numbers.js';
import { type Page, rows, wrap } from '../../draw/page.js';
import { asUsage } from '../../failure.js';
import { loadTokenizer } from '../../loadTokenizer.js';
import { loadModel } from '../../tasks/loadModel.js';
import { nameOf } from '../../values.js';

const answer = v.object({
  text: v.string(),
  tokens: v.array(v.string()),
  probabilities: v.array(v.number()),
  right: v.boolean(),
});

const schema = v.object({
  model: v.string(),
  name: v.string(),
  /** Whether it is one of the names that were trained on. */
  seen: v.boolean(),
  /** The tokens that both read. */
  context: v.array(v.string()),
  attention: answer,
  mlp: answer,
  /** For each head, the share of each token of the context in the first token that attention said. */
  looks: v.array(v.array(v.number())),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Tells both students a name in a sentence and asks them for it: what each says, and where attention looks.',
  examples: [
    ['gibbs copy ask runs/names Keyvan', 'a name that they have never seen'],
    ['gibbs copy ask runs/names Ada --json', 'as JSON'],
  ],
  configure: (command) => {
    command
      .argument('<model>', 'folder of gibbs copy train --out, or the file in it')
      .argument('<name>', 'the name to ask for', nameOf);
  },
  schema,
  repeatable: true,
  tensors: true,
  run: async ({ args: [path = '', given = ''] }) => {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const tokenizer = await loadTokenizer(
      join(isFolder ? path : dirname(path), 'tokenizer.json'),
      'copy ask',
    );
    const students = await loadModel('copy ask', path, 'names.safetensors', (bytes) =>
      NameStudents.load(bytes, tokenizer),
    );
    const name = nameOf(given);
    const asked = asUsage(() => students.ask(name));
    const told = (who: 'attention' | 'mlp') => {
      const { answer: text, tokens, probabilities, right } = asked[who];
      return { text, tokens, probabilities, right };
    };
    const { context, seen, looks } = asked;
    return {
      model: path,
      name,
      seen,
      context,
      attention: told('attention'),
      mlp: told('mlp'),
      looks: looks.map((head) => head[0] ?? []),
    };
  },
  human: view,
  csv: ({ attention, mlp }) => [
    ['student', 'answer', 'right'],
    ['attention', attention.text, String(attention.right)],
    ['mlp', mlp.text, String(mlp.right)],
  ],
  quiet: ({ attention, mlp }) => `${attention.text}\n${mlp.text}`,
});

function view({ name, seen, context, attention, mlp, looks }: Result, page: Page): string {
  const line = (who: string, one: Result['mlp']): string[] => [
    who,
    one.tokens.map(visible).join('|'),
    one.right ? page.paint('green', 'right') : page.paint('red', 'wrong'),
    `p ${one.probabilities.reduce((product, p) => product * p, 1).toFixed(3)}`,
  ];
  const [sharpest = []] = looks.toSorted((a, b) => Math.max(...b) - Math.max(...a));
  const words = context.map((token, i) => {
    const share = sharpest[i] ?? 0;
    return share > 0.2
      ? page.paint(['bold', 'cyan'], `[${token.trim()} ${percent(share)}]`)
      : token;
  });
  return [
    `${name}, a name that ${seen ? 'was trained on' : 'neither has seen'}`,
    '',
    ...wrap(words.join(''), page.width),
    '',
    ...rows([line('attention', attention), line('MLP', mlp)]),
  ].join('\n');
}
