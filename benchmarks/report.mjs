// How results are shown and kept: a table for people, and RESULTS.md of the last full run of each area.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** What the figures were measured on. */
export function machine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
  };
}

export function versionsOf(area, contenders) {
  return Object.fromEntries(contenders.map((c) => [`${area}/${c.name}`, c.version]));
}

export function printArea(result, on) {
  console.log(`\n${areaText(result, on)}`);
}

/** Keeps each area's last full run in RESULTS.md; areas that were not run keep what they have. */
export function saveResults(folder, results, on) {
  const file = join(folder, 'RESULTS.md');
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const sections = new Map(
    [...old.matchAll(/^## (\S+)\n[\s\S]*?(?=^## |$(?![\s\S]))/gm)].map((m) => [m[1], m[0].trim()]),
  );
  for (const result of results) sections.set(result.area, areaText(result, on));
  const head =
    '# Results\n\nThe last full run of each area, written by `npm run bench`. A figure is the median of the interleaved rounds, with the least and the greatest in brackets; a ratio says how many times as good Gibbs is.';
  const body = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  writeFileSync(`${file}.new`, `${[head, ...body].join('\n\n')}\n`);
  renameSync(`${file}.new`, file);
}

function areaText({ area, rows, missing, versions }, on) {
  const place = `${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, ${on.platform}, Node ${on.node}, ${on.date}`;
  const names = Object.entries(versions).map(([k, v]) => `${k.slice(area.length + 1)} ${v}`);
  const lines = [`## ${area}`, '', place, '', names.join(' · '), ''];
  lines.push('| work | unit | Gibbs | others | to reach | holds |', '|---|---|---|---|---|---|');
  for (const row of rows) lines.push(rowText(row));
  for (const { name, reason } of missing) lines.push('', `Not measured: ${name}: ${reason}`);
  return lines.join('\n');
}

function rowText(row) {
  const own = row.error ? `error: ${row.error}` : figure(row.gibbs, row.spread);
  const others = Object.entries(row.peers).map(([name, value]) =>
    value === null
      ? `${name}: ${row.peerErrors?.[name] ?? 'no figure'}`
      : `${name} ${figure(value, row.peerSpreads[name])}`,
  );
  const targets = row.targets.map(
    (t) => `${t.text}${t.measured === null ? '' : ` (${short(t.measured)})`}`,
  );
  const holds = row.holds === null ? '–' : row.holds ? 'yes' : 'no';
  const cells = [row.work, row.unit, own, others.join('<br>'), targets.join('<br>'), holds];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function figure(value, spread) {
  return `${short(value)} (${spread.map(short).join('–')})`;
}

function short(x) {
  if (Math.abs(x) >= 10000) return Math.round(x).toLocaleString('en');
  if (x !== 0 && Math.abs(x) < 0.001) return x.toExponential(2);
  return String(Number(x.toPrecision(3)));
}
