// Training and generation, beside PyTorch, plain C and the memory of the machine.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { rows as taskRows } from './taskRows.mjs';

const folder = import.meta.dirname;
const python = '/usr/bin/python3';
const compiled = (name) => `${folder}/.data/${name}`;
const gcc = { needs: 'gcc (apt-get install gcc)', probe: ['gcc', '--version'] };
// With the pthread build of OpenBLAS, PyTorch's threads and the library's fight for the cores.
const openmp = { LD_LIBRARY_PATH: '/usr/lib/x86_64-linux-gnu/openblas-openmp' };

export const peers = {
  pytorch: {
    needs: 'python3-torch and libopenblas0-openmp from Debian (apt-get install)',
    probe: [python, '-c', 'import torch'],
  },
  'onnxruntime-node': { packages: ['onnxruntime-node@1.30.0'] },
  'plain C': gcc,
  limit: gcc,
};

const torch = (threads) => ({
  peer: 'pytorch',
  command: [python, 'torch_gpt.py', threads],
  env: { ...openmp, OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads },
});

export const contenders = {
  gibbs: { command: ['node', 'gibbs.mjs'] },
  'gibbs turbo': { command: ['node', 'gibbs.mjs', '--turbo'] },
  'gibbs 2 threads': { command: ['node', 'gibbs.mjs', '--threads=2'] },
  'gibbs turbo 2 threads': { command: ['node', 'gibbs.mjs', '--turbo', '--threads=2'] },
  pytorch: torch('1'),
  'pytorch 2 threads': torch('2'),
  'onnxruntime-node': { peer: 'onnxruntime-node', command: ['node', 'onnxruntime.mjs'] },
  'plain C': { peer: 'plain C', command: [compiled('llama')] },
  limit: { peer: 'limit', command: [compiled('limit')] },
};

/** Builds what is written in C, where there is a compiler. */
export async function prepare({ log }) {
  mkdirSync(`${folder}/.data`, { recursive: true });
  for (const name of ['llama', 'limit']) {
    if (existsSync(compiled(name))) continue;
    try {
      const source = `${folder}/${name}.c`;
      execFileSync('gcc', ['-Ofast', '-march=native', '-o', compiled(name), source, '-lm']);
    } catch (error) {
      log(`${name}.c could not be compiled: ${error.message}`);
    }
  }
}

export const rows = [
  {
    id: 'shakespeare-speed',
    work: 'training steps: 4 layers, 4 heads, width 128, context 64, batch 12, vocabulary 65, AdamW, clipping',
    unit: 'steps/s',
    rounds: 5,
    targets: [
      { versus: 'pytorch', atLeast: 1 },
      { of: 'gibbs turbo', versus: 'pytorch', atLeast: 1 },
      { of: 'gibbs 2 threads', versus: 'pytorch 2 threads', atLeast: 1 },
      { of: 'gibbs turbo 2 threads', versus: 'pytorch 2 threads', atLeast: 1 },
    ],
  },
  {
    id: 'shakespeare-loss-nanogpt',
    work: "tiny Shakespeare in that setting, nanoGPT's learning rates, 2,000 steps: validation loss over all of the last 10 %",
    unit: 'nats',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    sampleSeconds: 2400,
  },
  {
    id: 'shakespeare-loss',
    work: 'the same model, batches and steps with Muon: validation loss over all of the last 10 %',
    unit: 'nats',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    sampleSeconds: 2400,
    targets: [{ value: true, atMost: 1.88 }],
  },
  {
    id: 'shakespeare-best',
    work: 'tiny Shakespeare, the best setting for ten minutes on two cores: validation loss over all of the last 10 %',
    unit: 'nats',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    sampleSeconds: 900,
    targets: [{ value: true, atMost: 1.6 }],
  },
  {
    id: 'shakespeare-best-seconds',
    work: 'how long that training took',
    unit: 's',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    sampleSeconds: 900,
    targets: [{ value: true, atMost: 600 }],
  },
  {
    id: 'int8-loss',
    work: 'what 8-bit weights cost that model after 300 steps: loss on held-out text, above that of float32',
    unit: 'nats',
    better: 'lower',
    rounds: 1,
    warmups: 0,
    targets: [{ value: true, atMost: 0.01 }],
  },
  {
    id: 'forward-gpt',
    work: 'the same GPT forward, 12 × 64 tokens, one thread; onnxruntime serves the exported file',
    unit: 'tokens/s',
    rounds: 5,
  },
  {
    id: 'generate-small',
    work: 'Llama, width 64, 5 layers, 8 heads on 4, hidden 172, vocabulary 512: tokens over a context of 512',
    unit: 'tokens/s',
    rounds: 7,
    targets: [
      { value: true, atLeast: 5000 },
      { versus: 'plain C', atLeast: 0.8 },
    ],
  },
  ...['float32', 'int8'].map((kind) => ({
    id: `decode-gpt2-${kind}`,
    work: `GPT-2 124M, random weights, one token at a time, ${kind}`,
    unit: 'tokens/s',
    rounds: 7,
    targets: [{ versus: 'limit', atLeast: 1 / 1.3 }],
  })),
  ...taskRows,
];
