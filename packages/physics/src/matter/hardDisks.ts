import { within } from '../check.js';

/**
 * Equations of state of hard disks and spheres: Z = PV/NkT against the packing fraction η.
 *
 * For disks η = ρπd²/4; reduced pressures P* = βPd² are Z·4η/π.
 */

/** Close packing of equal disks, π/√12: the packing of the hexagonal crystal. */
export const CLOSE_PACKING: number = Math.PI / Math.sqrt(12);

/**
 * B₂…B₁₀ of hard disks over B₂^(n−1).
 *
 * B₃ and B₄ are exact (4/3 − √3/π, and 2 − 9√3/2π + 10/π²); B₅…B₁₀ from Clisby and McCoy 2006.
 */
export const VIRIAL: readonly number[] = [
  1,
  4 / 3 - Math.sqrt(3) / Math.PI,
  2 - (9 * Math.sqrt(3)) / (2 * Math.PI) + 10 / (Math.PI * Math.PI),
  0.33355604,
  0.1988425,
  0.1148728,
  0.064993,
  0.0362193,
  0.0199537,
];

/** Ten-term virial series Z = 1 + Σ Bₙ ρ^(n−1): good to 0.1 % up to η = 0.4, too low by 3 % at 0.6. */
export function virialZ(packing: number): number {
  checkPacking('virialZ', packing);
  const x = 2 * packing; // B₂ρ = (πd²/2)(4η/πd²)
  let power = 1;
  let sum = 1;
  for (const b of VIRIAL) {
    power *= x;
    sum += b * power;
  }
  return sum;
}

/** Henderson 1975: (1 + η²/8)/(1 − η)². Too high by 0.2 % at η = 0.4, 1.3 % at 0.6. */
export function hendersonZ(packing: number): number {
  checkPacking('hendersonZ', packing);
  return (1 + (packing * packing) / 8) / ((1 - packing) * (1 - packing));
}

/** Santos, López de Haro and Yuste 1995: [1 − 2η + (2η₀ − 1)(η/η₀)²]⁻¹, η₀ close packing. Too low by 1 % at η = 0.3. */
export function santosZ(packing: number): number {
  checkPacking('santosZ', packing);
  const share = packing / CLOSE_PACKING;
  return 1 / (1 - 2 * packing + (2 * CLOSE_PACKING - 1) * share * share);
}

/** Carnahan and Starling 1969, for hard spheres: (1 + η + η² − η³)/(1 − η)³, η = πρd³/6. */
export function carnahanStarlingZ(packing: number): number {
  within('carnahanStarlingZ', 'packing', packing, 0, 0.74);
  const e = packing;
  return (1 + e + e * e - e * e * e) / ((1 - e) * (1 - e) * (1 - e));
}

/** Collisions per disk and unit of time (m = d = kT = 1) that go with Z: Γ = (4/√π)(Z − 1), exactly. */
export function collisionRate(z: number): number {
  return (4 / Math.sqrt(Math.PI)) * (z - 1);
}

/** A published pressure of a given number of hard disks at a given packing. */
export interface HistoricPressure {
  readonly particles: number;
  readonly packing: number;
  /** βPd², and its standard error. */
  readonly pressure: number;
  readonly error: number;
  readonly source: string;
}

/** Pressures of hard disks from event-chain and molecular dynamics, for comparison with one's own runs. */
export const HISTORIC_PRESSURES: readonly HistoricPressure[] = [
  { particles: 72, packing: 0.65, pressure: 6.895819, error: 4.4e-5, source: 'HistoricDisks 2022' },
  {
    particles: 870,
    packing: 0.67,
    pressure: 7.986735,
    error: 2.6e-5,
    source: 'HistoricDisks 2022',
  },
  { particles: 256 ** 2, packing: 0.698, pressure: 9.17078, error: 5e-5, source: 'Engel 2013' },
  { particles: 512 ** 2, packing: 0.698, pressure: 9.16959, error: 9e-5, source: 'Engel 2013' },
  { particles: 1024 ** 2, packing: 0.698, pressure: 9.16934, error: 2e-5, source: 'Engel 2013' },
  { particles: 1024 ** 2, packing: 0.7, pressure: 9.18545, error: 1.1e-4, source: 'Bernard 2011' },
  {
    particles: 1024 ** 2,
    packing: 0.716,
    pressure: 9.18336,
    error: 1.2e-4,
    source: 'Bernard 2011',
  },
  { particles: 1024 ** 2, packing: 0.72, pressure: 9.22765, error: 2.5e-4, source: 'Bernard 2011' },
];

function checkPacking(op: string, packing: number): void {
  within(op, 'packing', packing, 0, CLOSE_PACKING);
}
