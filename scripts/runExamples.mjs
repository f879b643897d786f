// Imports each given file in turn and writes what it printed, or the error it stopped with, to a result file.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const [results, ...files] = process.argv.slice(2);
const outcomes = [];
for (const file of files) {
  const printed = [];
  console.log = (...values) => {
    const text = format(...values);
    printed.push(...text.split('\n').map((line) => line.trimEnd()));
  };
  try {
    await import(pathToFileURL(file).href);
    outcomes.push({ printed });
  } catch (error) {
    outcomes.push({ printed, error: error?.stack ?? String(error) });
  }
}
writeFileSync(results, JSON.stringify(outcomes));
process.exit(0);
