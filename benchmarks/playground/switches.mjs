// Measures each switch of the name duel as the page on names runs it, and prints the pairs that the page calls
// "measured before": node benchmarks/playground/switches.mjs [seed …]
import { NameDuel, nameCorpus, nameSwitches } from '../../packages/nn/dist/tasks/index.js';
import { generator, init } from '../../packages/tensor/dist/index.js';
import { trainTokenizer } from '../../packages/tokenizer/dist/index.js';

const given = process.argv.slice(2).map(Number);
const seeds = given.length > 0 ? given : [7, 8, 9];

await init({ fused: false });
for (const { id, options } of nameSwitches) {
  const pairs = [];
  for (const seed of seeds) {
    const chance = generator(seed);
    const corpus = nameCorpus(4000, () => chance.uniform());
    const tokenizer = await trainTokenizer(corpus, { vocabSize: 768, minFrequency: 2 });
    const duel = new NameDuel({ tokenizer, seed, heldOut: ['Keyvan'], unseen: 1024, ...options });
    while (duel.step < duel.steps) duel.advance();
    const { attention, mlp } = duel.score();
    pairs.push([attention.unseen, mlp.unseen]);
    duel.dispose();
  }
  const mean = (which) => pairs.reduce((sum, pair) => sum + pair[which], 0) / pairs.length;
  const each = pairs.map((pair) => pair.map((share) => share.toFixed(3)).join(':')).join('  ');
  console.log(`${id}  ${mean(0).toFixed(3)} : ${mean(1).toFixed(3)}   (${each})`);
}
