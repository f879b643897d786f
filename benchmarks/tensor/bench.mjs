// Tensors beside their peers: products, whole training steps, and the machine's own limit.

import { matmuls } from './shapes.mjs';

const blas = 'python3-numpy, python3-torch and libopenblas0-openmp from Debian (apt-get install)';
const python = '/usr/bin/python3';
// With the pthread build of OpenBLAS, PyTorch's threads and the library's fight for the cores.
const openmp = { LD_LIBRARY_PATH: '/usr/lib/x86_64-linux-gnu/openblas-openmp' };

export const peers = {
  'tfjs-wasm': { packages: ['@tensorflow/tfjs@4.22.0', '@tensorflow/tfjs-backend-wasm@4.22.0'] },
  'jax-js': { packages: ['@jax-js/jax@0.1.25'] },
  'numpy-ts': { packages: ['numpy-ts@1.7.0'] },
  'onnxruntime-web': { packages: ['onnxruntime-web@1.30.0'] },
  'onnxruntime-node': { packages: ['onnxruntime-node@1.30.0'] },
  numpy: { needs: blas, probe: [python, '-c', 'import numpy'] },
  pytorch: { needs: blas, probe: [python, '-c', 'import torch'] },
};

const gibbs = (...flags) => ({ command: ['node', 'gibbs.mjs', ...flags] });
const native = (peer, threads) => ({
  peer,
  command: [python, 'native.py', peer === 'pytorch' ? 'torch' : 'numpy', String(threads)],
  env: openmp,
});

export const contenders = {
  gibbs: gibbs(),
  'gibbs 2 threads': gibbs('--threads=2'),
  'gibbs turbo': gibbs('--turbo'),
  'gibbs turbo 2 threads': gibbs('--turbo', '--threads=2'),
  limit: { command: ['node', 'limit.mjs'] },
  'tfjs-wasm': { peer: 'tfjs-wasm', command: ['node', 'tfjs.mjs'] },
  'jax-js': { peer: 'jax-js', command: ['node', 'jaxjs.mjs'] },
  'numpy-ts': { peer: 'numpy-ts', command: ['node', 'numpyts.mjs'] },
  'onnxruntime-web': { peer: 'onnxruntime-web', command: ['node', 'onnxruntime.mjs', 'web'] },
  'onnxruntime-node': { peer: 'onnxruntime-node', command: ['node', 'onnxruntime.mjs', 'node'] },
  numpy: native('numpy', 1),
  pytorch: native('pytorch', 1),
  'pytorch 2 threads': native('pytorch', 2),
};

const wasmPeers = ['tfjs-wasm', 'jax-js', 'numpy-ts', 'onnxruntime-web'];

/** Products: near the limit from 256³ up, well ahead of every peer on the same engine. */
const products = Object.entries(matmuls).map(([id, [m, k, n]]) => ({
  id,
  work: `matmul ${m}×${k}·${k}×${n}`,
  unit: 'GFLOP/s',
  targets: [
    { versus: wasmPeers, atLeast: 1.5 },
    ...(id === 'matmul-128' ? [] : [{ versus: 'limit', atLeast: 0.85 }]),
    ...(id === 'matmul-512'
      ? [
          { of: 'gibbs 2 threads', versus: 'gibbs', atLeast: 1.7 },
          { of: 'gibbs turbo', versus: 'numpy', atLeast: 0.9 },
        ]
      : []),
  ],
}));

const marks = { tn: 'Aᵀ·B', nt: 'A·Bᵀ', tt: 'Aᵀ·Bᵀ' };
const transposed = ['matmul-256', 'matmul-512'].flatMap((id) =>
  Object.entries(marks).map(([mark, name]) => ({
    id: `${id}-${mark}`,
    work: `${name}, ${id.slice(7)}³`,
    unit: 'GFLOP/s',
    // The same process does A·B in turn, so that the ratio is of two samples taken side by side.
    targets: [{ versus: 'gibbs plain', atLeast: 0.9 }],
  })),
);
contenders['gibbs plain'] = gibbs('--plain');

export const rows = [
  ...products,
  ...transposed,
  {
    id: 'mlp-step',
    work: 'MLP 784-128-10, batch 64, cross-entropy, Adam: one captured step',
    unit: 'steps/s',
    targets: [
      { versus: 'jax-js', atLeast: 2 },
      { versus: 'pytorch', atLeast: 1 },
    ],
  },
  {
    id: 'gpt-step',
    work: 'GPT, 4 layers of 128, context 64, batch 16, AdamW: one captured step',
    unit: 'steps/s',
    targets: [
      { versus: 'jax-js', atLeast: 2.2 },
      { of: 'gibbs 2 threads', versus: 'pytorch 2 threads', atLeast: 1 },
      { of: 'gibbs turbo 2 threads', versus: 'pytorch 2 threads', atLeast: 1.2 },
    ],
  },
  {
    id: 'xor-step',
    work: 'XOR 2-8-1, batch of 4: one captured step',
    unit: 'steps/s',
    targets: [
      { value: true, atLeast: 300_000 },
      { versus: 'pytorch', atLeast: 20 },
    ],
  },
];
