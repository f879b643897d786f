import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NameStudents } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import type { HeatMap } from '../../draw/chart.js';
import { visible } from '../../draw/merges.js';
import { type Page, rows, wrap } from '../../draw/page.js';
import { shadeMap } from '../../draw/shadeMap.js';
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
  sentence: v.string(),
  /** The tokens of it that both read. */
  context: v.array(v.string()),
  attention: answer,
  mlp: answer,
  /** For each head and each token that attention said, the share of each token of the context and the answer so far. */
  looks: v.array(v.array(v.array(v.number()))),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Tells both students a name in a sentence and asks them for it: what each says, and where attention looks ' +
    '(--plot: the map of every head).',
  examples: [
    ['gibbs copy ask runs/names Keyvan', 'a name that they have never seen'],
    [
      'gibbs copy ask runs/names Keyvan --plot map.svg',
      'the attention map of every head as a picture',
    ],
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
    const { sentence, context, seen, looks } = asked;
    return {
      model: path,
      name,
      seen,
      sentence,
      context,
      attention: told('attention'),
      mlp: told('mlp'),
      looks,
    };
  },
  human: view,
  csv: ({ attention, mlp }) => [
    ['student', 'answer', 'right'],
    ['attention', attention.text, String(attention.right)],
    ['mlp', mlp.text, String(mlp.right)],
  ],
  quiet: ({ attention, mlp }) => `${attention.text}\n${mlp.text}`,
  charts: (result) => result.looks.map((_, head) => mapOf(result, head)),
});

/** Where a head looks: the tokens it may look at down, the tokens that attention says across. */
function mapOf({ context, attention: { tokens }, looks }: Result, head: number): HeatMap {
  const read = [...context, ...tokens.slice(0, -1)];
  return {
    title: `Head ${head + 1} of ${looks.length}`,
    x: 'token said',
    y: 'share of each token read',
    rows: read.map(visible),
    columns: tokens.map(visible),
    shares: read.map((_, row) => tokens.map((_, said) => looks[head]?.[said]?.[row] ?? 0)),
  };
}

function view(result: Result, page: Page): string {
  const { name, seen, sentence, attention, mlp, looks } = result;
  const line = (who: string, one: Result['mlp']): string[] => [
    who,
    one.tokens.map(visible).join('|'),
    one.right ? page.paint('green', 'right') : page.paint('red', 'wrong'),
    `p ${one.probabilities.reduce((product, p) => product * p, 1).toFixed(3)}`,
  ];
  const sharpest = looks
    .map((said, head) => ({ head, most: Math.max(...said.map((share) => Math.max(...share))) }))
    .sort((a, b) => b.most - a.most)[0];
  const map = attention.tokens.length > 0 && sharpest ? mapOf(result, sharpest.head) : undefined;
  return [
    `${name}, a name that ${seen ? 'was trained on' : 'neither has seen'}`,
    '',
    ...wrap(sentence, page.width),
    '',
    ...rows([line('attention', attention), line('MLP', mlp)]),
    ...(map
      ? ['', `${map.title}, the sharpest: ${map.y}, for each ${map.x}`, '', ...shadeMap(map, page)]
      : []),
  ].join('\n');
}
