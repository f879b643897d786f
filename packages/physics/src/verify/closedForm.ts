import { GAS_CONSTANT } from '../constants.js';
import { exp } from '../elementary.js';
import { brayton, carnot, diesel, ericsson, otto, stirling } from '../engines/cycles.js';
import { curzonAhlborn, maximumPower } from '../engines/finiteTime.js';
import { idealGas } from '../engines/idealGas.js';
import { refrigerator } from '../engines/reverse.js';
import { millerMadow, nemenmanShafeeBialek, plugIn } from '../entropy/estimators.js';
import {
  equalise,
  expansionEntropy,
  mixingEntropy,
  sackurTetrode,
} from '../entropy/thermodynamic.js';
import { stationaryCovariance } from '../information/brownian.js';
import { dragTrap } from '../information/draggedTrap.js';
import { landauerJoules } from '../information/landauer.js';
import { szilard } from '../information/szilard.js';
import { gaussianFreeEnergy } from '../information/workStatistics.js';
import {
  carnahanStarlingZ,
  collisionRate,
  hendersonZ,
  santosZ,
  VIRIAL,
  virialZ,
} from '../matter/hardDisks.js';
import { maxwellSpeeds } from '../matter/maxwell.js';
import { debyeSolid } from '../matter/solid.js';
import { planet } from '../planet/planet.js';
import { PHOTON_ENERGY, PHOTON_ENTROPY } from '../planet/radiation.js';
import { chanceOnLeft, ehrenfestReturnTime } from '../secondlaw/ehrenfest.js';
import { catMapPeriod } from '../secondlaw/recurrence.js';
import type { Check } from './check.js';

/** id, quantity, source, ours, expected, tolerance. */
type Line = readonly [string, string, string, () => number, number, number];

const FORMULA = 'closed form, evaluated independently';
const SKLOG = 'Clisby and McCoy 2006';
const CODATA = 'CODATA 2022';

const noble = [
  ['helium', 4.002602, 126.153],
  ['neon', 20.1797, 146.329],
  ['argon', 39.948, 154.846],
  ['krypton', 83.798, 164.085],
  ['xenon', 131.293, 169.685],
  ['mercury', 200.592, 174.971],
] as const;

const series = [0.05, 0.1, 0.2, 0.3, 0.4] as const;
const virial = [1.10839, 1.23614, 1.57036, 2.06316, 2.82726] as const;
const henderson = [1.10838, 1.23611, 1.57031, 2.06378, 2.83333] as const;
const santos = [1.10807, 1.23473, 1.56353, 2.04477, 2.79085] as const;

const reduced = (pressurePascal: number) =>
  sackurTetrode({ massDaltons: 1, temperatureKelvin: 1, pressurePascal }) / GAS_CONSTANT;
const nitrogen = (dimensions: 2 | 3) =>
  maxwellSpeeds({ massDaltons: 28.0134, temperatureKelvin: 300, dimensions });
const ottoAt = (compression: number, degreesOfFreedom: number) =>
  otto({
    ...{ hotKelvin: 6000, coldKelvin: 290, compression },
    gas: idealGas({ degreesOfFreedom }),
  }).efficiency;
/** Otto from 290 K, r = 8, 800 kJ/kg at c_v = 0.718 kJ/(kg K): the temperature after a leg. */
const textbookOtto = (leg: number) =>
  otto({ hotKelvin: 290 * 2 ** 1.2 + 800 / 0.718, coldKelvin: 290, compression: 8 }).legs[leg]?.to
    .temperature as number;
const turbine = { hotKelvin: 1400, coldKelvin: 300, pressureRatio: 8 };
const bodies = [600, 300].map((temperature) => ({ heatCapacity: 1, temperature }));
const earth = () => planet();

const lines: readonly Line[] = [
  ['virial-b3', 'hard disks, B₃/B₂²', FORMULA, () => VIRIAL[1] as number, 0.7820044379, 1e-10],
  ['virial-b4', 'hard disks, B₄/B₂³', FORMULA, () => VIRIAL[2] as number, 0.532231807, 1e-10],
  ['virial-b10', 'hard disks, B₁₀/B₂⁹', SKLOG, () => VIRIAL[8] as number, 0.0199537, 1e-12],
  ...series.map(
    (eta, i): Line => [
      `virial-z-${eta}`,
      `hard disks, ten-term Z(${eta})`,
      SKLOG,
      () => virialZ(eta),
      virial[i] as number,
      6e-6,
    ],
  ),
  ...series.map(
    (eta, i): Line => [
      `henderson-z-${eta}`,
      `hard disks, Henderson Z(${eta})`,
      'Henderson 1975',
      () => hendersonZ(eta),
      henderson[i] as number,
      6e-6,
    ],
  ),
  ...series.map(
    (eta, i): Line => [
      `santos-z-${eta}`,
      `hard disks, Santos Z(${eta})`,
      'Santos et al. 1995',
      () => santosZ(eta),
      santos[i] as number,
      6e-6,
    ],
  ),
  [
    'rate-0.1',
    'hard disks, collision rate at 0.1',
    'Z − 1 = (√π/4)Γ',
    () => collisionRate(virialZ(0.1)),
    0.53291,
    1e-4,
  ],
  [
    'rate-0.4',
    'hard disks, collision rate at 0.4',
    'Z − 1 = (√π/4)Γ',
    () => collisionRate(virialZ(0.4)),
    4.12368,
    1e-4,
  ],
  [
    'spheres-0.6',
    'hard spheres, Carnahan–Starling Z at ρ = 0.6',
    'HOOMD-blue validation: 4.2952',
    () => carnahanStarlingZ((Math.PI * 0.6) / 6),
    4.2952,
    0.005 * 4.2952,
  ],
  [
    'spheres-0.75',
    'hard spheres, Carnahan–Starling Z at ρ = 0.75',
    'HOOMD-blue validation: 6.6566',
    () => carnahanStarlingZ((Math.PI * 0.75) / 6),
    6.6566,
    0.005 * 6.6566,
  ],
  [
    'spheres-mean-free-time',
    'hard spheres, mean free time at ρ = 0.5',
    'DynamO: 0.13031',
    () => {
      const z = carnahanStarlingZ((Math.PI * 0.5) / 6);
      return Math.sqrt(Math.PI) / (6 * (z - 1)); // Γ = (6/√π)(Z − 1) in three dimensions
    },
    0.13031,
    0.0013,
  ],
  ...noble.map(
    ([name, mass, value]): Line => [
      `sackur-${name}`,
      `S° of ${name} at 298.15 K, 1 bar, J/(mol K)`,
      CODATA,
      () => sackurTetrode({ massDaltons: mass }),
      value,
      0.002,
    ],
  ),
  ['sackur-constant-bar', 'S₀/R at 1 K, 100 kPa', CODATA, () => reduced(1e5), -1.15170753496, 1e-9],
  [
    'sackur-constant-atm',
    'S₀/R at 1 K, 101.325 kPa',
    CODATA,
    () => reduced(101_325),
    -1.16487052149,
    1e-9,
  ],
  [
    'free-expansion',
    'free expansion to twice the volume, J/(mol K)',
    'R ln 2',
    () => expansionEntropy(2),
    5.763146,
    1e-6,
  ],
  [
    'mixing',
    'mixing of two halves, J/(mol K)',
    'R ln 2',
    () => mixingEntropy([0.5, 0.5]),
    5.763146,
    1e-6,
  ],
  [
    'all-left',
    'chance that 100 particles are all on the left',
    '2⁻¹⁰⁰',
    () => chanceOnLeft(100, 100),
    7.888609052e-31,
    1e-39,
  ],
  [
    'speed-probable',
    'N₂ at 300 K, most probable speed, m/s',
    FORMULA,
    () => nitrogen(3).mostProbable,
    422,
    0.1,
  ],
  ['speed-mean', 'N₂ at 300 K, mean speed, m/s', FORMULA, () => nitrogen(3).mean, 476.2, 0.1],
  [
    'speed-rms',
    'N₂ at 300 K, rms speed, m/s',
    FORMULA,
    () => nitrogen(3).rootMeanSquare,
    516.8,
    0.1,
  ],
  [
    'speed-plane-probable',
    'the same in the plane, most probable, m/s',
    FORMULA,
    () => nitrogen(2).mostProbable,
    298.4,
    0.1,
  ],
  [
    'speed-plane-mean',
    'the same in the plane, mean, m/s',
    FORMULA,
    () => nitrogen(2).mean,
    374,
    0.1,
  ],
  [
    'speed-plane-rms',
    'the same in the plane, rms, m/s',
    FORMULA,
    () => nitrogen(2).rootMeanSquare,
    422,
    0.1,
  ],
  [
    'landauer-300',
    'k T ln 2 at 300 K, J',
    'Bérut et al. 2015',
    () => landauerJoules(300),
    2.870979e-21,
    1e-27,
  ],
  [
    'landauer-293',
    'k T ln 2 at 293.15 K, J',
    FORMULA,
    () => landauerJoules(293.15),
    2.805425e-21,
    1e-27,
  ],
  ...(
    [
      [0, Math.LN2],
      [0.05, 0.494632],
      [0.1, 0.368064],
      [0.25, 0.130812],
      [0.5, 0],
    ] as const
  ).map(
    ([error, bound]): Line => [
      `szilard-bound-${error}`,
      `Szilard's bound at error ${error}, kT`,
      'ln 2 − H(ε)',
      () => szilard({ error, cycles: 2 }).bound,
      bound,
      1e-6,
    ],
  ),
  [
    'drag-mean',
    'dragged trap, v = 1, t = 5: ⟨W⟩',
    'van Zon and Cohen 2003',
    () => dragTrap({ runs: 2, steps: 20_000 }).expectedMean,
    4.006738,
    1e-5,
  ],
  [
    'drag-variance',
    'dragged trap: variance of W',
    'van Zon and Cohen 2003',
    () => dragTrap({ runs: 2, steps: 20_000 }).expectedVariance,
    8.013476,
    1e-5,
  ],
  [
    'gaussian-work',
    'Gaussian work, mean 2.5, variance 3: ΔF',
    'ΔF = μ − σ²/2',
    () => gaussianFreeEnergy(2.5, 3),
    1,
    1e-12,
  ],
  ...[0.1, 0.5, 1, 1.5].flatMap((h): Line[] => [
    [
      `baoab-xx-${h}`,
      `BAOAB at step ${h}: ⟨x²⟩`,
      'Leimkuhler and Matthews 2013',
      () => stationaryCovariance('BAOAB', h).xx,
      1,
      1e-11,
    ],
    [
      `baoab-vv-${h}`,
      `BAOAB at step ${h}: ⟨v²⟩`,
      'Leimkuhler and Matthews 2013',
      () => stationaryCovariance('BAOAB', h).vv,
      1 - (h * h) / 4,
      1e-11,
    ],
    [
      `obabo-xx-${h}`,
      `OBABO at step ${h}: ⟨x²⟩`,
      FORMULA,
      () => stationaryCovariance('OBABO', h).xx,
      1 / (1 - (h * h) / 4),
      1e-11,
    ],
    [
      `euler-xx-${h}`,
      `Euler–Maruyama at step ${h}: ⟨x²⟩`,
      FORMULA,
      () => stationaryCovariance('EulerMaruyama', h).xx,
      1 / (1 - h / 2),
      1e-11,
    ],
  ]),
  ['otto-8-air', 'Otto r = 8, γ = 1.4', FORMULA, () => ottoAt(8, 5), 0.564725, 1e-6],
  ['otto-8-monatomic', 'Otto r = 8, γ = 5/3', FORMULA, () => ottoAt(8, 3), 0.75, 1e-6],
  [
    'otto-8-plane',
    'Otto r = 8, γ = 2 (a gas in the plane)',
    FORMULA,
    () => ottoAt(8, 2),
    0.875,
    1e-6,
  ],
  ['otto-10-air', 'Otto r = 10, γ = 1.4', FORMULA, () => ottoAt(10, 5), 0.601893, 1e-6],
  [
    'otto-t2',
    'Otto from 290 K, 800 kJ/kg: T₂, K',
    'textbook case, constant c_v',
    () => textbookOtto(0),
    666.245,
    1e-3,
  ],
  [
    'otto-t3',
    'Otto from 290 K, 800 kJ/kg: T₃, K',
    'textbook case, constant c_v',
    () => textbookOtto(1),
    1780.451,
    1e-3,
  ],
  [
    'otto-t4',
    'Otto from 290 K, 800 kJ/kg: T₄, K',
    'textbook case, constant c_v',
    () => textbookOtto(2),
    774.986,
    1e-3,
  ],
  [
    'diesel',
    'Diesel r = 18, cutoff 2',
    FORMULA,
    () => diesel({ coldKelvin: 300, compression: 18, cutoff: 2 }).efficiency,
    0.631578,
    1e-6,
  ],
  ['brayton-8', 'Brayton r_p = 8', FORMULA, () => brayton(turbine).efficiency, 0.447955, 1e-6],
  [
    'brayton-10',
    'Brayton r_p = 10',
    FORMULA,
    () => brayton({ ...turbine, pressureRatio: 10 }).efficiency,
    0.482053,
    1e-6,
  ],
  [
    'brayton-t2',
    'Brayton r_p = 8, 300 K: T₂, K',
    FORMULA,
    () => brayton(turbine).legs[0]?.to.temperature as number,
    543.434,
    1e-3,
  ],
  [
    'brayton-t4',
    'Brayton r_p = 8, 1400 K: T₄, K',
    FORMULA,
    () => brayton(turbine).legs[2]?.to.temperature as number,
    772.863,
    1e-3,
  ],
  [
    'brayton-real',
    'Brayton r_p = 8 with components of 80 %',
    'GATE ME 2013, question 55',
    () => brayton({ ...turbine, compressorEfficiency: 0.8, turbineEfficiency: 0.8 }).efficiency,
    0.248103,
    1e-6,
  ],
  [
    'stirling-regenerator',
    'Stirling 900/300 K, r = 4, perfect regenerator',
    FORMULA,
    () => stirling({ hotKelvin: 900, coldKelvin: 300, expansion: 4 }).efficiency,
    0.666667,
    1e-6,
  ],
  [
    'stirling-bare',
    'Stirling 900/300 K, r = 4, none',
    FORMULA,
    () => stirling({ hotKelvin: 900, coldKelvin: 300, expansion: 4, regenerator: 0 }).efficiency,
    0.302721,
    1e-6,
  ],
  [
    'ericsson',
    'Ericsson 900/300 K, perfect regenerator',
    FORMULA,
    () => ericsson({ hotKelvin: 900, coldKelvin: 300, pressureRatio: 3 }).efficiency,
    2 / 3,
    1e-9,
  ],
  [
    'carnot',
    'Carnot 600/300 K',
    '1 − T_c/T_h',
    () => carnot({ hotKelvin: 600, coldKelvin: 300 }).efficiency,
    0.5,
    1e-9,
  ],
  [
    'carnot-work',
    'Carnot 600/300 K, twice the volume: W/Nk, K',
    FORMULA,
    () => carnot({ hotKelvin: 600, coldKelvin: 300 }).work / GAS_CONSTANT,
    207.944154,
    1e-6,
  ],
  [
    'curzon-ahlborn',
    'maximum power at 600/300 K',
    'Curzon and Ahlborn 1975',
    () => maximumPower({ hotKelvin: 600, coldKelvin: 300 }).efficiency,
    0.292893,
    1e-6,
  ],
  [
    'curzon-thurrock',
    'West Thurrock, 838/298 K',
    'Curzon and Ahlborn 1975',
    () => curzonAhlborn(838, 298),
    0.4037,
    5e-5,
  ],
  [
    'curzon-candu',
    'CANDU, 573/298 K',
    'Curzon and Ahlborn 1975',
    () => curzonAhlborn(573, 298),
    0.2788,
    5e-5,
  ],
  [
    'curzon-larderello',
    'Larderello, 523/353 K',
    'Curzon and Ahlborn 1975',
    () => curzonAhlborn(523, 353),
    0.1784,
    5e-5,
  ],
  [
    'fridge',
    'ideal refrigerator 275/308 K: Q_c/W',
    FORMULA,
    () => refrigerator(carnot({ hotKelvin: 308, coldKelvin: 275 })).coolingCop,
    8.3333,
    1e-4,
  ],
  [
    'heat-pump',
    'ideal heat pump 273.15/293.15 K: Q_h/W',
    FORMULA,
    () => refrigerator(carnot({ hotKelvin: 293.15, coldKelvin: 273.15 })).heatingCop,
    14.6575,
    1e-4,
  ],
  [
    'bodies-contact',
    'bodies of 600 and 300 K in contact: ΔS/C',
    FORMULA,
    () => equalise(bodies).entropy,
    0.117783,
    1e-6,
  ],
  [
    'bodies-engine',
    'the same through an ideal engine: T, K',
    FORMULA,
    () => equalise(bodies, 'reversible').temperature,
    424.264069,
    1e-6,
  ],
  [
    'bodies-work',
    'the same: W/C, K',
    FORMULA,
    () => equalise(bodies, 'reversible').work,
    51.4718626,
    1e-6,
  ],
  [
    'ehrenfest-left',
    'Ehrenfest, 100 balls all left: return time/2¹⁰⁰',
    'Kac 1947',
    () => ehrenfestReturnTime(100, 100) * exp(-100 * Math.LN2),
    1,
    1e-9,
  ],
  [
    'ehrenfest-even',
    'Ehrenfest, 100 balls evenly: return time',
    'Kac 1947',
    () => ehrenfestReturnTime(100, 50),
    12.5645,
    1e-4,
  ],
  [
    'cat-map-150',
    'cat map on 150 × 150: period',
    'Dyson and Falk 1992',
    () => catMapPeriod(150),
    300,
    0,
  ],
  [
    'earth-temperature',
    'Earth without greenhouse, A = 0.30: T, K',
    'Stefan–Boltzmann',
    () => earth().effectiveKelvin,
    254.578,
    1e-2,
  ],
  [
    'earth-flux',
    'Earth, absorbed sunlight, W/m²',
    'S = 1361 W/m²',
    () => earth().absorbed,
    238.175,
    1e-2,
  ],
  [
    'earth-temperature-ceres',
    'Earth, A = 0.294: T, K',
    'Stefan–Boltzmann',
    () => planet({ albedo: 0.294 }).effectiveKelvin,
    255.12,
    1e-2,
  ],
  [
    'photon-energy',
    'mean photon energy over kT',
    '3ζ(4)/ζ(3)',
    () => PHOTON_ENERGY,
    2.701178,
    1e-6,
  ],
  [
    'photon-entropy',
    'entropy per photon over k',
    '4ζ(4)/ζ(3)',
    () => PHOTON_ENTROPY,
    3.601571,
    1e-6,
  ],
  [
    'photon-ratio',
    'infrared photons per solar photon at 255 K',
    '5772/255',
    () => 5772 / 255,
    22.64,
    0.005,
  ],
  [
    'earth-entropy',
    'entropy export of Earth as heat, W/(m² K)',
    FORMULA,
    () => earth().entropyExport,
    0.893,
    0.00893,
  ],
  [
    'earth-entropy-radiation',
    'the same as radiation, W/(m² K)',
    '(4/3)F/T',
    () => earth().radiationEntropyExport,
    1.19,
    0.0119,
  ],
  [
    'earth-entropy-total',
    'the same of the whole planet, W/K',
    '(4/3)F/T',
    () => earth().totalEntropyExport,
    6.07e14,
    6.07e12,
  ],
  [
    'plug-in',
    'plug-in entropy of a published sample',
    'R package entropy',
    () => plugIn([4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1]),
    1.968382,
    1e-6,
  ],
  [
    'miller-madow',
    'Miller–Madow entropy of the same',
    'R package entropy',
    () => millerMadow([4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1]),
    2.152593,
    1e-6,
  ],
  [
    'nsb',
    'NSB entropy of a published sample, K = 100',
    'Python package ndd',
    () =>
      nemenmanShafeeBialek([12, 4, 12, 4, 5, 3, 1, 5, 1, 2, 2, 2, 2, 11, 3, 4, 12, 12, 1, 2], 100),
    2.840012048914245,
    1e-3,
  ],
  [
    'debye',
    'Debye solid at T = Θ: C/3R',
    'tables of the Debye function',
    () => debyeSolid(300, 300).heatCapacity / (3 * GAS_CONSTANT),
    0.951732,
    1e-6,
  ],
];

/** Rows that are computed, not sampled. */
export const closedFormChecks: readonly Check[] = lines.map(
  ([id, quantity, source, value, expected, tolerance]) => ({
    ...{ id, quantity, source },
    run: () => ({ value: value(), expected, tolerance }),
  }),
);
