import { percent } from '../../frame/numbers.js';

/** The text of the home page. */
export const text = {
  title: 'One law, two worlds',
  lead: 'Atoms share heat by it. Attention looks things up by it. Touch both, on your own machine, in this page.',
  ladders: (columns: readonly { temperature: number; weights: readonly number[] }[]) =>
    `How full six energy levels are. ${columns
      .map(
        ({ temperature, weights }) =>
          `At temperature ${temperature} the lowest holds ${percent(weights[0] as number)} and the highest ${percent(weights.at(-1) as number)}.`,
      )
      .join(' ')}`,
  laddersCaption:
    'Six levels of energy, and how full each one is. Cold: nearly all in the lowest. Hot: every level has its share.',
  temperature: (temperature: number) => `T = ${temperature}`,
  attention: {
    title: 'A machine that looks things up',
    body: 'From a gate to a Transformer: a network that learns must answer softly, because only a soft answer has a slope. How soft is a temperature.',
  },
  heat: {
    title: 'A gas that forgets',
    body: 'From one disk to an engine: particles that only collide spread their energy by the same law, and what can be got back out of it has a limit.',
  },
  works: 'Go on where you left',
  map: 'Where to go',
} as const;
