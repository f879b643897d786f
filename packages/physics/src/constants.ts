/**
 * Constants of nature in SI units, and the conversions the package uses.
 *
 * The first four are exact since the 2019 revision of the SI; the atomic mass constant is CODATA
 * 2022; the rest follow from them. Where a simulation works in reduced units (k = 1, a mass and a
 * length of its own) its docstring says so, and none of these enter.
 */

/** Boltzmann constant k in J/K, exact. */
export const BOLTZMANN = 1.380649e-23;

/** Planck constant h in J s, exact. */
export const PLANCK = 6.62607015e-34;

/** Avogadro constant in 1/mol, exact. */
export const AVOGADRO = 6.02214076e23;

/** Speed of light c in m/s, exact. */
export const LIGHT_SPEED = 299_792_458;

/** Atomic mass constant u in kg (CODATA 2022: 1.660 539 068 92(52) × 10⁻²⁷). */
export const ATOMIC_MASS = 1.66053906892e-27;

/** Molar gas constant R = k N_A in J/(mol K), exact. */
export const GAS_CONSTANT: number = BOLTZMANN * AVOGADRO;

/** Stefan–Boltzmann constant σ = 2π⁵k⁴/(15h³c²) in W/(m² K⁴), exact. */
export const STEFAN_BOLTZMANN: number =
  ((2 * Math.PI * Math.PI * Math.PI * Math.PI * Math.PI) / 15) *
  (BOLTZMANN / PLANCK) *
  (BOLTZMANN / PLANCK) *
  (BOLTZMANN / PLANCK) *
  (BOLTZMANN / (LIGHT_SPEED * LIGHT_SPEED));

/** 0 °C in kelvin, exact. */
export const CELSIUS_ZERO = 273.15;
