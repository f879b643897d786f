// Runs a command in the folder of every package that is published, and fails if it fails in any.
// Usage, from the root: node scripts/eachPackage.mjs COMMAND [ARG …]

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const [command, ...args] = process.argv.slice(2);
const folders = ['packages', 'apps']
  .flatMap((top) => readdirSync(join(root, top)).map((name) => join(root, top, name)))
  .filter((folder) => existsSync(join(folder, 'package.json')))
  .filter((folder) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private);

let failed = 0;
for (const cwd of folders) {
  console.log(`${command} ${cwd.slice(root.length + 1)}`);
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) failed++;
}
console.log(`${command}: ${folders.length - failed} of ${folders.length} packages pass`);
process.exitCode = failed > 0 ? 1 : 0;
