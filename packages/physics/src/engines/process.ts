import { positive, within } from '../check.js';
import { log, pow } from '../elementary.js';
import { LawError } from '../ledger.js';
import { type GasState, gasEnergy, gasEntropyChange, gasState, type IdealGas } from './idealGas.js';

export type ProcessName = 'isothermal' | 'adiabatic' | 'isochoric' | 'isobaric' | 'polytropic';

/** One process of an ideal gas, from one state of equilibrium to another. */
export interface Process {
  readonly name: ProcessName;
  readonly from: GasState;
  readonly to: GasState;
  /** Heat into the gas, J. */
  readonly heat: number;
  /** Work done by the gas, J. */
  readonly work: number;
  /** Change of the gas's entropy, J/K. */
  readonly entropy: number;
}

/** Where a process ends: one of the three variables. */
export type Target =
  | { volume: number; pressure?: never; temperature?: never }
  | { pressure: number; volume?: never; temperature?: never }
  | { temperature: number; volume?: never; pressure?: never };

/**
 * p Vⁿ = constant, slowly enough to stay in equilibrium.
 *
 * One formula gives the work of every polytropic process, W = N k ln(V₂/V₁) (T₂ − T₁)/ln(T₂/T₁): the
 * last factor is the logarithmic mean temperature, and T itself on an isotherm. Heat follows from
 * the first law, Q = C_v (T₂ − T₁) + W.
 */
export function polytropic(gas: IdealGas, from: GasState, index: number, target: Target): Process {
  return polytrope('polytropic', gas, from, index, target);
}

/** T constant. */
export function isothermal(
  gas: IdealGas,
  from: GasState,
  target: { volume: number } | { pressure: number },
): Process {
  return polytrope('isothermal', gas, from, 1, target as Target);
}

/** V constant: no work. */
export function isochoric(
  gas: IdealGas,
  from: GasState,
  target: { temperature: number } | { pressure: number },
): Process {
  return polytrope('isochoric', gas, from, Number.POSITIVE_INFINITY, target as Target);
}

/** p constant. */
export function isobaric(
  gas: IdealGas,
  from: GasState,
  target: { temperature: number } | { volume: number },
): Process {
  return polytrope('isobaric', gas, from, 0, target as Target);
}

/**
 * No heat: p V^γ constant.
 *
 * With an isentropic `efficiency` η < 1 the process is irreversible, as in a real compressor or
 * turbine, and ends at the pressure of the reversible one: compression heats by 1/η times as much,
 * expansion cools by η times as much. An efficiency above 1 would destroy entropy and is refused.
 */
export function adiabatic(gas: IdealGas, from: GasState, target: Target, efficiency = 1): Process {
  if (efficiency > 1) {
    throw new LawError(
      'second law',
      `adiabatic: second law: efficiency must be at most 1, got ${efficiency}. Entropy would fall with no heat leaving.`,
    );
  }
  positive('adiabatic', 'efficiency', efficiency);
  const ideal = polytrope('adiabatic', gas, from, gas.gamma, target);
  // The definition says "no heat", so none is left over from rounding.
  if (efficiency === 1) return { ...ideal, ...withoutHeat(gas, from, ideal.to), entropy: 0 };
  const rise = ideal.to.temperature - from.temperature;
  const temperature = from.temperature + (rise > 0 ? rise / efficiency : rise * efficiency);
  const { pressure } = ideal.to;
  const to = { pressure, temperature, volume: (gas.joulesPerKelvin * temperature) / pressure };
  // Same pressure as the reversible end, so only the surplus temperature counts: never below 0.
  const entropy = gas.heatCapacity * gas.gamma * log(temperature / ideal.to.temperature);
  return { ...ideal, to, ...withoutHeat(gas, from, to), entropy };
}

/** The logarithmic mean (b − a)/ln(b/a), which is a where b = a. */
export function logarithmicMean(a: number, b: number): number {
  const x = (b - a) / (b + a);
  // ln(b/a) = 2 artanh x; the series keeps full precision where b − a is small.
  if (Math.abs(x) < 1e-3) return (a + b) / 2 / (1 + (x * x) / 3 + (x * x * x * x) / 5);
  return (b - a) / log(b / a);
}

function withoutHeat(gas: IdealGas, from: GasState, to: GasState) {
  return { heat: 0, work: gasEnergy(gas, from) - gasEnergy(gas, to) };
}

function polytrope(
  name: ProcessName,
  gas: IdealGas,
  from: GasState,
  index: number,
  target: Target,
): Process {
  const to = end(name, gas, from, index, target);
  const mean = logarithmicMean(from.temperature, to.temperature);
  const work = gas.joulesPerKelvin * mean * log(to.volume / from.volume);
  const heat = gas.heatCapacity * (to.temperature - from.temperature) + work;
  return { name, from, to, heat, work, entropy: gasEntropyChange(gas, from, to) };
}

/** Where p Vⁿ meets the target. T V^(n−1) and T p^((1−n)/n) are constant along it. */
function end(
  name: ProcessName,
  gas: IdealGas,
  from: GasState,
  n: number,
  { volume, pressure, temperature }: Target,
): GasState {
  if (Number.isNaN(n)) within(name, 'index', n, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const fixed = !Number.isFinite(n)
    ? 'volume'
    : n === 0
      ? 'pressure'
      : n === 1
        ? 'temperature'
        : '';
  const asked =
    volume !== undefined ? 'volume' : pressure !== undefined ? 'pressure' : 'temperature';
  if (fixed === asked) {
    throw new RangeError(`${name}: ${fixed} stays the same, got it as the target. Give another.`);
  }
  if (volume !== undefined) {
    positive(name, 'volume', volume);
    const ratio = from.volume / volume;
    return gasState(gas, from.temperature * (n === 1 ? 1 : pow(ratio, n - 1)), volume);
  }
  if (pressure !== undefined) {
    positive(name, 'pressure', pressure);
    const ratio = pressure / from.pressure;
    const shrink = fixed === 'volume' ? 1 : pow(ratio, -1 / n);
    const v = from.volume * shrink;
    const t = n === 1 ? from.temperature : from.temperature * ratio * shrink;
    return { pressure, volume: v, temperature: t };
  }
  positive(name, 'temperature', temperature as number);
  const t = temperature as number;
  const ratio = t / from.temperature;
  const v =
    fixed === 'volume' ? from.volume : from.volume * (n === 0 ? ratio : pow(ratio, 1 / (1 - n)));
  return fixed === 'pressure'
    ? { pressure: from.pressure, volume: v, temperature: t }
    : gasState(gas, t, v);
}
