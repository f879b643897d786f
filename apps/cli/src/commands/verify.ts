import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { type Difference, differences } from '../differences.js';
import { rows } from '../draw/page.js';
import { startEngine } from '../engine.js';
import { exitCodes } from '../failure.js';
import { parse } from '../program.js';
import { comparable, digestOf, readRun, wordsOf } from '../runFile.js';
import type { Session } from '../session.js';

const difference = v.object({ path: v.string(), a: v.string(), b: v.string() });

const schema = v.object({
  run: v.string(),
  command: v.string(),
  /** Whether the digest of the run file's own result is the one it claims. */
  intact: v.boolean(),
  /** Whether running it again gives that digest. */
  repeated: v.boolean(),
  recordedDigest: v.string(),
  digest: v.string(),
  /** Versions that are not the recorded ones. */
  versions: v.array(difference),
  /** The first place where the recorded result (a) and the new one (b) part. */
  parting: v.nullable(difference),
});

export default defineCommand({
  description:
    'Runs a recorded run again and proves that it gives the same digest; exits 1 where it does not, and ' +
    'says where the results part. A link of the playground that carries a digest is proved in the same way.',
  examples: [
    ['gibbs engine otto --out runs/otto', 'records a run'],
    ['gibbs verify runs/otto/run.json', 'proves it'],
    [
      'gibbs verify "http://localhost:4173/heat/#seed=7&step=40&digest=cc2b2e7f03bb144a"',
      'proves a link of the playground',
    ],
  ],
  configure: (command) => {
    command.argument('<run>', 'a run.json, or a link with a digest');
  },
  schema,
  run: async ({ args: [path = ''] }, session) => {
    if (/^https?:\/\//.test(path)) return verifyLink(path, session);
    const run = await readRun('verify', path);
    const { commands } = await import('../commands.js');
    const parsed = await parse(wordsOf(run), commands, '');
    if (!('call' in parsed)) throw new Error(`verify: ${path} names no command`);
    const { command, input } = parsed.call;
    if (command.tensors) await startEngine(input.options, session);
    const result = await command.run(input, { ...session, seed: run.seed });
    const digest = digestOf(result);
    const { versionsNow } = await import('../versions.js');
    const [parting = null] = differences(comparable(run.result), comparable(result), 1);
    return {
      run: path,
      command: run.command,
      intact: digestOf(run.result) === run.digest,
      repeated: digest === run.digest,
      recordedDigest: run.digest,
      digest,
      versions: differences(run.versions, versionsNow(), 20),
      parting,
    };
  },
  exitCode: ({ intact, repeated }) => (intact && repeated ? exitCodes.done : exitCodes.goalNotMet),
  human: (result, page) => {
    const good = result.intact && result.repeated;
    const verdict = good
      ? page.paint('green', 'The same result again.')
      : page.paint('red', result.intact ? 'Another result.' : 'The file is not as it was written.');
    return [
      verdict,
      '',
      ...rows([
        ['command', result.command],
        ['recorded', result.recordedDigest],
        ['now', result.digest],
        ...result.versions.map(({ path, a, b }) => [`version of ${path}`, `${a} then, ${b} now`]),
        ...(result.parting ? partingRows(result.parting) : []),
      ]),
    ].join('\n');
  },
  csv: ({ run, intact, repeated, recordedDigest, digest }) => [
    ['run', 'intact', 'repeated', 'recordedDigest', 'digest'],
    [run, String(intact), String(repeated), recordedDigest, digest],
  ],
  quiet: ({ digest }) => digest,
});

/** Lives through what a link holds and holds the end against the digest that it carries: SHA-256, the first eight bytes. */
async function verifyLink(text: string, session: Session): Promise<v.InferOutput<typeof schema>> {
  const { readLink } = await import('../links/link.js');
  const { live } = await import('../links/lived.js');
  const link = readLink(text);
  const { bits, digest: recordedDigest } = await live(link, session);
  const bytes = ArrayBuffer.isView(bits)
    ? new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength)
    : new Uint8Array(bits);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    run: text,
    command: `${link.page} (page)`,
    intact: true,
    repeated: digest === recordedDigest,
    recordedDigest,
    digest,
    versions: [],
    parting: null,
  };
}

function partingRows({ path, a, b }: Difference): string[][] {
  return [['they part at', `${path}: ${a} recorded, ${b} now`]];
}
