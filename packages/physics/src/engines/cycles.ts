import { positive, within } from '../check.js';
import { LawError } from '../ledger.js';
import { type Cycle, closeCycle, type Leg } from './cycle.js';
import { gasState, type IdealGas, idealGas } from './idealGas.js';
import { adiabatic, isobaric, isochoric, isothermal, type Process } from './process.js';

/** What every cycle needs: two temperatures in kelvin, a gas, and the volume it starts from in m³. */
export interface CycleOptions {
  hotKelvin: number;
  coldKelvin: number;
  gas?: IdealGas;
  /** Volume of the first state, m³; it scales pressures only. */
  volume?: number;
}

/**
 * Carnot's cycle: two isotherms joined by two adiabats, efficiency 1 − T_c/T_h exactly.
 *
 * `expansion` is the volume ratio along the hot isotherm; the work is N k (T_h − T_c) ln(expansion).
 *
 * @example
 * ```ts
 * import { carnot } from '@gibbs/physics/engines';
 *
 * const engine = carnot({ hotKelvin: 600, coldKelvin: 300 });
 * console.log(engine.efficiency.toFixed(6), engine.limit); // → 0.500000 0.5
 * console.log(Math.abs(engine.entropyGenerated) < 1e-12); // → true
 * ```
 */
export function carnot({
  hotKelvin,
  coldKelvin,
  expansion = 2,
  gas = idealGas(),
  volume = 1e-3,
}: CycleOptions & { expansion?: number }): Cycle {
  temperatures('carnot', hotKelvin, coldKelvin);
  ratio('carnot', 'expansion', expansion);
  const start = gasState(gas, hotKelvin, volume);
  const hot = isothermal(gas, start, { volume: volume * expansion });
  const down = adiabatic(gas, hot.to, { temperature: coldKelvin });
  const cold = isothermal(gas, down.to, { volume: down.to.volume / expansion });
  const up = adiabatic(gas, cold.to, { temperature: hotKelvin });
  return assemble('carnot', gas, [hot, down, cold, up], hotKelvin, coldKelvin);
}

/** Otto's cycle: adiabats and isochores, efficiency 1 − r^(1−γ) for the compression ratio r. */
export function otto({
  hotKelvin,
  coldKelvin,
  compression,
  gas = idealGas({ degreesOfFreedom: 5 }),
  volume = 1e-3,
}: CycleOptions & { compression: number }): Cycle {
  temperatures('otto', hotKelvin, coldKelvin);
  ratio('otto', 'compression', compression);
  const start = gasState(gas, coldKelvin, volume);
  const squeeze = adiabatic(gas, start, { volume: volume / compression });
  below('otto', 'compression', compression, squeeze.to.temperature, hotKelvin);
  const burn = isochoric(gas, squeeze.to, { temperature: hotKelvin });
  const push = adiabatic(gas, burn.to, { volume });
  const exhaust = isochoric(gas, push.to, { temperature: coldKelvin });
  return assemble('otto', gas, [squeeze, burn, push, exhaust], hotKelvin, coldKelvin);
}

/**
 * Diesel's cycle: heat enters at constant pressure while the volume grows `cutoff`-fold.
 *
 * Efficiency 1 − r^(1−γ) (c^γ − 1)/(γ (c − 1)); the hot temperature follows, T_c r^(γ−1) c.
 */
export function diesel({
  coldKelvin,
  compression,
  cutoff,
  gas = idealGas({ degreesOfFreedom: 5 }),
  volume = 1e-3,
}: Omit<CycleOptions, 'hotKelvin'> & { compression: number; cutoff: number }): Cycle {
  positive('diesel', 'coldKelvin', coldKelvin);
  ratio('diesel', 'compression', compression);
  ratio('diesel', 'cutoff', cutoff);
  if (cutoff >= compression) {
    throw new RangeError(
      `diesel: cutoff must be below compression, got ${cutoff} and ${compression}. The piston would be all the way out.`,
    );
  }
  const start = gasState(gas, coldKelvin, volume);
  const squeeze = adiabatic(gas, start, { volume: volume / compression });
  const burn = isobaric(gas, squeeze.to, { volume: squeeze.to.volume * cutoff });
  const push = adiabatic(gas, burn.to, { volume });
  const exhaust = isochoric(gas, push.to, { temperature: coldKelvin });
  const hotKelvin = burn.to.temperature;
  return assemble('diesel', gas, [squeeze, burn, push, exhaust], hotKelvin, coldKelvin);
}

/**
 * Stirling's cycle: two isotherms joined by two isochores.
 *
 * A regenerator of effectiveness `regenerator` keeps that share of the heat given off on the way
 * down and returns it on the way up. With a perfect one (1) the efficiency is Carnot's; without (0)
 * it is (T_h − T_c) ln r / (T_h ln r + (C_v/Nk)(T_h − T_c)).
 */
export function stirling({
  hotKelvin,
  coldKelvin,
  expansion,
  regenerator = 1,
  gas = idealGas({ degreesOfFreedom: 5 }),
  volume = 1e-3,
}: CycleOptions & { expansion: number; regenerator?: number }): Cycle {
  temperatures('stirling', hotKelvin, coldKelvin);
  ratio('stirling', 'expansion', expansion);
  effectiveness('stirling', regenerator);
  const run = { hotKelvin, coldKelvin, gas, volume, regenerator };
  return betweenIsotherms('stirling', isochoric, expansion, run);
}

/** Ericsson's cycle: two isotherms joined by two isobars, with a regenerator as Stirling's. */
export function ericsson({
  hotKelvin,
  coldKelvin,
  pressureRatio,
  regenerator = 1,
  gas = idealGas({ degreesOfFreedom: 5 }),
  volume = 1e-3,
}: CycleOptions & { pressureRatio: number; regenerator?: number }): Cycle {
  temperatures('ericsson', hotKelvin, coldKelvin);
  ratio('ericsson', 'pressureRatio', pressureRatio);
  effectiveness('ericsson', regenerator);
  const run = { hotKelvin, coldKelvin, gas, volume, regenerator };
  return betweenIsotherms('ericsson', isobaric, pressureRatio, run);
}

/** Two isotherms of one ratio of volumes (and of pressures), joined by isochores or by isobars. */
function betweenIsotherms(
  name: string,
  join: typeof isochoric | typeof isobaric,
  ratio: number,
  {
    hotKelvin,
    coldKelvin,
    gas,
    volume,
    regenerator,
  }: Required<CycleOptions> & { regenerator: number },
): Cycle {
  const start = gasState(gas, hotKelvin, volume);
  const hot = isothermal(gas, start, { volume: volume * ratio });
  const cool = join(gas, hot.to, { temperature: coldKelvin });
  const cold = isothermal(gas, cool.to, { volume: cool.to.volume / ratio });
  const warm = join(gas, cold.to, { temperature: hotKelvin });
  return assemble(name, gas, [hot, cool, cold, warm], hotKelvin, coldKelvin, regenerator);
}

/**
 * Brayton's (gas turbine) cycle: adiabats and isobars, efficiency 1 − r_p^((1−γ)/γ) where ideal.
 *
 * Compressor and turbine have isentropic efficiencies of their own, which multiply into the loss.
 */
export function brayton({
  hotKelvin,
  coldKelvin,
  pressureRatio,
  compressorEfficiency = 1,
  turbineEfficiency = 1,
  gas = idealGas({ degreesOfFreedom: 5 }),
  volume = 1e-3,
}: CycleOptions & {
  pressureRatio: number;
  compressorEfficiency?: number;
  turbineEfficiency?: number;
}): Cycle {
  temperatures('brayton', hotKelvin, coldKelvin);
  ratio('brayton', 'pressureRatio', pressureRatio);
  const start = gasState(gas, coldKelvin, volume);
  const high = start.pressure * pressureRatio;
  const squeeze = adiabatic(gas, start, { pressure: high }, compressorEfficiency);
  below('brayton', 'pressureRatio', pressureRatio, squeeze.to.temperature, hotKelvin);
  const burn = isobaric(gas, squeeze.to, { temperature: hotKelvin });
  const push = adiabatic(gas, burn.to, { pressure: start.pressure }, turbineEfficiency);
  const exhaust = isobaric(gas, push.to, { temperature: coldKelvin });
  return assemble('brayton', gas, [squeeze, burn, push, exhaust], hotKelvin, coldKelvin);
}

/** Legs that take heat in draw on the hot reservoir, the others on the cold one; isotherms are never regenerated. */
function assemble(
  name: string,
  gas: IdealGas,
  processes: readonly Process[],
  hotKelvin: number,
  coldKelvin: number,
  regenerator = 0,
): Cycle {
  const legs = processes.map((process): Leg => {
    const reservoir = process.name === 'adiabatic' ? null : process.heat > 0 ? 'hot' : 'cold';
    const exchanged = process.name === 'isochoric' || process.name === 'isobaric';
    return { ...process, reservoir, regenerated: exchanged ? regenerator : 0 };
  });
  return closeCycle(name, gas, legs, hotKelvin, coldKelvin);
}

/** Both temperatures above 0 and the hot one hotter. */
export function temperatures(op: string, hotKelvin: number, coldKelvin: number): void {
  positive(op, 'hotKelvin', hotKelvin);
  positive(op, 'coldKelvin', coldKelvin);
  if (coldKelvin >= hotKelvin) {
    throw new RangeError(
      `${op}: coldKelvin must be below hotKelvin, got ${coldKelvin} and ${hotKelvin}.`,
    );
  }
}

function ratio(op: string, name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 1)) {
    throw new RangeError(`${op}: ${name} must be a finite number above 1, got ${value}.`);
  }
}

function below(op: string, name: string, value: number, reached: number, hotKelvin: number): void {
  if (reached >= hotKelvin) {
    throw new RangeError(
      `${op}: ${name} must leave the gas below hotKelvin (${hotKelvin} K), got ${value}, which heats it to ${reached.toFixed(1)} K.`,
    );
  }
}

function effectiveness(op: string, regenerator: number): void {
  if (regenerator > 1) {
    throw new LawError(
      'second law',
      `${op}: second law: regenerator must be at most 1, got ${regenerator}. It would return more heat than it was given.`,
    );
  }
  within(op, 'regenerator', regenerator, 0, 1);
}
