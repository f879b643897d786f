// Installs peers on demand, each alone in AREA/.peers/NAME, so that one that fails takes no other with it.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The node_modules folder of each peer that is there, and the reason for each that is not. */
export function installPeers(folder, peers, log) {
  const installed = new Map();
  const missing = [];
  for (const [name, peer] of Object.entries(peers)) {
    const reason = peer.packages ? installNpm(folder, name, peer.packages, log) : probe(peer);
    if (reason) {
      missing.push({ name, reason });
      log(`${name} is missing: ${reason}`);
    } else {
      installed.set(name, peer.packages ? join(folder, '.peers', name, 'node_modules') : '');
    }
  }
  return { installed, missing };
}

function installNpm(folder, name, packages, log) {
  const target = join(folder, '.peers', name);
  const done = join(target, 'installed.json');
  const wanted = JSON.stringify(packages);
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return undefined;
  log(`installing ${packages.join(' ')}`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const run = spawnSync('npm', ['install', ...flags, '--prefix', target, ...packages], {
    cwd: target,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (run.status !== 0) return `npm install failed: ${lastLine(run.stderr) || run.error?.message}`;
  writeFileSync(done, wanted);
  return undefined;
}

/** A peer that is not an npm package is there if its probe command succeeds. */
function probe(peer) {
  const [command, ...args] = peer.probe;
  const run = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  if (run.status === 0) return undefined;
  return `needs ${peer.needs}: ${lastLine(run.stderr) || run.error?.message || `probe ended with ${run.status}`}`;
}

function lastLine(text) {
  const lines = (text ?? '').trim().split('\n');
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1);
}
