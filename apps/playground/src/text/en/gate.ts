import { percent, short } from '../../frame/numbers.js';

const sign = (right: boolean) => (right ? '✓' : '✗');

/** Every sentence of the page on gates and neurons that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      '256 networks with two hidden neurons learn XOR. They differ only in the random numbers they start from. How many get there?',
    options: ['All of them', 'About half', 'None'],
    right: 1,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: a little over half. Two neurons are enough to do it and not enough to be sure to find it. Add a third and a fourth below, and luck matters less and less.`,
  },
  cosmos: {
    title: '256 networks, 256 seeds',
    caption:
      'Each small square is one network’s answer for all inputs from (0, 0) to (1, 1): one colour for no, the other for yes. Framed: all four rows of XOR right.',
    sentence: (solved: number, width: number, steps: number) =>
      `${solved} of 256 networks with ${width} hidden ${width === 1 ? 'neuron' : 'neurons'} have learned XOR after ${steps} steps.`,
    waiting: 'The networks are being trained.',
    choose: (seed: number, solved: boolean) =>
      `Seed ${seed}: ${solved ? 'has learned it' : 'has not learned it'}. Arrow keys choose another network.`,
    failed: (list: readonly number[]) =>
      list.length === 0
        ? 'Every seed has learned it.'
        : `${list.length} seeds have not learned it: ${list.join(', ')}.`,
    list: 'Which ones',
    curve: 'Networks that have learned it',
    chart: (now: number, most: number) =>
      `${now} of 256 have learned it here, ${most} at the end of what has been trained.`,
    broken:
      'The networks could not be trained in this browser: the worker did not load. The text below still holds.',
  },
  controls: {
    width: 'Hidden neurons',
    activation: 'What a neuron makes of its sum',
    activations: {
      tanh: 'tanh: from −1 to 1',
      sigmoid: 'sigmoid: from 0 to 1',
      relu: 'ReLU: nothing below 0',
    },
    rate: 'Learning rate',
  },
  one: {
    title: (seed: number) => `Seed ${seed} from inside`,
    plane: 'Its answers',
    sentence: (seed: number, right: number) =>
      `The answers of seed ${seed} over all inputs; ${right} of the four rows are right.`,
    rows: 'Row by row',
    a: 'a',
    b: 'b',
    wanted: 'XOR',
    said: 'It says',
    row: (probability: number, right: boolean) => `${percent(probability)} yes ${sign(right)}`,
    loss: 'Loss in nats',
    lossTitle: 'Its loss',
    coin: 'a coin toss: ln 2',
    chart: (now: number, from: number) =>
      `The loss is ${short(now)} here; it began at ${short(from)}, and a coin toss gets 0.6931.`,
    weights: 'Its weights',
    weightsSentence: (width: number) =>
      `Two inputs, ${width} hidden ${width === 1 ? 'neuron' : 'neurons'}, one output. Thick lines are large weights; dashed lines are negative.`,
    edge: (from: string, to: string, weight: number) => `${from} to ${to}: ${short(weight)}`,
    bias: (of: string, value: number) => `bias of ${of}: ${short(value)}`,
    neuron: (index: number) => `neuron ${index + 1}`,
    output: 'output',
    list: 'The weights as a list',
  },
  morph: {
    title: 'The same three neurons, from line to gate',
    intro:
      'These weights were not trained but thought out: one neuron fires for “a or b”, one for “a and b”, and the output wants the first without the second. Only the response of the neurons changes.',
    slider: 'Response',
    line: 'a straight line: no bend at all',
    gate: 'a step: the gate',
    sharp: (sharpness: number) => `a curve, sharpness ${short(sharpness)}`,
    score: (right: number) => `${right} of 4 rows right`,
    best: (score: number) =>
      `Without a bend the whole network is one line, whatever its weights, and no line gets more than ${score} of the 4 rows.`,
    sentence: (response: string, right: number) =>
      `Answers of the thought-out network with ${response}: ${right} of 4 rows right.`,
  },
  circuit: {
    title: 'Four gates',
    intro: 'XOR wired from NAND, the gate from which every other can be wired. Switch the inputs.',
    input: (name: string, bit: number) => `${name} = ${bit}`,
    sentence: (a: number, b: number, inner: readonly number[], out: number) =>
      `With a = ${a} and b = ${b} the shared NAND gives ${inner[0]}, the next two give ${inner[1]} and ${inner[2]}, and the last gives ${out}.`,
    out: (bit: number) => `a XOR b = ${bit}`,
  },
  why: {
    none: { name: 'The answer', sentence: 'No network has been trained yet.' },
    rowName: (a: number, b: number) => `p(1) for a = ${a}, b = ${b}`,
    row: {
      sentence: 'The share that the network gives to the answer 1.',
      formula: 'p = 1 / (1 + exp(−z))',
    },
    gradient: (slope: number) =>
      `Its loss has the slope p − y = ${short(slope)} in z: learning moves z against it.`,
    output: {
      name: 'z',
      sentence: 'What the output neuron adds up.',
      formula: 'z = Σ weight · answer + bias',
    },
    neuronName: (index: number) => `by neuron ${index + 1}`,
    neuron: {
      sentence: 'What one hidden neuron adds to z.',
      formula: 'answer · weight',
    },
    answer: { name: 'its answer', sentence: 'The sum of its inputs, bent.', formula: 'f(sum)' },
    bend: (activation: string, sum: number) => `${activation}(${short(sum)})`,
    sum: { name: 'its sum', sentence: 'Weighted inputs and a bias.', formula: 'w · a + v · b + c' },
    weight: { name: 'its weight', sentence: 'How much the output neuron makes of it; learned.' },
    bias: {
      name: 'the bias',
      sentence: 'What the output neuron adds whatever the inputs; learned.',
    },
  },
  end: (solved: number) => `600 steps done: ${solved} of 256 networks have learned XOR.`,
  run: 'Train',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    code: 'Copy as code',
    shown: 'What was copied',
  },
  keys: {
    play: 'Train, or pause',
    step: 'Five steps of training',
    back: 'Five steps back',
    more: 'One hidden neuron more',
    fewer: 'One hidden neuron fewer',
    reset: 'Start over',
    hear: 'Hear the loss of the chosen network',
  },
} as const;
