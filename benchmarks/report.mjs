// How results are shown and kept: a table for people, and RESULTS.md with the last measurement of each row.

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

/**
 * Writes rows into RESULTS.md, each in place of its last measurement. Rows that were not measured now keep what they
 * have, unless the area's bench no longer lists their work.
 */
export function saveResults(folder, result, on) {
  const file = join(folder, 'RESULTS.md');
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const sections = new Map(
    [...old.matchAll(/^## (\S+)\n[\s\S]*?(?=^## |$(?![\s\S]))/gm)].map((m) => [m[1], m[0].trim()]),
  );
  const kept = tableRows(sections.get(result.area) ?? '');
  sections.set(result.area, areaText(result, on, kept));
  const head =
    '# Results\n\nEvery row as `npm run bench` last measured it. A figure is the median of the interleaved rounds, with the least and the greatest in brackets; a ratio says how many times as good Gibbs is.';
  const body = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  writeFileSync(`${file}.new`, `${[head, ...body].join('\n\n')}\n`);
  renameSync(`${file}.new`, file);
}

/** The lines of a section's table by the work in their first cell. */
function tableRows(section) {
  const lines = section.split('\n').filter((line) => /^\| (?!work )(?!-)/.test(line));
  return new Map(lines.map((line) => [workOf(line), line]));
}

function workOf(line) {
  return line.match(/^\| ((?:\\\||[^|])*?)\s*\|/)[1];
}

function areaText({ area, works, rows, missing, versions }, on, kept = new Map()) {
  const place = `${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, ${on.platform}, Node ${on.node}, ${on.date}`;
  const names = Object.entries(versions).map(([k, v]) => `${k.slice(area.length + 1)} ${v}`);
  const lines = [`## ${area}`, '', place, '', names.join(' · '), ''];
  lines.push('| work | unit | Gibbs | others | to reach | holds |', '|---|---|---|---|---|---|');
  const table = new Map([...kept, ...rows.map(rowText).map((line) => [workOf(line), line])]);
  for (const work of works.map(cell)) if (table.has(work)) lines.push(table.get(work));
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
  return `| ${cells.map(cell).join(' | ')} |`;
}

function cell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function figure(value, spread) {
  return `${short(value)} (${spread.map(short).join('–')})`;
}

function short(x) {
  if (Math.abs(x) >= 10000) return Math.round(x).toLocaleString('en');
  if (x !== 0 && Math.abs(x) < 0.001) return x.toExponential(2);
  return String(Number(x.toPrecision(3)));
}
