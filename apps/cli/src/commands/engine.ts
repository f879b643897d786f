import * as v from 'valibot';
import { defineCommand } from '../command.js';
import {
  addCycle,
  cycleFrom,
  cycleNames,
  flag,
  legRows,
  legSchema,
  loopCharts,
  loopDiagrams,
  loopSchema,
  toldCycle,
} from '../cycles.js';
import { shortNumber } from '../draw/plot.js';

export default defineCommand({
  description:
    'Takes an ideal gas once around a cycle between two temperatures and keeps the books: heat, work, ' +
    'entropy, and the efficiency against the limit 1 − T_cold/T_hot. Diesel sets its own hot end.',
  examples: [
    ['gibbs engine', "Carnot's cycle from 600 K to 300 K"],
    ['gibbs engine otto --hot 1780 --cold 290 --compression 8', 'a petrol engine'],
    ['gibbs engine stirling --regenerator 0 --json', 'without its regenerator'],
    ['gibbs engine diesel --plot diesel.svg', 'its loops as a picture'],
    ['gibbs engine brayton --hot 1400 --turbine-efficiency 0.8 -q', 'a real turbine, one number'],
  ],
  configure: (command) => addCycle(command, 600, 300),
  schema: v.object({
    cycle: v.picklist(cycleNames),
    hotKelvin: v.number(),
    coldKelvin: v.number(),
    shape: v.record(v.string(), v.number()),
    efficiency: v.number(),
    /** 1 − T_cold/T_hot. */
    limit: v.number(),
    heatInJoules: v.number(),
    heatOutJoules: v.number(),
    workJoules: v.number(),
    entropyGeneratedJoulesPerKelvin: v.number(),
    legs: v.array(legSchema),
    loop: loopSchema,
  }),
  repeatable: true,
  run: async ({ options, args: [wanted = 'carnot'] }) => {
    const { name, shape, cycle } = cycleFrom('engine', wanted, options);
    return {
      cycle: name,
      hotKelvin: cycle.hotKelvin,
      coldKelvin: cycle.coldKelvin,
      shape,
      efficiency: cycle.efficiency,
      limit: cycle.limit,
      heatInJoules: cycle.heatIn,
      heatOutJoules: cycle.heatOut,
      workJoules: cycle.work,
      entropyGeneratedJoulesPerKelvin: cycle.entropyGenerated,
      ...toldCycle(cycle),
    };
  },
  human: (result, page) => {
    const share = (value: number): string => `${(value * 100).toFixed(4)} %`;
    const shape = Object.entries(result.shape).map(
      ([key, value]) => `${flag(key).slice(2)} ${value}`,
    );
    const between = `${shortNumber(result.hotKelvin)} K to ${shortNumber(result.coldKelvin)} K`;
    return [
      [page.paint('bold', result.cycle), between, ...shape].join('  '),
      '',
      ...legRows(result.legs),
      '',
      ...loopDiagrams(result.cycle, result.loop, page),
      '',
      `efficiency ${page.paint('bold', share(result.efficiency))}  of at most ${share(result.limit)}   ` +
        `entropy made ${shortNumber(result.entropyGeneratedJoulesPerKelvin)} J/K a cycle`,
    ].join('\n');
  },
  charts: ({ cycle, loop }) => loopCharts(cycle, loop),
  csv: ({ loop: { volume, pressure, temperature, entropy } }) => [
    ['volumeCubicMetres', 'pressurePascals', 'kelvin', 'entropyJoulesPerKelvin'],
    ...volume.map((_, i) => [volume[i], pressure[i], temperature[i], entropy[i]] as number[]),
  ],
  quiet: ({ efficiency }) => String(efficiency),
});
