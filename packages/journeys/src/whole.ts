import * as v from 'valibot';

/** A whole number in a link, within its bounds. */
export const whole = (low: number, high: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number), v.minValue(low), v.maxValue(high));
