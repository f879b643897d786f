import { notNegative, positive, within } from '../check.js';
import { BOLTZMANN } from '../constants.js';
import { Ledger } from '../ledger.js';
import { PHOTON_ENERGY, radiantTemperature } from './radiation.js';

/** A planet in the light of its star. SI units; Earth where nothing is said. */
export interface PlanetOptions {
  /** Sunlight at the planet's distance, W/m². */
  solarConstant?: number;
  /** Share of the light thrown back unused, 0 to 1. */
  albedo?: number;
  /** Share of the ground's infrared that the air absorbs, and emits itself: 0 no greenhouse, 1 a full layer. */
  greenhouse?: number;
  /** Temperature of the star's light, K. */
  starKelvin?: number;
  /** m. */
  radius?: number;
  /** Heat that people let go at the ground, over the whole planet, W. */
  extraWatts?: number;
}

/** The balance of a planet. Fluxes are means over the whole surface. */
export interface Planet {
  /** Sunlight absorbed, S(1 − A)/4, W/m². */
  readonly absorbed: number;
  /** Temperature seen from space, K. */
  readonly effectiveKelvin: number;
  /** Temperature of the ground under one layer of air, K. */
  readonly surfaceKelvin: number;
  /** Temperature of the layer of air, K. */
  readonly airKelvin: number;
  /** Photons sent out for each photon absorbed: T_star/T_effective. */
  readonly photonsOutPerPhotonIn: number;
  /** Photons absorbed and sent out, 1/(m² s). */
  readonly photonsIn: number;
  readonly photonsOut: number;
  /** Entropy exported as heat, F(1/T_e − 1/T_star), W/(m² K). */
  readonly entropyExport: number;
  /** The same counting the radiation's own entropy, 4/3 of it: the planet's and the light's together. */
  readonly radiationEntropyExport: number;
  /** `radiationEntropyExport` of the whole planet, W/K. */
  readonly totalEntropyExport: number;
  /** Books of one second per m²: star, ground, air and space. */
  readonly ledger: Ledger;
}

/**
 * The radiation balance of a planet with albedo and a greenhouse of one layer.
 *
 * Absorbed S(1 − A)/4 = σT_e⁴. A layer that absorbs the share ε of the ground's infrared and sends as much
 * up as down leaves T_s = T_e (2/(2 − ε))^(1/4) and T_a = T_s/2^(1/4). Heat passes star → ground → air →
 * space, each step booked at the temperature it leaves and the one it enters.
 *
 * Which entropy is exported depends on what is counted (heat Q/T, radiation (4/3)Q/T, or the matter
 * alone), so both are given; neither is "the" number.
 *
 * @example
 * ```ts
 * import { planet } from '@gibbs/physics/planet';
 *
 * const bare = planet({ greenhouse: 0 });
 * console.log(bare.effectiveKelvin.toFixed(3), bare.absorbed.toFixed(3)); // → 254.578 238.175
 * const earth = planet({ greenhouse: 0.78 });
 * console.log(earth.surfaceKelvin.toFixed(1)); // → 288.1
 * ```
 */
export function planet({
  solarConstant = 1361,
  albedo = 0.3,
  greenhouse = 0.78,
  starKelvin = 5772,
  radius = 6.371e6,
  extraWatts = 0,
}: PlanetOptions = {}): Planet {
  positive('planet', 'solarConstant', solarConstant);
  within('planet', 'albedo', albedo, 0, 1);
  within('planet', 'greenhouse', greenhouse, 0, 1);
  positive('planet', 'starKelvin', starKelvin);
  positive('planet', 'radius', radius);
  notNegative('planet', 'extraWatts', extraWatts);
  if (albedo === 1)
    throw new RangeError(
      'planet: albedo must be below 1, got 1. A perfect mirror has no temperature.',
    );
  const area = 4 * Math.PI * radius * radius;
  const absorbed = (solarConstant * (1 - albedo)) / 4;
  const released = absorbed + extraWatts / area;
  const effectiveKelvin = radiantTemperature(released);
  if (effectiveKelvin >= starKelvin) {
    throw new RangeError(
      `planet: the planet must stay colder than its star (${starKelvin} K), got ${effectiveKelvin} K from a solarConstant of ${solarConstant}.`,
    );
  }
  const surfaceKelvin = effectiveKelvin * Math.sqrt(Math.sqrt(2 / (2 - greenhouse)));
  const airKelvin = surfaceKelvin / Math.sqrt(Math.SQRT2);

  // Of the ground's σT_s⁴ the share ε is caught by the air, which sends half of it back.
  const fromGround = released / (1 - greenhouse / 2);
  const caught = greenhouse * fromGround;
  const ledger = new Ledger();
  const star = ledger.reservoir('star', starKelvin);
  const people = ledger.worker('people');
  const ground = ledger.reservoir('ground', surfaceKelvin);
  const air = ledger.reservoir('air', airKelvin);
  const machines = ledger.system('machines');
  const space = ledger.reservoir('space', 2.725);
  ledger.heat(star, ground, absorbed);
  ledger.work(people, machines, extraWatts / area);
  ledger.heat(machines, ground, extraWatts / area);
  ledger.heat(ground, air, caught / 2); // net: caught, less the half sent back
  ledger.heat(ground, space, fromGround - caught);
  ledger.heat(air, space, caught / 2);
  ledger.settle('one second of sunlight');

  const entropyExport = released / effectiveKelvin - absorbed / starKelvin;
  const photon = PHOTON_ENERGY * BOLTZMANN;
  return {
    absorbed,
    effectiveKelvin,
    surfaceKelvin,
    airKelvin,
    photonsOutPerPhotonIn: (released / effectiveKelvin / absorbed) * starKelvin,
    photonsIn: absorbed / (photon * starKelvin),
    photonsOut: released / (photon * effectiveKelvin),
    entropyExport,
    radiationEntropyExport: (4 / 3) * entropyExport,
    totalEntropyExport: (4 / 3) * entropyExport * area,
    ledger,
  };
}

/** What one machine adds to the balance of a planet. */
export interface PlanetShare {
  /** Its power over the sunlight the planet absorbs. */
  readonly shareOfSunlight: number;
  /** How much warmer the ground gets for it, once settled, K: T/4 times the share. */
  readonly warmingKelvin: number;
  /** Entropy its heat adds to what the planet exports, W/K. */
  readonly entropyExport: number;
  /** How many of them would warm the ground by 1 K. */
  readonly countForOneKelvin: number;
}

/**
 * The share of one air conditioner (or any machine that ends as heat) in the heat of a planet.
 *
 * Only its electric power counts: the heat it pumps out of the room was the planet's already. The carbon
 * of its electricity is left out, and matters far more.
 */
export function machineShare(watts: number, options: PlanetOptions = {}): PlanetShare {
  positive('machineShare', 'watts', watts);
  const { radius = 6.371e6 } = options;
  const before = planet(options);
  const total = before.absorbed * 4 * Math.PI * radius * radius;
  const shareOfSunlight = watts / total;
  // d ln T = ¼ d ln F: the difference of two planets would drown in rounding.
  const warmingKelvin = (before.surfaceKelvin * shareOfSunlight) / 4;
  return {
    shareOfSunlight,
    warmingKelvin,
    entropyExport: watts / before.effectiveKelvin,
    countForOneKelvin: 1 / warmingKelvin,
  };
}
