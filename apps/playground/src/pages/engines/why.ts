import { cold, type Lap } from '@gibbs/journeys/engines';
import type { Explanation } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/engines.js';
import { counted, engine, limit, performance } from './model.js';

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
