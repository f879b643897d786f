import { cold } from '@gibbs/journeys/engines';
import { engine } from './model.js';

/** This very run, proved in a terminal, and beside it the ideal cycle between the same two temperatures. */
export async function asCommand(): Promise<string> {
  const { cycle, hot, reverse } = engine.state.value;
  const kelvin = (temperature: number) => Math.round((300 * temperature) / cold);
  return `gibbs verify '${await engine.shareLink()}'
gibbs ${reverse ? 'fridge' : 'engine'} ${cycle} --hot ${kelvin(hot)} --cold ${kelvin(cold)}`;
}

/** The engine of the page as a call of the package: its rounds in a row, as fast as they can be computed. */
export function asCode(): string {
  const { cycle, hot, ratio, speed, reverse, disks, seed } = engine.state.value;
  const figure = reverse ? 'coolingPerformance' : 'efficiency';
  return `import { particleEngine } from '@gibbs/physics';

const run = particleEngine({
  cycle: '${cycle}',
  hot: ${hot},
  cold: ${cold},
  ratio: ${ratio},
  speed: ${speed},
  disks: ${disks},
  reverse: ${reverse},
  cycles: 20,
  seed: ${seed},
});
console.log(run.${figure}, run.heatHot, run.heatCold, run.work);`;
}
