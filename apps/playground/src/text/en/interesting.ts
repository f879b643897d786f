import type { Measure } from '@gibbs/journeys/interesting';
import type { CoffeeModel } from '@gibbs/physics/interest';
import { grouped, short } from '../../frame/numbers.js';

/** Every sentence of the page on what is interesting that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'Cream is poured on coffee and stirred. When is a picture of the cup hardest to describe?',
    options: ['At the start', 'On the way', 'At the end'],
    right: 1,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: on the way. Two halves are quickly said, and so is “evenly grey”. The swirls between need many words. Entropy only rises; what is worth a look comes and goes.`,
  },
  cup: {
    title: 'The cup',
    sentence: (step: number, entropy: number) =>
      `A cup of coffee and cream after ${step} steps. Entropy ${short(entropy)} bits per cell.`,
    coarse: (side: number, levels: number) =>
      `The same as a coarse observer sees it: ${side} × ${side} blocks, ${levels} levels.`,
    exact: 'The cup',
    seen: 'What a coarse observer sees',
    failed:
      'The cup could not be started in this browser: its worker did not load. The text below still holds.',
  },
  model: 'How it mixes',
  models: {
    stirred: 'Stirred, and drops swap places',
    exclusion: 'Drops swap places, nothing stirs',
    independent: 'Drops wander alone, nothing stirs',
  } satisfies Record<CoffeeModel, string>,
  block: 'Block of the observer',
  blockShown: (block: number) => `${block} × ${block} cells`,
  levels: 'Levels told apart',
  adjust: 'Smooth flat borders',
  adjustHint:
    'A border that flickers between two levels looks like a pattern and is none. Turn this off and diffusion alone seems interesting too.',
  measure: 'Interesting is',
  measures: {
    complexity: 'what a compressor cannot shorten',
    structure: 'what many scales share',
  } satisfies Record<Measure, string>,
  entropy: {
    title: 'Entropy',
    name: 'Bits per cell',
    step: 'Step',
    sentence: (now: number, step: number) => `Entropy ${short(now)} bits per cell at step ${step}.`,
  },
  interest: {
    title: 'Interest',
    name: { complexity: 'Complexity in bits', structure: 'Structure' },
    control: 'Rows shuffled',
    sentence: (now: number, control: number, step: number) =>
      `At step ${step} it is ${short(now)}; with its rows shuffled, ${short(control)}.`,
  },
  why: {
    ask: 'Why this much?',
    complexity: {
      name: 'Complexity',
      sentence:
        'The bits that a compressor needs for the picture as the coarse observer sees it, beyond those for a blank one.',
      formula: 'bits(picture) − bits(blank)',
    },
    structure: {
      name: 'Structure',
      sentence:
        'The picture is halved again and again; E is the variance lost at each halving, V their sum. Many scales that share V make it large.',
      formula: '−Σ E · ln(E / V)',
    },
    seen: (side: number, levels: number) => `of ${side} × ${side} blocks in ${levels} levels`,
    control: {
      name: 'the same with rows shuffled',
      sentence:
        'As much grey in every row, and no pattern from row to row: what is not due to shape.',
    },
    block: {
      name: 'block',
      sentence: 'Cells to a side that the observer sees as one; set by its slider.',
    },
    levels: { name: 'levels', sentence: 'Shades the observer tells apart; set by its slider.' },
    entropy: {
      name: 'entropy, bits per cell',
      sentence: 'It rises all the way; interest does not.',
    },
    step: { name: 'step', sentence: 'Where the timeline stands.' },
  },
  peak: {
    go: 'Take me to the most interesting moment',
    went: (at: number) => `Step ${at}, the most interesting so far.`,
    sentence: (at: number, times: number | null) =>
      times === null
        ? 'Nothing to see yet. Let it run.'
        : times <= 1
          ? 'No hump so far: the most interesting moment is an end of the run.'
          : `Most interesting so far: step ${at}, ${short(times)} times the larger of the two ends.`,
  },
  own: {
    title: 'The same meter on something of yours',
    text: 'A text',
    measureText: 'Measure the text',
    picture: 'A picture from your machine',
    draw: 'Or draw: the pointer paints, arrow keys move the pen, Space turns a cell over.',
    drawing: (x: number, y: number, on: boolean, painted: number) =>
      `Drawing of 48 by 48 cells, ${painted} of them painted. The pen is at column ${x + 1}, row ${y + 1}, which is ${on ? 'painted' : 'empty'}.`,
    measureDrawing: 'Measure the drawing',
    clear: 'Clear',
    nothing: 'There is nothing to measure yet.',
    tooLong: (length: number, most: number) =>
      `A text may have at most ${grouped(most)} characters, this one has ${grouped(length)}. Take a part of it.`,
    noPicture: 'This file is no picture that the browser can read. Try a PNG or a JPEG.',
    busy: 'Measuring …',
    failed: 'The meter could not be started in this browser.',
    result: {
      entropy: 'Entropy',
      complexity: 'Complexity, bits',
      control: '… shuffled',
      structure: 'Structure',
      structureControl: '… shuffled',
    },
    says: (complexity: number, control: number) =>
      complexity > 1.5 * Math.max(control, 1)
        ? 'There is more in it than its letters or tones alone: shuffled, most of it is gone.'
        : 'Shuffled, it is about as complex as before: to this meter it is noise, or nearly nothing.',
    pieces: 'Piece by piece',
    piece: 'Piece of 2,000 characters',
    best: (piece: number) => `The most complex piece is number ${piece + 1}:`,
  },
  end: 'The timeline ends here, at four hundred steps. Go back, or start over.',
  run: 'Run',
  share: {
    link: 'Copy link with proof',
    command: 'Copy as command',
    shown: 'What was copied',
  },
  keys: {
    play: 'Run, or pause',
    step: 'One step on',
    back: 'One step back',
    peak: 'Go to the most interesting moment so far',
    reset: 'Start over',
    hear: 'Hear the curve of interest',
  },
} as const;
