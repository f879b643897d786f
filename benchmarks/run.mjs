// Gibbs and its peers on the same work in the same run.
// Usage: npm run bench [-- AREA …] [--json] [--only ROW,…] [--rounds N] [--no-save]
//
// Every contender is a child process that stays alive and answers one sample at a time, so that only one works
// at any moment and all meet the same noise. A row's figure is the median of its rounds, and is kept in RESULTS.md as
// soon as it is there, unless --rounds or --no-save was given.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Contender } from './contender.mjs';
import { installPeers } from './peers.mjs';
import { machine, printArea, saveResults, versionsOf } from './report.mjs';
import { judge, summarise } from './targets.mjs';

const here = import.meta.dirname;
const areas = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(here, entry.name, 'bench.mjs')))
  .map((entry) => entry.name)
  .sort();

const { values: flags, positionals } = readFlags();
const asked = positionals.length > 0 ? positionals : areas;
for (const area of asked) {
  if (!areas.includes(area)) {
    console.error(`bench: no area "${area}". There are ${areas.join(', ') || 'none yet'}.`);
    process.exit(2);
  }
}

const results = [];
for (const area of asked) results.push(await runArea(area));
const document = {
  machine: machine(),
  versions: Object.assign({}, ...results.map((result) => result.versions)),
  missing: results.flatMap((result) => result.missing),
  rows: results.flatMap((result) => result.rows),
};
if (flags.json) console.log(JSON.stringify(document, null, 2));
else for (const result of results) printArea(result, document.machine);

function readFlags() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        rounds: { type: 'string' },
        'no-save': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exit(2);
  }
}

/** Runs all rows of one area and returns them with what each contender is. */
async function runArea(area) {
  const folder = join(here, area);
  const bench = await import(join(folder, 'bench.mjs'));
  const log = (line) => console.error(`[${area}] ${line}`);
  const { installed, missing } = installPeers(folder, bench.peers ?? {}, log);
  if (bench.prepare) await bench.prepare({ log });

  const contenders = await startContenders(folder, bench.contenders, installed, missing, log);
  const only = flags.only?.split(',');
  const rows = [];
  const works = bench.rows.map((row) => row.work);
  const result = { area, works, rows, missing, versions: versionsOf(area, contenders) };
  for (const row of bench.rows) {
    if (only && !only.some((part) => row.id.includes(part))) continue;
    const samples = await sampleRow(row, contenders);
    rows.push(judge(row, summarise(row, samples), area));
    log(summary(rows.at(-1)));
    if (!flags.rounds && !flags['no-save']) saveResults(here, result, machine());
  }
  for (const contender of contenders) contender.stop();
  return result;
}

async function startContenders(folder, list, installed, missing, log) {
  const started = [];
  for (const [name, spec] of Object.entries(list)) {
    if (spec.peer && !installed.has(spec.peer)) continue;
    const contender = new Contender(name, spec, folder, installed.get(spec.peer));
    try {
      await contender.ready();
      started.push(contender);
      log(`${name} ${contender.version}`);
    } catch (error) {
      missing.push({ name, reason: error.message });
      log(`${name} cannot run: ${error.message}`);
    }
  }
  return started;
}

/** One sample from each contender in turn, `rounds` times over; the first of each only warms up. */
async function sampleRow(row, contenders) {
  const able = contenders.filter((contender) => contender.rows.includes(row.id));
  const samples = new Map();
  const rounds = Number(flags.rounds ?? row.rounds ?? 5);
  const warmups = row.warmups ?? 1;
  for (let round = -warmups; round < rounds; round++) {
    for (const contender of able) {
      if (samples.get(contender.name)?.error) continue;
      const answer = await contender.sample(row.id, row.sampleSeconds);
      if (answer.error) samples.set(contender.name, { error: answer.error });
      else if (round >= 0) {
        const list = samples.get(contender.name) ?? { values: [] };
        list.values.push(answer.value);
        if (answer.note) list.note = answer.note;
        samples.set(contender.name, list);
      }
    }
  }
  return samples;
}

/** A finished row in one line, so that a run which is stopped has still said what it found. */
function summary({ id, unit, gibbs, error, targets }) {
  const figure = error ?? `${Number(gibbs.toPrecision(3))} ${unit}`;
  const ratios = targets
    .filter((target) => target.measured !== null)
    .map(
      (t) =>
        `${t.text}: ${Number(t.measured.toPrecision(3))} ${t.holds ? 'holds' : t.goal ? 'not yet' : 'missed'}`,
    );
  return [`${id} ${figure}`, ...ratios].join(' · ');
}
