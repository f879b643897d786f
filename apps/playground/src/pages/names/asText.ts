import { duel } from './model.js';

/** The duel as a command line, or as a call where the command has no word for a setting. */
export function asCommand(): string {
  const { name, names, steps, position, embeddings, values, seed } = duel.state.value;
  const quoted = /^[\p{L}\p{N}]+$/u.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
  return `gibbs copy duel --name ${quoted} --names ${names} --steps ${steps} --position ${position} --embeddings ${embeddings} --values ${values} --seed ${seed}`;
}

export function asCode(): string {
  const { name, without, merges, ...rest } = duel.state.value;
  const { names, steps, position, embeddings, values, memory, seed } = rest;
  const options = { seed, names, steps, position, embeddings, values, memory };
  return `import { NameDuel, nameCorpus, runNameDuel } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { trainTokenizer } from '@gibbs/tokenizer';

const chance = generator(${seed});
const corpus = nameCorpus(4000, () => chance.uniform());
const tokenizer = await trainTokenizer(corpus, { vocabSize: ${256 + merges}, minFrequency: 2 });
const duel = new NameDuel({
  tokenizer,
  heldOut: [${JSON.stringify(without)}],
  ...${JSON.stringify(options)},
});
for await (const { step, score } of runNameDuel(duel)) if (score) console.log(step, score);
const { attention, mlp } = duel.ask(${JSON.stringify(name)});
console.log(attention.answer, mlp.answer);`;
}
