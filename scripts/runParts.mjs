// The parts of run.mjs that decide something, apart so that they can be tested.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** One line that says which Node is needed, where `version` is too old; otherwise nothing. */
export function needsNode(version) {
  const [major, minor] = version.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return ok ? undefined : `Gibbs needs Node 20.19 or newer, and this is Node ${version}.`;
}

/** A digest of the files that an install depends on, and of the machine it was made for. */
export function installStamp(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Sums the test runner's reports and words the closing line: `N passed, N failed`, and `, N skipped` where true. */
export function sumResults(reports, exitCode) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const report of reports) {
    passed += report.numPassedTests;
    skipped += report.numPendingTests + report.numTodoTests;
    // A file that fails to load has no failed test of its own: it counts as one.
    const broken = report.testResults.filter(
      (file) =>
        file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
    );
    failed += report.numFailedTests + broken.length;
  }
  if (exitCode !== 0 && failed === 0) failed = 1; // a task broke before the tests, or beside them
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { passed, failed, skipped, line };
}
