// Holds the tokenizer against other implementations, at length.
// Usage: node benchmarks/tokenizer/prove.mjs [--only PART,…] [--scale 0.01]
//
// The parts: ids, splits, trainers, sentencepiece. A whole run takes about ten minutes, needs what the bench needs, and
// ends with 1 if anything differs.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as gibbs from '../../packages/tokenizer/dist/index.js';
import { installPeers } from '../peers.mjs';
import { peers } from './bench.mjs';
import { buildMixed, corpusPath, sentencePieceFolder } from './corpus.mjs';
import { pathological } from './pathological.mjs';
import { ranksPath } from './peers.mjs';
import { buildRustTrainer, rustTrainerPath } from './rustTrainer.mjs';

const here = import.meta.dirname;
const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, scale: { type: 'string', default: '1' } },
});
const scale = Number(flags.scale);
const strings = Math.round(1e6 * scale);
const log = (line) => console.error(`… ${line}`);
installPeers(here, peers, log);
const load = (peer) => createRequire(join(here, `.peers/${peer}/node_modules/x.js`));
const { get_encoding } = load('tiktoken')('tiktoken');
const huggingFace = load('hf-native')('tokenizers');

let failures = 0;
/** One line for each claim: how much was compared, how much of it differs, and the first that does. */
function report(claim, compared, differing) {
  if (differing.length > 0) failures++;
  const verdict = differing.length === 0 ? 'the same' : `${differing.length} DIFFER`;
  console.log(`${claim}: ${compared}, ${verdict}`);
  if (differing.length > 0) console.log(`   first: ${JSON.stringify(differing[0]).slice(0, 300)}`);
}
const same = (a, b) => a.length === b.length && a.every((id, i) => id === b[i]);
const hfIds = async (tokenizer, text) =>
  (await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds();

function chance(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
const telling = [
  ..."'''sSstTdmlLLvVrReE ſK  \t\n\r\n\u0085\u00a0\u2028\uFEFF/!.,()a1２½AZzǅʰ中あ́ंé😀\u{1d7d8}",
];
/** A short text of characters that split patterns tell apart, or of any that `allowed` has. */
function randomText(below, allowed = () => true) {
  const wide = below(3) === 0;
  let text = '';
  for (let left = 1 + below(14); left > 0; left--) {
    const point = below(3) ? below(0x3000) : below(0x110000);
    if (!wide) text += telling[below(telling.length)];
    else if (!(point >= 0xd800 && point < 0xe000) && allowed(point))
      text += String.fromCodePoint(point);
  }
  return text;
}

/** Of ASCII, what 64 bytes at a time are told apart by. */
const asciiParts = [
  ...' \'\n\r\t/!-_"(.,09aszASZ\x0b\x1f'.split(''),
  ...[
    'the',
    ' the',
    '  ',
    '   \n',
    '\n   ',
    '!\n',
    '!\n/',
    ' \t ',
    '\r\n',
    '-----',
    '(foo',
    ' (foo',
  ],
  ...[
    "'s",
    "'S",
    "'ll",
    "'re",
    "'ve",
    "'st",
    "don't",
    "x's's",
    "it'LLx",
    'camelCase',
    'HTTPServer',
  ],
  ...['1234567', '20', ' 7', '\n1'],
];
/** A text of some hundred bytes, most of them ASCII. */
function longText(below) {
  const rare = 2 + below(60);
  let text = '';
  for (let left = below(120); left > 0; left--) {
    text += below(rare) ? asciiParts[below(asciiParts.length)] : randomText(below);
  }
  return text;
}

/** Code points that the oracle, of another version of Unicode, takes for another kind of character. */
async function otherPoints(ours, oracle) {
  const others = new Set();
  const probe = (point) => {
    const c = String.fromCodePoint(point);
    // The last shows a mark that only joins a neighbour: between an unassigned point and a letter.
    return `a${c}a 1${c}1 ${c} ,${c},A${c}A\n\u{bef9b}${c}\u10dc\n`;
  };
  // By the hundred first, since most hundreds are the same.
  for (let start = 128; start < 0x110000; start += 128) {
    if (start >= 0xd800 && start < 0xe000) continue;
    const points = Array.from({ length: 128 }, (_, i) => start + i);
    const all = points.map(probe).join('');
    if (same(ours(all), await oracle(all))) continue;
    for (const point of points) {
      if (!same(ours(probe(point)), await oracle(probe(point)))) others.add(point);
    }
  }
  return others;
}

const parts = {
  async ids() {
    buildMixed(log);
    const mixed = readFileSync(corpusPath('mixed'), 'utf8').slice(0, Math.round(3e7 * scale));
    const lengthOf = (text) => `${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB`;
    const pieces = [];
    for (let at = 0; at < mixed.length; at += 50_000)
      pieces.push(mixed.slice(at, at + 50_000).toWellFormed());
    for (const [name, encoding] of [
      ['gpt2', 'r50k_base'],
      ['cl100k', 'cl100k_base'],
      ['o200k', 'o200k_base'],
    ]) {
      const ours = await gibbs.loadEncoding(encoding, readFileSync(ranksPath(name)));
      const encode = (text) => ours.encodeOrdinary(text);
      const tiktoken = get_encoding(encoding);
      const native = huggingFace.Tokenizer.fromString(gibbs.saveTokenizerJson(ours));
      const wasm = (text) => tiktoken.encode_ordinary(text);
      report(
        `${name}, mixed text, tiktoken`,
        lengthOf(mixed),
        pieces.filter((text) => !same(encode(text), wasm(text))),
      );
      const differing = [];
      let size = 0;
      for (let i = 0; i < pieces.length; i += 4) {
        const text = pieces[i];
        size += Buffer.byteLength(text);
        if (!same(encode(text), await hfIds(native, text))) differing.push(text);
      }
      report(
        `${name}, mixed text, Hugging Face with our tokenizer.json`,
        `${(size / 1e6).toFixed(1)} MB`,
        differing,
      );

      const younger = await otherPoints(encode, wasm);
      const below = chance(20);
      const random = [];
      for (let i = 0; i < strings; i++) {
        const text = randomText(below, (point) => !younger.has(point));
        if (!same(encode(text), wasm(text))) random.push(text);
      }
      report(
        `${name}, random Unicode, tiktoken (without ${younger.size} code points that its Unicode knows otherwise)`,
        `${strings} strings`,
        random,
      );

      const long = [];
      const kinds = Object.keys(pathological);
      for (const kind of kinds) {
        let text = pathological[kind](1e6 * Math.min(1, scale * 10));
        // Of random code points, only those that are as old as tiktoken's Unicode.
        if (kind === 'points')
          text = [...text].filter((c) => !younger.has(c.codePointAt(0))).join('');
        if (!same(encode(text), await hfIds(native, text))) long.push(kind);
      }
      report(
        `${name}, runs of ${kinds.join(', ')}, Hugging Face`,
        `${kinds.length} × ${lengthOf(pathological.letter(1e6 * Math.min(1, scale * 10)))}`,
        long,
      );
    }
  },

  async splits() {
    for (const pattern of gibbs.patternNames) {
      const tokenizer = await gibbs.trainTokenizer('', { vocabSize: 256, pattern });
      const regExp = gibbs.patternRegExp(pattern);
      const below = chance(30);
      const differing = [];
      for (let i = 0; i < strings; i++) {
        const text = i % 5 ? randomText(below) : longText(below);
        if (!same(tokenizer.split(text), text.match(regExp) ?? [])) differing.push(text);
      }
      report(
        `${pattern}, pieces as its regular expression has them`,
        `${strings} random strings, a fifth of them long`,
        differing,
      );
    }
  },

  async trainers() {
    buildMixed(log);
    const path = corpusPath('en10');
    const text = readFileSync(path, 'utf8');
    const native = new huggingFace.Tokenizer(huggingFace.BPE.empty());
    native.setPreTokenizer(huggingFace.byteLevelPreTokenizer(false, true));
    native.train([path]);
    const theirs = join(here, '.data/trained.json');
    native.save(theirs);
    const { merges } = JSON.parse(readFileSync(theirs, 'utf8')).model;
    // There each line is a document, and a byte that does not occur has no token.
    const ours = await gibbs.trainTokenizer(text.match(/[^\n]*\n|[^\n]+/g), { vocabSize: 30000 });
    const saved = gibbs.saveTokenizerJson(ours);
    const own = JSON.parse(saved).model.merges;
    const count = Math.min(own.length, merges.length);
    const differing = own.slice(0, count).filter((merge, i) => !same(merge, merges[i]));
    report('merges learned from 10 MB to 30,000 ids, Hugging Face', `${count} merges`, differing);

    for (const pattern of ['gpt2', 'cl100k', 'o200k']) {
      const tokenizer = await gibbs.trainTokenizer(text, {
        vocabSize: 8000,
        pattern,
        specialTokens: ['<|end|>'],
      });
      const reader = huggingFace.Tokenizer.fromString(gibbs.saveTokenizerJson(tokenizer));
      const wrong = [];
      const sample = readFileSync(corpusPath('mixed'), 'utf8').slice(-1_000_000);
      for (let at = 0; at < sample.length; at += 20_000) {
        const part = sample.slice(at, at + 20_000).toWellFormed();
        if (!same(tokenizer.encode(part), await hfIds(reader, part))) wrong.push(part);
      }
      const special = 'a<|end|> b';
      if (!same(tokenizer.encode(special, { allowedSpecial: 'all' }), await hfIds(reader, special)))
        wrong.push(special);
      report(
        `trained here with ${pattern}, read by Hugging Face`,
        `${sample.length} characters`,
        wrong,
      );
    }

    if (!buildRustTrainer(log)) console.log('the Rust trainer: skipped, there is no rustc');
    else {
      for (const size of [1024, 32768]) {
        const list = join(here, '.data/merges.txt');
        execFileSync(rustTrainerPath, [path, String(size), list], { timeout: 280_000 });
        const expected = readFileSync(list, 'utf8').trim().split('\n');
        const learned = (await gibbs.trainTokenizer(text, { vocabSize: size }))
          .merges()
          .map(({ left, right }) => `${left} ${right}`);
        report(
          `merges learned from 10 MB to ${size} ids, a trainer in Rust`,
          `${learned.length} merges`,
          same(learned, expected) ? [] : [learned.find((merge, i) => merge !== expected[i])],
        );
      }
    }
    const alone = await gibbs.trainTokenizer(text, { vocabSize: 32768 });
    const shared = await gibbs.trainTokenizer(text, { vocabSize: 32768, threads: 2 });
    report(
      'learned with two workers, and with none',
      `${alone.merges().length} merges`,
      gibbs.saveTokenizerJson(alone) === gibbs.saveTokenizerJson(shared) ? [] : ['tokenizer.json'],
    );
  },

  async sentencepiece() {
    const usr = sentencePieceFolder(log);
    const lib = join(usr, 'lib/x86_64-linux-gnu');
    const env = { ...process.env, LD_LIBRARY_PATH: lib };
    const run = (name, args, input) =>
      execFileSync(join(usr, 'bin', name), args, {
        env,
        input,
        maxBuffer: 2 ** 30,
        timeout: 600_000,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
    buildMixed(log);
    const source = join(here, '.data/spm.txt');
    const mixed = readFileSync(corpusPath('mixed'), 'utf8');
    writeFileSync(source, mixed.slice(0, 1_500_000) + mixed.slice(-1_500_000));
    const prefix = join(here, '.data/spm');
    if (!existsSync(`${prefix}.model`)) {
      run('spm_train', [
        `--input=${source}`,
        `--model_prefix=${prefix}`,
        '--vocab_size=4000',
        '--model_type=bpe',
        '--byte_fallback=true',
        '--normalization_rule_name=identity',
        '--remove_extra_whitespaces=false',
        '--character_coverage=0.999',
        '--split_digits=true',
        '--allow_whitespace_only_pieces=true',
      ]);
    }
    const file = readFileSync(`${prefix}.model`);
    const ours = gibbs.loadSentencePiece(file);
    const below = chance(40);
    const lines = mixed.slice(4e6, 6e6).split('\n').concat(mixed.slice(-1e6).split('\n'));
    for (let i = 0; i < strings / 5; i++) lines.push(randomText(below));
    // The programs read lines, drop NUL and U+FEFF at the start of a line, and end a line at \n or \r\n only.
    const clean = lines.map((line) => line.replace(/[\r\n\0\uFEFF]/g, '').toWellFormed());
    const said = run(
      'spm_encode',
      [`--model=${prefix}.model`, '--output_format=id'],
      `${clean.join('\n')}\n`,
    )
      .toString()
      .split('\n');
    const wrong = clean
      .map((line, i) => ({
        line,
        ours: ours.encode(line, { disallowedSpecial: [] }).join(' '),
        spm: said[i],
      }))
      .filter((one) => one.ours !== one.spm);
    report(
      "a model of Debian's spm_train with byte fallback, spm_encode",
      `${clean.length} lines`,
      wrong,
    );
    const back = clean.filter(
      (line) =>
        ours.decode(ours.encode(line, { disallowedSpecial: [] })) !== line.replaceAll('▁', ' '),
    );
    report('the same, decoded again', `${clean.length} lines`, back);
    rmSync(source);
  },
};

const asked = flags.only ? flags.only.split(',') : Object.keys(parts);
for (const part of asked) {
  const start = performance.now();
  await parts[part]();
  log(`${part} took ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
process.exit(failures > 0 ? 1 : 0);
