import type { Damage, Flip, Layer } from '@gibbs/journeys/digits';
import { grouped, percent, short } from '../../frame/numbers.js';

const layerNames: Record<Layer, string> = { 1: 'hidden', 2: 'answering' };

/** Every sentence of the page on digits that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'A trained network reads a digit of 784 pixels, and is sure. How many pixels must change before it reads another?',
    options: ['About 300', 'About 60', 'Fewer than 20'],
    right: 2,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: mostly about ten. Which ten the network says itself: its own slope points at them. Train it, then press i.`,
  },
  instrument: 'The network and its training',
  failed:
    'The network could not be started in this browser: its worker did not load. The text below still holds.',
  pad: {
    title: 'Draw a digit',
    sentence: (x: number, y: number, down: boolean, erasing: boolean, inked: number) =>
      `Sheet of 28 by 28 pixels, ${inked} of them inked. The ${erasing ? 'eraser' : 'pen'} is ${down ? 'down' : 'up'} at column ${Math.floor(x) + 1}, row ${Math.floor(y) + 1}.`,
    hint: 'By pointer, or by keys: arrows move the pen, with Shift four pixels at a time; Space puts it down and lifts it; Backspace takes the last stroke away.',
    at: (x: number, y: number, down: boolean) =>
      `${down ? 'Drawing' : 'Pen up'}, column ${Math.floor(x) + 1}, row ${Math.floor(y) + 1}.`,
    eraser: 'Eraser',
    undo: 'Undo',
    clear: 'Clear',
    drawOne: 'Draw one for me',
    full: 'The sheet takes no more strokes. Clear it, or take some away.',
  },
  answer: {
    title: 'What it reads',
    bars: 'Probability of each digit; choose one to see its reasons',
    nothing: 'Nothing yet: the sheet is empty.',
    sentence: (digit: number, share: number) =>
      share < 0.5
        ? `Perhaps a ${digit}, at ${percent(share)}.`
        : `A ${digit}, at ${percent(share)}.`,
  },
  views: {
    seen: 'what it sees',
    seenSentence: 'The drawing scaled to 20 pixels, with its mass in the middle of 28 by 28.',
    pull: (digit: number) => `ink here speaks for ${digit}, or against`,
    pullSentence: (digit: number) =>
      `The slope of ln p(${digit}) in each pixel: where more ink makes ${digit} likelier, and where less likely.`,
  },
  teach: {
    label: 'This is a',
    button: 'Teach it that',
    nothing: 'There is nothing on the sheet to teach.',
    did: (label: number) => `A lesson of forty steps: this is a ${label}.`,
    taught: (labels: readonly number[]) =>
      `Taught so far: ${labels.length === 1 ? 'one digit' : `${labels.length} digits`} of yours, ${labels.join(', ')}. Half of every batch of a lesson is yours, half is what it knew.`,
  },
  flip: {
    button: 'Flip it with the least ink',
    sentence: ({
      to,
      pixels,
      ink,
      probability,
    }: Pick<Flip, 'to' | 'pixels' | 'ink' | 'probability'>) =>
      `${pixels === 1 ? 'One pixel' : `${pixels} pixels`} changed, ${short(ink)} of ink in all, and it reads ${to} at ${percent(probability)}.`,
    none: 'A hundred pixels were not enough to flip it.',
  },
  why: {
    title: (digit: number, share: number) => `Why is ${digit} at ${percent(share)}?`,
    nothing: { name: 'Nothing', sentence: 'The sheet is empty.' },
    share: {
      sentence:
        'The share of this digit: every digit has a logit z, and the shares go as exp(z). The ten of them sum to one.',
      formula: 'p = exp(z) / Σ exp(z)',
    },
    gradient: (digit: number) =>
      `Ink where the second picture is orange makes ${digit} likelier, ink where it is blue less likely.`,
    logit: {
      sentence: 'The logit of this digit: what each hidden neuron adds to it, and a bias.',
      formula: 'z = Σ h · w + b',
    },
    neuronName: (neuron: number) => `from hidden neuron ${neuron + 1}`,
    neuron: {
      sentence: 'How strongly this neuron answers, times its weight for this digit.',
      formula: 'h · w',
    },
    activity: {
      name: 'h, its answer',
      sentence: 'Its weights times the pixels, summed; less than nothing counts as nothing (ReLU).',
    },
    weight: { name: 'w, its weight', sentence: 'Learned; chance at first.' },
    rest: {
      name: 'from all the others',
      sentence: 'The other hidden neurons, each weaker than these.',
    },
    bias: { name: 'b, the bias', sentence: 'What this digit has without any ink; learned.' },
    accuracy: {
      name: 'Read rightly',
      sentence:
        'Of the digits that it does not learn from, the share whose likeliest answer is right.',
      formula: 'right / judged',
    },
  },
  accuracy: {
    title: 'Read rightly',
    name: 'Share read rightly',
    guess: 'guessing: 10 %',
    goal: '90 %',
    sentence: (share: number, judged: number) =>
      `${percent(share)} of ${grouped(judged)} digits that it does not learn from are read rightly.`,
  },
  loss: {
    title: 'Loss',
    name: 'Nats per digit',
    guess: 'ln 10: knows nothing',
    sentence: (loss: number, step: number) =>
      `Loss ${short(loss)} nats per digit at tick ${step}; guessing costs ln 10 = 2.303.`,
  },
  tick: 'Tick',
  neurons: {
    title: 'What the hidden neurons look for',
    sentence: (hidden: number, step: number) =>
      step === 0
        ? `The weights of ${hidden} hidden neurons as pictures of 28 by 28 pixels: noise, for nothing is learned yet.`
        : `The weights of ${hidden} hidden neurons as pictures of 28 by 28 pixels, after ${step} steps: strokes where ink excites or calms a neuron.`,
    plus: 'ink excites it',
    minus: 'ink calms it',
    hidden: 'Hidden neurons',
    shown: (hidden: number, parameters: number | undefined) =>
      parameters === undefined ? String(hidden) : `${hidden}, ${grouped(parameters)} weights`,
  },
  damage: {
    title: 'Break it',
    button: (kind: Damage, layer: Layer) =>
      `${kind === 'zero' ? 'Zero' : 'Add noise to'} the ${layerNames[layer]} layer`,
    did: (kind: Damage, layer: Layer) =>
      kind === 'zero'
        ? `Every weight of the ${layerNames[layer]} layer is 0 now.`
        : `Noise as strong as its weights has been added to the ${layerNames[layer]} layer.`,
    mark: { zero: '0', noise: '~' } satisfies Record<Damage, string>,
  },
  confusion: {
    title: 'What it takes for what',
    what: (judged: number) =>
      `Rows are what was shown, columns what was read, for ${grouped(judged)} digits that it does not learn from.`,
    table: 'Shown and read',
    corner: 'shown',
    misread: (some: number) =>
      some === 0
        ? 'None of them is misread now.'
        : 'Some that it misreads now, with what it reads:',
    each: (shown: number, said: number) => `A ${shown} that is read as ${said}.`,
  },
  files: {
    title: 'Real handwriting',
    what: 'The digits here are drawn by a seeded pen. If you have the files of MNIST, or others of their form (IDX, plain or gzipped), drop images and labels here: the network then learns from the first 2,000 and is judged on 300 others. They stay on your machine, so a link cannot carry them.',
    label: 'Files of images and labels',
    reading: 'Reading …',
    taken: (learned: number, judged: number) =>
      `It learns from ${grouped(learned)} digits of your files now, and is judged on ${grouped(judged)} others.`,
    refused: (reason: string) => `These files cannot be used: ${reason.replace(/\.$/, '')}.`,
    back: 'Back to drawn digits',
  },
  over: (steps: number) => `The course is over, after ${steps} steps.`,
  end: 'The timeline ends here. Go back, or start over.',
  run: 'Train',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    shown: 'What was copied',
  },
  keys: {
    play: 'Train, or pause',
    step: 'One step on',
    back: 'One step back',
    draw: 'Have a digit drawn',
    clear: 'Clear the sheet',
    teach: 'Teach the drawing as the digit chosen',
    flip: 'Look for the least ink that flips the answer',
    zero: 'Zero the hidden layer',
    noise: 'Add noise to the hidden layer',
    reset: 'Start over',
    hear: 'Hear the loss',
  },
} as const;
