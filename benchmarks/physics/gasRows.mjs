// Hard disks and the particle engine: peers, contenders beside Gibbs, rows; `samples` are Gibbs' own.

export const peers = {
  'matter-js': { packages: ['matter-js@0.20.0'] },
  rapier2d: { packages: ['@dimforge/rapier2d-compat@0.21.0'] },
  planck: { packages: ['planck@1.5.0'] },
};

export const contenders = {
  plain: { command: ['node', 'gasPlain.mjs'] },
  'matter-js': { peer: 'matter-js', command: ['node', 'gasEngines.mjs', 'matter-js'] },
  rapier2d: { peer: 'rapier2d', command: ['node', 'gasEngines.mjs', 'rapier2d'] },
  planck: { peer: 'planck', command: ['node', 'gasEngines.mjs', 'planck'] },
};

const engines = ['matter-js', 'rapier2d', 'planck'];
const value = (bound) => [{ value: true, ...bound }];

const speed = (count, text, atLeast) => ({
  id: `disks-${count}`,
  work: `${text} hard disks, packing 0.3: collisions`,
  unit: 'collisions/s',
  better: 'higher',
  rounds: 7,
  targets: [{ versus: 'plain', atLeast }],
});

const single = (id, work, unit, bound, more = {}) => ({
  id,
  work,
  unit,
  better: 'lower',
  rounds: 1,
  targets: value(bound),
  ...more,
});

const gas = (packing, text) => [
  {
    id: `frames-1000-${text}`,
    work: `1,000 disks, packing ${packing}, 600 frames of 0.4 radii`,
    unit: 'frames/s',
    better: 'higher',
    rounds: 3,
    targets: [{ versus: engines, atLeast: 1 }],
  },
  {
    id: `energy-kept-${text}`,
    work: `1,000 disks, packing ${packing}: share of the energy left after 600 frames`,
    unit: 'of 1',
    better: 'higher',
    rounds: 1,
    targets: [
      { value: true, atLeast: 1 - 1e-12 },
      { value: true, atMost: 1 + 1e-12 },
    ],
  },
];

export const rows = [
  speed(1000, '1,000', 1.6),
  speed(10_000, '10,000', 1.6),
  speed(100_000, '100,000', 2.2),
  speed(1_000_000, '1,000,000', 2.5),
  single('disks-growth', 'cost per collision, 1,000,000 disks over 1,000', 'times', { atMost: 4 }),
  ...gas(0.1, 'dilute'),
  ...gas(0.4, 'dense'),
  single('disks-drift', '1,000 disks, 10⁸ collisions: change of the energy', 'of 1', {
    atMost: 1e-12,
  }),
  single('disks-overlap', 'the same, looked at 100 times: deepest overlap', 'diameters', {
    atMost: 1e-12,
  }),
  single('disks-z-72', 'N = 72, packing 0.65: Z against 8.33225', 'of 1', { atMost: 1e-3 }),
  single('disks-z-870', 'N = 870, packing 0.67: Z against 9.36234', 'of 1', { atMost: 1e-3 }),
  single(
    'echo-life',
    'float echo: collisions per disk until it is a hundredth of a diameter off',
    'collisions',
    {
      atLeast: 20,
    },
    { better: 'higher' },
  ),
  single('carnot-limit', 'particle Carnot extrapolated to speed 0: off from 1 − T_c/T_h', 'of 1', {
    atMost: 0.02,
  }),
  single(
    'carnot-above',
    '100 seeded particle Carnot runs above 1 − T_c/T_h by 3 standard errors',
    'runs',
    {
      atMost: 0,
    },
  ),
];
