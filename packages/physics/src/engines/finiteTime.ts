import { notNegative, positive, whole } from '../check.js';
import { Ledger } from '../ledger.js';
import { temperatures } from './cycles.js';

/** An engine whose heat has to cross real walls, and may leak past it or rub. SI units. */
export interface FiniteTimeEngine {
  hotKelvin: number;
  coldKelvin: number;
  /** Conductance between the hot reservoir and the gas, W/K. */
  hotConductance?: number;
  /** Conductance between the gas and the cold reservoir, W/K. */
  coldConductance?: number;
  /** Conductance straight from hot to cold, past the engine, W/K. */
  leak?: number;
  /** Friction: power lost to the cold side per square of the heat taken in, 1/W. */
  friction?: number;
}

/** One way to run the engine. */
export interface OperatingPoint {
  /** Share of the heat drawn from the hot reservoir that becomes work. */
  readonly efficiency: number;
  /** W. */
  readonly power: number;
  /** Heat drawn from the hot reservoir, leak included, W. */
  readonly heatIn: number;
  /** Temperatures of the gas while it takes in and gives off heat, K. */
  readonly gasHotKelvin: number;
  readonly gasColdKelvin: number;
  /** W/K. */
  readonly entropyRate: number;
}

/** Curzon and Ahlborn's efficiency at maximum power: 1 − √(T_c/T_h) (1975). */
export function curzonAhlborn(hotKelvin: number, coldKelvin: number): number {
  temperatures('curzonAhlborn', hotKelvin, coldKelvin);
  return 1 - Math.sqrt(coldKelvin / hotKelvin);
}

/**
 * The engine at a chosen `innerEfficiency` 1 − T_gc/T_gh, run through a strict ledger.
 *
 * Inside, the gas works reversibly between its own temperatures T_gh and T_gc; heat reaches it only because
 * T_gh < T_h and T_gc > T_c. Conductances in series give Q = K (T_h − T_c/(1 − η)), K = K_h K_c/(K_h + K_c).
 * At η = 0 all heat rushes through and at Carnot's η nothing moves: no power at either end.
 */
export function operatingPoint(
  {
    hotKelvin,
    coldKelvin,
    hotConductance = 1,
    coldConductance = 1,
    leak = 0,
    friction = 0,
  }: FiniteTimeEngine,
  innerEfficiency: number,
): OperatingPoint & { readonly ledger: Ledger } {
  temperatures('operatingPoint', hotKelvin, coldKelvin);
  positive('operatingPoint', 'hotConductance', hotConductance);
  positive('operatingPoint', 'coldConductance', coldConductance);
  notNegative('operatingPoint', 'leak', leak);
  notNegative('operatingPoint', 'friction', friction);
  const limit = 1 - coldKelvin / hotKelvin;
  if (!(innerEfficiency >= 0 && innerEfficiency <= limit)) {
    throw new RangeError(
      `operatingPoint: innerEfficiency must be between 0 and 1 − T_c/T_h = ${limit}, got ${innerEfficiency}.`,
    );
  }
  const series = (hotConductance * coldConductance) / (hotConductance + coldConductance);
  const heat = Math.max(0, series * (hotKelvin - coldKelvin / (1 - innerEfficiency)));
  const gross = innerEfficiency * heat;
  const rubbed = Math.min(gross, friction * heat * heat);
  const leaked = leak * (hotKelvin - coldKelvin);

  const ledger = new Ledger();
  const hot = ledger.reservoir('hot', hotKelvin);
  const cold = ledger.reservoir('cold', coldKelvin);
  const gas = ledger.system('gas');
  const shaft = ledger.worker('shaft');
  ledger.heat(hot, cold, leaked);
  ledger.heat(hot, gas, heat);
  ledger.work(gas, shaft, gross - rubbed);
  ledger.heat(gas, cold, heat - gross + rubbed);
  ledger.audit(gas, 0);
  const entropyRate = ledger.settle('one second');
  const heatIn = heat + leaked;
  return {
    efficiency: heatIn > 0 ? (gross - rubbed) / heatIn : 0,
    power: gross - rubbed,
    heatIn,
    gasHotKelvin: hotKelvin - heat / hotConductance,
    gasColdKelvin: coldKelvin + (heat - gross) / coldConductance,
    entropyRate,
    ledger,
  };
}

/**
 * Power against efficiency, from no efficiency to Carnot's: an arch without a leak, a loop with one.
 *
 * `points` are spread evenly over the inner efficiency.
 */
export function powerCurve(
  engine: FiniteTimeEngine,
  points = 101,
): { efficiency: Float64Array; power: Float64Array } {
  whole('powerCurve', 'points', points, 2);
  const limit = 1 - engine.coldKelvin / engine.hotKelvin;
  const efficiency = new Float64Array(points);
  const power = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    const point = operatingPoint(engine, (limit * i) / (points - 1));
    efficiency[i] = point.efficiency;
    power[i] = point.power;
  }
  return { efficiency, power };
}

/** The point of maximum power, by golden-section search (the curve has one top). */
export function maximumPower(
  engine: FiniteTimeEngine,
): OperatingPoint & { readonly ledger: Ledger } {
  temperatures('maximumPower', engine.hotKelvin, engine.coldKelvin);
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = 0;
  let high = 1 - engine.coldKelvin / engine.hotKelvin;
  for (let i = 0; i < 80; i++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (operatingPoint(engine, a).power < operatingPoint(engine, b).power) low = a;
    else high = b;
  }
  return operatingPoint(engine, (low + high) / 2);
}
