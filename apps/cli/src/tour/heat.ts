import { beside, type Page } from '../draw/page.js';
import { type EnginePart, viewEngine } from './engine.js';
import { type GasPart, viewGas } from './gas.js';
import { part } from './report.js';

export function viewHeat(gas: GasPart, engine: EnginePart, page: Page): string[] {
  const half = Math.floor((page.width - 5) / 2);
  return part(
    page,
    '5  Heat',
    beside([viewGas(gas, half, page), viewEngine(engine, half, page)], 3),
    'The gas spreads because almost every arrangement is a spread one: its entropy rises and stays. No ' +
      'engine between two temperatures can pass 1 − T_cold/T_hot, and a reversible one just meets it.',
  );
}
