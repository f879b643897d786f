import { type Cycle, closeCycle, type Leg } from './cycle.js';

/** A cycle run backwards: it takes heat from the cold and gives it to the warm, at the cost of work. */
export interface Refrigerator extends Cycle {
  /** Q_c/W: what a refrigerator or an air conditioner is for. */
  readonly coolingCop: number;
  /** Q_h/W: what a heat pump is for; always `coolingCop` + 1. */
  readonly heatingCop: number;
  /** T_c/(T_h − T_c), what no refrigerator between these temperatures can pass. */
  readonly coolingLimit: number;
}

/**
 * Runs a cycle backwards, as a refrigerator, heat pump or air conditioner.
 *
 * Heat must now leave the gas where it is hotter than the warm side, and enter it where it is colder
 * than the cold side. So the sides it can serve are: warm up to the coldest the gas gets while giving off
 * heat, cold down to the hottest it gets while taking it in. Carnot's cycle serves the same two
 * temperatures as forwards; Otto's a narrower gap; where none is left an error says so.
 *
 * @example
 * ```ts
 * import { carnot, refrigerator } from '@gibbs/physics/engines';
 *
 * const fridge = refrigerator(carnot({ hotKelvin: 308, coldKelvin: 275 }));
 * console.log(fridge.coolingCop.toFixed(4)); // → 8.3333
 * console.log(fridge.heatOut > fridge.heatIn); // → true
 * ```
 */
export function refrigerator(cycle: Cycle): Refrigerator {
  const legs = [...cycle.legs].reverse().map(
    (leg): Leg => ({
      ...leg,
      ...{ from: leg.to, to: leg.from },
      ...{ heat: -leg.heat, work: -leg.work, entropy: -leg.entropy },
      reservoir: leg.reservoir,
    }),
  );
  let warm = Number.POSITIVE_INFINITY;
  let cold = 0;
  for (const leg of legs) {
    if (leg.entropy !== 0 && leg.heat === 0) {
      throw new RangeError(
        `refrigerator: a cycle run backwards must be reversible within the gas, got ${cycle.name} with an irreversible leg. Use component efficiencies of 1.`,
      );
    }
    // What a perfect regenerator exchanges never reaches a reservoir.
    if (leg.reservoir === null || leg.regenerated === 1) continue;
    const [low, high] = [leg.from.temperature, leg.to.temperature].sort((a, b) => a - b) as [
      number,
      number,
    ];
    if (leg.heat < 0) warm = Math.min(warm, low);
    else cold = Math.max(cold, high);
  }
  if (cold >= warm) {
    throw new RangeError(
      `refrigerator: ${cycle.name} run backwards must take heat in below the temperature where it gives heat off, got ${cold.toFixed(1)} K and ${warm.toFixed(1)} K. Choose a larger compression or less heat.`,
    );
  }
  const reversed = closeCycle(`${cycle.name} reversed`, cycle.gas, legs, warm, cold);
  const work = -reversed.work;
  return {
    ...reversed,
    coolingCop: reversed.heatIn / work,
    heatingCop: reversed.heatOut / work,
    coolingLimit: cold / (warm - cold),
  };
}
