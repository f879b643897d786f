/** What a check found, and what it should have found. */
export interface Finding {
  readonly value: number;
  readonly expected: number;
  /** Standard error of `value` where it was sampled; leave out where it is computed. */
  readonly standardError?: number;
  /**
   * How far `value` may lie from `expected`. Left out, a sampled value may lie 4 standard errors away:
   * a right model fails such a check once in 16,000 seeds.
   */
  readonly tolerance?: number;
  /** `equal` unless said otherwise; a bound holds on one side only. */
  readonly relation?: 'equal' | 'at most' | 'at least';
}

/** One row of the reference table: a quantity, where its expected value comes from, and how to get ours. */
export interface Check {
  /** Unique, short, in kebab case: `otto-efficiency`. */
  readonly id: string;
  /** The quantity with its parameters, as a table heading would say it. */
  readonly quantity: string;
  /** Where the expected value comes from. */
  readonly source: string;
  readonly run: (seed: number) => Finding;
}

/** A check that was run. */
export interface Row extends Finding {
  readonly id: string;
  readonly quantity: string;
  readonly source: string;
  /** (value − expected) in standard errors, or in tolerances where nothing was sampled. */
  readonly deviation: number;
  readonly unit: 'standard errors' | 'tolerances';
  readonly holds: boolean;
  readonly seconds: number;
}

/** Runs one check and judges it. A check that throws is a row that does not hold, with the message as its source. */
export function runCheck(check: Check, seed: number): Row {
  const { id, quantity } = check;
  const start = performance.now();
  let source = check.source;
  let finding: Finding;
  try {
    finding = check.run(seed);
  } catch (error) {
    source = error instanceof Error ? error.message : String(error);
    finding = { value: Number.NaN, expected: Number.NaN, tolerance: 0 };
  }
  const seconds = (performance.now() - start) / 1000;
  const { value, expected, standardError, relation = 'equal' } = finding;
  const tolerance = finding.tolerance ?? 4 * (standardError ?? 0);
  const difference = value - expected;
  const scale = standardError ?? tolerance;
  const notAbove = relation === 'at least' || difference <= tolerance;
  const notBelow = relation === 'at most' || difference >= -tolerance;
  const holds = Number.isFinite(value) && notAbove && notBelow;
  return {
    ...finding,
    ...{ id, quantity, source, holds, seconds },
    deviation: difference === 0 ? 0 : difference / scale,
    unit: standardError === undefined ? 'tolerances' : 'standard errors',
  };
}
