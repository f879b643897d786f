import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { mergeLines, mergeSteps, visible } from '../../draw/merges.js';
import { loadTokenizer, modelOption } from '../../loadTokenizer.js';

const piece = v.object({
  text: v.string(),
  tokens: v.array(v.string()),
  ids: v.array(v.number()),
  /** From bytes to tokens, one merge at a time. */
  steps: v.array(
    v.object({
      pieces: v.array(v.string()),
      merge: v.nullable(
        v.object({
          rank: v.number(),
          left: v.string(),
          right: v.string(),
          count: v.nullable(v.number()),
        }),
      ),
    }),
  ),
});

export default defineCommand({
  description:
    'Shows how a text becomes tokens: its bytes, each merge with its rank and count, and the ids.',
  examples: [
    ['gibbs tokenizer explain Keyvan --model book.json', 'the merges that make a name'],
    ['gibbs tokenizer explain "an old kettle" --model book.json --json', 'several pieces, as JSON'],
  ],
  configure: (command) => {
    command.argument('<text...>', 'words; they are joined by spaces').addOption(modelOption());
  },
  schema: v.object({ text: v.string(), pieces: v.array(piece) }),
  run: async ({ options, args }) => {
    const tokenizer = await loadTokenizer(options.model as string);
    const text = args.join(' ');
    const pieces = tokenizer.explain(text).map((one) => ({
      text: one.text,
      tokens: one.tokens,
      ids: one.ids,
      steps: mergeSteps(one),
    }));
    return { text, pieces };
  },
  human: ({ pieces }, page) =>
    pieces
      .map(({ steps, tokens, ids }) =>
        [
          ...mergeLines(steps, page),
          `${page.paint('bold', tokens.map(visible).join('|'))}   ids ${ids.join(' ')}`,
        ].join('\n'),
      )
      .join('\n\n'),
  csv: ({ pieces }) => [
    ['piece', 'step', 'rank', 'left', 'right', 'count', 'pieces'],
    ...pieces.flatMap(({ text, steps }) =>
      steps.map(({ pieces: parts, merge }, i) => [
        text,
        i,
        merge?.rank ?? '',
        merge?.left ?? '',
        merge?.right ?? '',
        merge?.count ?? '',
        parts.map(visible).join('|'),
      ]),
    ),
  ],
  quiet: ({ pieces }) => pieces.flatMap(({ tokens }) => tokens.map(visible)).join('|'),
});
