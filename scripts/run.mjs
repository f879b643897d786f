#!/usr/bin/env node
// The project's commands on a machine that has only Node and npm: `start`, `test`, `bench`, `check`.
// Gets the pinned pnpm through npx, installs from the lockfile, builds, and runs what was asked. Plain Node, no
// dependencies. Everything but a command's own results goes to stderr.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installStamp, needsNode, sumResults } from './runParts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const self = fileURLToPath(import.meta.url);
const stampFile = join(root, 'node_modules', '.gibbs-installed.json');
const [task = 'start', ...rest] = process.argv.slice(2);

const tooOld = needsNode(process.versions.node);
if (tooOld) {
  console.error(tooOld);
  process.exit(1);
}
process.env.TURBO_TELEMETRY_DISABLED = '1';
// Ctrl-C reaches the child too, which ends in its own good order; this process only waits for it.
process.on('SIGINT', () => {});

const stamp = installStamp(stampFiles());
const installed = readStamp();
if (installed) {
  usePath(installed.pnpm);
} else {
  install();
}
usePath(join(root, 'node_modules', '.bin'));
// Set here, so that a test result kept from before there was a browser is not taken for one with it.
process.env.CHROMIUM ??= browsers().find((file) => existsSync(file)) ?? '';

// What the tests may take in CI, several times what they do take; and the code that says that they took longer.
const patienceMinutes = 45;
const hung = 124;

const tasks = { start, test, bench, check };
if (!Object.hasOwn(tasks, task)) {
  console.error(`run: no task "${task}". There are ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
process.exitCode = await tasks[task](rest);

/** Builds and runs the command line: `npm start -- ARGS` is `gibbs ARGS`, and without arguments the tour. */
function start(args) {
  build();
  return sh('node', [join(root, 'apps/cli/dist/gibbs.js'), ...(args.length > 0 ? args : ['tour'])]);
}

/** Builds, runs every test, and closes with one line that counts them all; ends what hangs, and names it. */
async function test(args) {
  for (const file of resultFiles()) rmSync(file, { force: true });
  const turbo = ['run', 'test', 'test:scripts', '--continue=dependencies-successful'];
  const code = await ended('turbo', [
    ...turbo,
    '--concurrency=2',
    '--output-logs=new-only',
    ...args,
  ]);
  if (code === hung) {
    const left = testedFolders().filter((folder) => !existsSync(resultFile(folder)));
    console.error(`run: the tests took more than ${patienceMinutes} min and were ended`);
    for (const folder of left) console.error(`run: no result from ${relative(root, folder)}`);
  }
  const reports = resultFiles().map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const sum = sumResults(reports, code);
  console.log(sum.line);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

/** Builds and runs the benchmarks of one area, or of all. */
function bench(args) {
  build();
  return sh('node', [join(root, 'benchmarks', 'run.mjs'), ...args]);
}

/** Runs every gate but the tests and says which failed. */
function check(args) {
  build();
  return sh('node', [join(root, 'scripts', 'check.mjs'), ...args]);
}

/** Builds what changed since the last time; says nothing unless it fails. */
function build() {
  const args = ['run', 'build', '--output-logs=errors-only'];
  const run = spawnSync('turbo', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (run.status !== 0) console.error(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error ?? ''}`);
  must(run.status ?? 1, 'the build');
}

/** Installs the workspace under the pinned pnpm, which npx brings. Without its stamp an install counts as not done. */
function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = packageManager.split('@')[1];
  const found = spawnSync('pnpm', ['--version'], { cwd: root, encoding: 'utf8', timeout: 20_000 });
  if (found.status !== 0 || found.stdout.trim() !== version) {
    if (process.env.RUN_UNDER_NPX === '1') {
      console.error(
        `run: pnpm ${version} could not be fetched with npx. Is the network reachable?`,
      );
      process.exit(1);
    }
    process.env.RUN_UNDER_NPX = '1';
    const npx = ['--yes', '--prefer-offline', `--package=pnpm@${version}`, '--', 'node', self];
    process.exit(sh('npx', [...npx, task, ...rest]));
  }
  rmSync(stampFile, { force: true });
  const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only'];
  must(sh('pnpm', ['install', ...flags], { toStderr: true }), 'the install');
  writeFileSync(stampFile, JSON.stringify({ stamp, pnpm: folderOf('pnpm') }));
}

/** The stamp of a finished install of exactly this lockfile, if there is one. */
function readStamp() {
  try {
    const read = JSON.parse(readFileSync(stampFile, 'utf8'));
    return read.stamp === stamp && existsSync(join(read.pnpm, 'pnpm')) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** What an install depends on: the lockfile, the workspace file and every package.json. */
function stampFiles() {
  const manifests = workspaceFolders().map((folder) => join(folder, 'package.json'));
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((f) => join(root, f));
  return [...files, ...manifests].filter((file) => existsSync(file));
}

/** The result files that the test runs leave, one for each package and one for the scripts. */
function resultFiles() {
  return testedFolders()
    .map(resultFile)
    .filter((file) => existsSync(file));
}

function testedFolders() {
  return [...workspaceFolders(), join(root, 'scripts')].filter((folder) =>
    existsSync(join(folder, 'vitest.config.ts')),
  );
}

function resultFile(folder) {
  return join(folder, '.results', 'vitest.json');
}

/** The folder of every package and app. */
function workspaceFolders() {
  return ['packages', 'apps'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => join(root, top, name)),
  );
}

/** Like `sh`, but in CI, where nobody presses Ctrl-C, a command that hangs is ended with all that it started. */
function ended(command, args) {
  const inCi = Boolean(process.env.CI);
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', detached: inCi });
  return new Promise((resolve) => {
    const end = (code) => {
      clearTimeout(timer);
      resolve(code);
    };
    const timer = inCi ? setTimeout(endGroup, patienceMinutes * 60_000) : undefined;
    function endGroup() {
      process.kill(-child.pid, 'SIGKILL');
      end(hung);
    }
    child.once('error', (error) => {
      console.error(`run: ${command}: ${error.message}`);
      end(1);
    });
    child.once('exit', (code, signal) => end(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** Runs a command in the repository's root and returns its exit code. */
function sh(command, args, { toStderr = false } = {}) {
  const stdio = toStderr ? ['ignore', 2, 2] : 'inherit';
  const run = spawnSync(command, args, { cwd: root, stdio });
  if (run.error) console.error(`run: ${command}: ${run.error.message}`);
  if (run.signal) return run.signal === 'SIGINT' ? 130 : 1;
  return run.status ?? 1;
}

function must(code, what) {
  if (code === 0) return;
  console.error(`run: ${what} failed. Run the same command again to continue where it stopped.`);
  process.exit(code);
}

/** Where Chromium usually lies. */
function browsers() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.map((name) => join('/usr/bin', name));
}

function usePath(folder) {
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
}

function folderOf(command) {
  const file = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((candidate) => existsSync(candidate));
  return file ? dirname(file) : '';
}
