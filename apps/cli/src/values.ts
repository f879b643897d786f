import { InvalidArgumentError } from 'commander';
import { nearest } from './nearest.js';

/** An option value out of a list; for anything else the nearest one is suggested. */
export function oneOf<T extends string>(allowed: readonly T[]): (value: string) => T {
  return (value) => {
    if ((allowed as readonly string[]).includes(value)) return value as T;
    const near = nearest(value, allowed);
    const hint = near ? ` (Did you mean ${near}?)` : '';
    throw new InvalidArgumentError(`It is one of ${allowed.join(', ')}.${hint}`);
  };
}

/** An option value that is a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

/** An option value that is a number from `least` to `most`. */
export function realNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (number >= least && number <= most) return number;
    const rule =
      most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It is a number ${rule}.`);
  };
}

/** A path whose ending says what is to be written there. */
export function endingIn(...endings: readonly string[]): (value: string) => string {
  return (value) => {
    if (endings.some((ending) => value.toLowerCase().endsWith(ending))) return value;
    throw new InvalidArgumentError(`It is a path that ends in ${endings.join(' or ')}.`);
  };
}

/** The environment variable that sets an option: `pressureRatio` and `pressure-ratio` are GIBBS_PRESSURE_RATIO. */
export function variableOf(option: string): string {
  return `GIBBS_${option.replace(/[A-Z]/g, '-$&').replaceAll('-', '_').toUpperCase()}`;
}

/** A name as it can stand in a sentence: a word or a few, not a paragraph. */
export function nameOf(value: string): string {
  const name = value.trim().replace(/\s+/g, ' ');
  if (name !== '' && [...name].length <= 40 && !/[\p{Cc}\p{Cs}]/u.test(name)) return name;
  throw new InvalidArgumentError('It is a name of 1 to 40 characters.');
}
