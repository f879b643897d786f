import { cold, type Lap } from '@gibbs/journeys/engines';
import type { Explanation } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/engines.js';
import { books, counted, engine, limit, performance } from './model.js';

const sum = (pick: (lap: Lap) => number) =>
  counted.value.reduce((total, lap) => total + pick(lap), 0);

/** Where the efficiency comes from, or what a refrigerator has instead. */
export function whyPerformance(): Explanation {
  const { reverse } = engine.state.value;
  const value = performance(counted.value, reverse);
  const shown = (share: number) => (reverse ? short(share) : percent(share));
  const [work, hot, lifted] = [
    sum((lap) => lap.work),
    sum((lap) => lap.heatHot),
    sum((lap) => lap.heatCold),
  ];
  return {
    ...(reverse ? text.why.fridge : text.why.engine),
    value: value === null ? '–' : shown(value),
    numbers: reverse ? `${short(lifted)} / ${short(-work)}` : `${short(work)} / ${short(hot)}`,
    parents: [
      { ...text.why.work, value: short(work), source: 'laps' },
      reverse
        ? { ...text.why.heatCold, value: short(lifted), source: 'laps' }
        : { ...text.why.heatHot, value: short(hot), source: 'laps' },
      whyLimit(shown),
    ],
    source: 'laps',
  };
}

function whyLimit(shown: (share: number) => string): Explanation {
  const { hot, reverse } = engine.state.value;
  const { name, formulaEngine, formulaFridge } = text.why.limit;
  return {
    name,
    value: shown(limit.value),
    sentence: reverse ? text.why.limit.fridge : text.why.limit.engine,
    formula: reverse ? formulaFridge : formulaEngine,
    numbers: reverse ? `${cold} / (${short(hot)} − ${cold})` : `1 − ${cold} / ${short(hot)}`,
    parents: [
      { ...text.why.hot, value: short(hot) },
      { ...text.why.cold, value: short(cold) },
    ],
  };
}

const hotSide = (): Explanation => ({ ...text.why.hot, value: short(engine.state.value.hot) });
const coldSide = (): Explanation => ({ ...text.why.cold, value: short(cold) });

/** What each number of the books is made of. */
export const whyBooks = {
  'heat-hot': (): Explanation => ({
    ...text.why.heatHot,
    value: short(books.value.heatHot),
    parents: [hotSide()],
    source: 'cylinderBooks',
  }),
  'heat-cold': (): Explanation => ({
    ...text.why.heatCold,
    value: short(books.value.heatCold),
    parents: [coldSide()],
    source: 'cylinderBooks',
  }),
  work: (): Explanation => ({
    ...text.why.work,
    value: short(books.value.work),
    source: 'cylinderBooks',
  }),
  gained: (): Explanation => ({
    ...text.why.gained,
    value: short(books.value.gained),
    source: 'cylinderBooks',
  }),
  off(): Explanation {
    const { heatHot, heatCold, work, gained, off } = books.value;
    return {
      ...text.why.off,
      name: text.books.off,
      value: short(off),
      numbers: `${short(heatHot)} + ${short(heatCold)} − ${short(work)} − ${short(gained)}`,
      parents: [
        whyBooks['heat-hot'](),
        whyBooks['heat-cold'](),
        whyBooks.work(),
        whyBooks.gained(),
      ],
      source: 'cylinderBooks',
    };
  },
  made(): Explanation {
    const { heatHot, heatCold, made } = books.value;
    return {
      ...text.why.made,
      name: text.books.made,
      value: short(made),
      numbers: `−${short(heatHot)} / ${short(engine.state.value.hot)} − ${short(heatCold)} / ${short(cold)}`,
      parents: [whyBooks['heat-hot'](), whyBooks['heat-cold'](), hotSide(), coldSide()],
      source: 'cylinderBooks',
    };
  },
};
