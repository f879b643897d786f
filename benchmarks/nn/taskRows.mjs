// The tasks: XOR over seeds, MNIST, and the name duel with the switches that change its outcome. Every round of a row
// is another seed, so the spread printed is that over seeds; the note has mean and standard deviation.

import { nameSwitches, sequenceTasks } from '../../packages/nn/dist/tasks/index.js';

const passed = (atLeast) => [{ value: true, atLeast }];
const limited = (atMost) => [{ value: true, atMost }];

const xor = [
  ['xor-width-1', 1, limited(0)],
  ['xor-width-2', 2, [...passed(0.4 * 256), ...limited(0.65 * 256)]],
  ['xor-width-3', 3, passed(0.8 * 256)],
  ['xor-width-4', 4, passed(0.9 * 256)],
].map(([id, width, targets]) => ({
  id,
  work: `XOR, tanh, full batch: seeds of 256 solved at width ${width}`,
  unit: 'seeds',
  better: 'higher',
  rounds: 1,
  warmups: 0,
  targets,
}));

const mnist = [
  ['mnist-mlp', 'MLP, the last 1,000 of 10,000 MNIST digits, five glances', 'of 1', passed(0.96)],
  ['mnist-mlp-one-glance', 'MLP, the same at one glance', 'of 1'],
  ['mnist-convnet', 'convnet, the same digits, five glances', 'of 1', passed(0.987)],
  ['mnist-convnet-one-glance', 'convnet, the same at one glance', 'of 1'],
  ['mnist-convnet-pen', 'convnet, 1,000 digits drawn by a pen it never met', 'of 1'],
  ['mnist-convnet-seconds', 'convnet, training on the first 9,000', 's', limited(60)],
].map(([id, work, unit, targets]) => ({
  id,
  work,
  unit,
  better: unit === 's' ? 'lower' : 'higher',
  rounds: 3,
  warmups: 0,
  targets,
}));

const duel = (id, work, rounds, attention, mlp) =>
  [
    ['attention', 'higher', attention],
    ['mlp', 'lower', mlp],
  ].map(([who, better, targets]) => ({
    id: `${id}-${who}`,
    work: `name duel, ${work}: unseen names all right, ${who}`,
    unit: 'of 1',
    better,
    rounds,
    warmups: 0,
    targets,
  }));

export const rows = [
  ...xor,
  {
    id: 'xor-seconds',
    work: 'the whole sweep: 256 seeds at widths 1 to 4',
    unit: 's',
    better: 'lower',
    rounds: 3,
    targets: limited(2),
  },
  ...mnist,
  ...duel('duel', '4,000 names, positions vary', 5, passed(0.99), limited(0.1)),
  {
    id: 'duel-seconds',
    work: 'name duel: both students, sentences and judging, one seed',
    unit: 's',
    better: 'lower',
    rounds: 5,
    warmups: 0,
    targets: limited(20),
  },
  {
    id: 'duel-head',
    work: 'name duel: share of the best head on the token to be said next',
    unit: 'of 1',
    better: 'higher',
    rounds: 5,
    warmups: 0,
    targets: passed(0.5),
  },
  ...nameSwitches.slice(1).flatMap(({ id, what }) => duel(id, what, 5)),
  ...duel('duel-long', 'ten times the steps', 2),
  {
    id: 'duel-long-mlpSeen',
    work: 'name duel, ten times the steps: names trained on, all right, mlp',
    unit: 'of 1',
    better: 'higher',
    rounds: 2,
    warmups: 0,
  },
  ...Object.keys(sequenceTasks).map((task) => ({
    id: `toys-${task}`,
    work: `sequence toy ${task}, ${task === 'addition' ? 'two digits, 1,200' : 'six symbols, 600'} steps: answers right to the last symbol`,
    unit: 'of 1',
    better: 'higher',
    rounds: 2,
    warmups: 0,
  })),
];
