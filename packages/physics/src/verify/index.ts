/** The reference table, run: value, expected, deviation and source of every row. */
export type { Check, Finding, Row } from './check.js';
export { checks, type Report, verify, verifyEach } from './verify.js';
