import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLink } from '@gibbs/journeys';
import * as demon from '@gibbs/journeys/demon';
import * as digits from '@gibbs/journeys/digits';
import * as engines from '@gibbs/journeys/engines';
import * as gate from '@gibbs/journeys/gate';
import * as heat from '@gibbs/journeys/heat';
import * as interesting from '@gibbs/journeys/interesting';
import * as lookup from '@gibbs/journeys/lookup';
import * as names from '@gibbs/journeys/names';
import * as next from '@gibbs/journeys/next';
import * as planet from '@gibbs/journeys/planet';
import * as transformer from '@gibbs/journeys/transformer';
import * as words from '@gibbs/journeys/words';
import { ReversibleGas } from '@gibbs/physics/secondlaw';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import opening from '../src/commands/open.js';
import { pages as linked, readLink, writeLink } from '../src/links/link.js';
import { binary, gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const pages = join(folder, 'pages');
mkdirSync(join(pages, 'heat'), { recursive: true });
writeFileSync(join(pages, 'index.html'), '<p>home</p>');
writeFileSync(join(pages, 'heat', 'index.html'), '<p>heat</p>');
writeFileSync(join(pages, 'heat', 'a.js'), 'export {};');
writeFileSync(join(folder, 'secret.txt'), 'secret');
symlinkSync(join(folder, 'secret.txt'), join(pages, 'link.txt'));

/** What the server answers to a request line that no client would clean up. */
async function raw(port: number, target: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe('gibbs playground', () => {
  it('serves the pages with the headers that threads need, and nothing else', async () => {
    const child = spawn(process.execPath, [
      binary,
      'playground',
      '--folder',
      pages,
      '--port',
      '0',
      '-q',
    ]);
    try {
      const [chunk] = await once(child.stdout, 'data');
      const url = String(chunk).trim();
      expect(url).toMatch(/^http:\/\/localhost:\d+\/$/);
      const home = await fetch(url);
      expect(await home.text()).toBe('<p>home</p>');
      expect(Object.fromEntries(home.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
      const heat = await fetch(`${url}heat`);
      expect([heat.url, await heat.text()]).toEqual([`${url}heat/`, '<p>heat</p>']);
      expect((await fetch(`${url}heat/a.js`)).headers.get('content-type')).toMatch(
        /^text\/javascript/,
      );
      expect((await fetch(`${url}no`)).status).toBe(404);
      expect((await fetch(url, { method: 'POST' })).status).toBe(405);
      const port = Number(new URL(url).port);
      for (const target of [
        '/../secret.txt',
        '/%2e%2e/secret.txt',
        '/heat/..%2f..%2fsecret.txt',
        '/link.txt',
        '/%00',
        '/%zz',
      ]) {
        const answer = await raw(port, target);
        expect(answer, target).toMatch(/^HTTP\/1\.1 40[034] /);
        expect(answer, target).not.toContain('secret');
      }
    } finally {
      child.kill('SIGINT');
    }
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
  });

  it('says that a folder has no pages, and exits 3', () => {
    expect(gibbs(['playground', '--folder', folder])).toEqual({
      stdout: '',
      stderr: `gibbs: playground: cannot serve ${folder}: it has no index.html\n`,
      code: 3,
    });
  });
});

describe('gibbs open', () => {
  const recorded = (name: string, args: string[]): string => {
    const out = join(folder, name);
    expect(gibbs([...args, '--out', out, '-q']).code).toBe(0);
    return out;
  };

  it('prints the link to the page that shows a run', () => {
    const xor = recorded('xor', ['xor', '--hidden', '3', '--seed', '5']);
    const { stdout, code } = gibbs(['open', xor, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(opening.schema, result)).toBe(true);
    expect(result.link).toBe(
      'http://localhost:4173/gate/#width=3&activation=tanh&learningRate=2&seed=5&step=120',
    );
    const lookup = recorded('lookup', ['lookup', '0.5,0.7,0.6', '--hard']);
    expect(
      gibbs(['open', join(lookup, 'run.json'), '--at', 'https://example.org/g', '-q']).stdout,
    ).toBe(
      'https://example.org/g/lookup/#mode=hard&temperature=1&closeness=inverse-distance&query=0.5,0.7,0.6\n',
    );
  });

  it('opens a cup at its last step, and a planet as it was set', () => {
    const cup = recorded('cup', ['coffee', '--size', '64', '--steps', '3', '--seed', '9']);
    expect(gibbs(['open', cup, '-q']).stdout).toBe(
      'http://localhost:4173/interesting/#model=stirred&size=64&block=8&seed=9&step=3\n',
    );
    const mars = recorded('mars', ['planet', '--solar', '590', '--greenhouse', '0.1']);
    expect(gibbs(['open', mars, '-q']).stdout).toBe(
      'http://localhost:4173/planet/#solar=590&albedo=0.3&greenhouse=0.1\n',
    );
    const large = recorded('large', ['coffee', '--size', '100', '--steps', '1']);
    expect(gibbs(['open', large])).toMatchObject({
      stderr: 'gibbs: open: the page shows --size 64, 128, 256, got 100\n',
      code: 2,
    });
  });

  it('says that no page shows a command', () => {
    const gates = recorded('gates', ['gates']);
    expect(gibbs(['open', gates])).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(
        /^gibbs: open: no page of the playground shows gates; there are /,
      ),
      code: 2,
    });
  });
});

describe('links', () => {
  it('are read by the page as they were written, short or packed', async () => {
    for (const seed of ['3', `3&${'x'.repeat(500)}`]) {
      const link = { page: 'heat' as const, state: { seed: '3', deeds: 'n10,r10', unknown: seed } };
      const { page, hash } = readLink(writeLink('http://localhost:4173/', link));
      const { state, repairs } = await openLink(hash, heat.fields, heat.start);
      expect(page).toBe('heat');
      expect(state).toMatchObject({ seed: 3, deeds: [{ at: 10 }, { at: 10 }] });
      expect(repairs).toHaveLength(1);
    }
  });
});

describe('gibbs verify LINK', () => {
  // Lived through by hand: out ten ticks, one disk nudged and all turned round, on for five.
  const gas = new ReversibleGas({ particles: 64, seed: 3 });
  gas.step(10 * 20);
  gas.nudge(0, 1);
  gas.reverse();
  gas.step(5 * 20);
  const bits = Int32Array.from(gas.snapshot().positions);
  const digest = createHash('sha256')
    .update(new Uint8Array(bits.buffer))
    .digest('hex')
    .slice(0, 16);
  const link = (end: string): string =>
    `http://localhost:4173/heat/#particles=64&seed=3&deeds=n10,r10&step=15&digest=${end}`;

  it('proves a link that carries the digest of what it shows', () => {
    const { stdout, code } = gibbs(['verify', link(digest), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ repeated: true, recordedDigest: digest, digest });
    expect(gibbs(['verify', link('00000000')]).code).toBe(1);
  });

  it('trains to the weights of the page on the Transformer, and prints their digest', async () => {
    const scholar = await transformer.begin(transformer.setup({ ...transformer.start, steps: 3 }));
    while (scholar.tick < 3) scholar.toward(3);
    const digest = createHash('sha256').update(scholar.bits()).digest('hex');
    scholar.dispose();
    const sizes =
      '--context 48 --channels 64 --layers 2 --heads 4 --batch 16 --learning-rate 0.003';
    const words = `train --tokenizer bpe --vocab 512 ${sizes} --steps 3 --seed 7 --json`.split(' ');
    expect(JSON.parse(gibbs(words).stdout).weights).toBe(digest);
  }, 60_000);

  it.each([
    ['engines', 'disks=20&reverse=yes&deeds=cold30,in30,stop60&step=80', engines],
    ['demon', 'particles=30&memory=16&deeds=greedy0,hand90,open95,erase120,way160&step=200', demon],
    ['interesting', 'size=64&block=4&adjust=none&step=12', interesting],
    ['digits', 'hidden=4&deeds=z1:3&step=6', digits],
    ['next', 'context=2&step=4', next],
    ['names', 'names=50&step=3', names],
    ['transformer', 'exact=yes&step=2', transformer],
    ['names', 'names=50&merges=64&gone=3,9&step=2', names],
    ['gate', 'width=3&activation=relu&step=9', gate],
    ['lookup', 'closeness=gaussian&learningRate=0.3&step=40', lookup],
    ['words', 'gone=3&step=300', words],
    ['planet', 'target=22&step=100', planet],
  ])(
    '%s: lives through the same as its page does',
    async (page, hash, any) => {
      const { fields, start, setup, deeds, begin } = any as unknown as typeof heat;
      const { state, repairs } = await openLink(hash, fields, start);
      expect(repairs).toEqual([]);
      const journey = await begin(setup(state));
      journey.rewrite(deeds(state));
      while (journey.tick < state.step) journey.toward(state.step);
      const { buffer, byteOffset, byteLength } = journey.bits();
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      const link = `http://localhost/${page}/#${hash}&digest=${digest}`;
      const { stdout, code } = gibbs(['verify', link, '-q']);
      expect({ stdout, code }).toEqual({ stdout: `${digest}\n`, code: 0 });
    },
    60_000,
  );

  it.each([
    [
      'http://localhost/engines/#hot=1&digest=00000000',
      "verify: the link's page cannot use a part of it: hot = 1",
    ],
    [
      'http://localhost/engines/#deeds=jump3&digest=00000000',
      "verify: the link's page cannot use a part of it: deeds = jump3",
    ],
    [
      'http://localhost/interesting/#block=3&digest=00000000',
      "verify: the link's page cannot use a part of it: block = 3",
    ],
    [
      'http://localhost/other/#digest=00000000',
      `verify: a link must lead to one of the pages ${linked.join(', ')}`,
    ],
    [
      'http://localhost/heat/#seed=3',
      'verify: only a link with a digest can be proved, got one without',
    ],
    [
      'http://localhost/heat/#step=9999&digest=00000000',
      "verify: the link's page cannot use a part of it: step = 9999",
    ],
    [
      'http://localhost/heat/#z=%%%',
      "verify: the link's page cannot use a part of it: its packed part is cut off or damaged",
    ],
    [
      'http://localhost/gate/#step=3',
      'verify: only a link with a digest can be proved, got one without',
    ],
  ])('%s exits 2', (at, message) => {
    const { stdout, stderr, code } = gibbs(['verify', at]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});
