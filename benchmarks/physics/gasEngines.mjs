// Game engines as a gas: equal disks between four walls, restitution 1, no friction, no gravity.
// `node gasEngines.mjs matter-js | rapier2d | planck`

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { serve } from '../serve.mjs';
import { boxed, FRAMES, STEP_IN_RADII } from './gasStart.mjs';

const name = process.argv[2];
const require = createRequire(`${process.env.GIBBS_PEERS}/x.js`);

async function matter() {
  const M = require('matter-js');
  return (count, packing) => {
    const radius = 5;
    const { side, positions, velocities } = boxed(count, packing, radius, STEP_IN_RADII * radius);
    const engine = M.Engine.create({ gravity: { x: 0, y: 0, scale: 0 } });
    const smooth = { restitution: 1, friction: 0, frictionAir: 0, frictionStatic: 0 };
    const disks = Array.from({ length: count }, (_, n) => {
      const at = [positions[2 * n], positions[2 * n + 1]];
      const disk = M.Bodies.circle(...at, radius, { ...smooth, inertia: Infinity });
      M.Body.setVelocity(disk, { x: velocities[2 * n], y: velocities[2 * n + 1] });
      return disk;
    });
    M.Composite.add(engine.world, disks);
    const thick = 50;
    for (const [x, y, w, h] of [
      [side / 2, -thick / 2, side + 2 * thick, thick],
      [side / 2, side + thick / 2, side + 2 * thick, thick],
      [-thick / 2, side / 2, thick, side + 2 * thick],
      [side + thick / 2, side / 2, thick, side + 2 * thick],
    ]) {
      M.Composite.add(engine.world, M.Bodies.rectangle(x, y, w, h, { ...smooth, isStatic: true }));
    }
    return {
      frame: () => M.Engine.update(engine, 1000 / 60),
      energy: () => disks.reduce((sum, { velocity: v }) => sum + v.x * v.x + v.y * v.y, 0),
    };
  };
}

async function rapier() {
  const file = require.resolve('@dimforge/rapier2d-compat');
  const { default: R } = await import(pathToFileURL(file).href);
  await R.init();
  return (count, packing) => {
    const radius = 0.5;
    const speed = STEP_IN_RADII * radius * 60;
    const { side, positions, velocities } = boxed(count, packing, radius, speed);
    const world = new R.World({ x: 0, y: 0 });
    world.timestep = 1 / 60;
    const disks = Array.from({ length: count }, (_, n) => {
      const body = R.RigidBodyDesc.dynamic()
        .setTranslation(positions[2 * n], positions[2 * n + 1])
        .setLinvel(velocities[2 * n], velocities[2 * n + 1])
        .lockRotations()
        .setCanSleep(false);
      const disk = world.createRigidBody(body);
      world.createCollider(R.ColliderDesc.ball(radius).setRestitution(1).setFriction(0), disk);
      return disk;
    });
    for (const [x, y, halfWidth, halfHeight] of [
      [side / 2, -5, side, 5],
      [side / 2, side + 5, side, 5],
      [-5, side / 2, 5, side],
      [side + 5, side / 2, 5, side],
    ]) {
      const wall = R.ColliderDesc.cuboid(halfWidth, halfHeight).setTranslation(x, y);
      world.createCollider(wall.setRestitution(1).setFriction(0));
    }
    return {
      frame: () => world.step(),
      energy: () =>
        disks.reduce((sum, disk) => {
          const v = disk.linvel();
          return sum + v.x * v.x + v.y * v.y;
        }, 0),
    };
  };
}

async function planck() {
  const p = require('planck');
  return (count, packing) => {
    const radius = 0.5;
    const speed = STEP_IN_RADII * radius * 60;
    const { side, positions, velocities } = boxed(count, packing, radius, speed);
    const world = new p.World({ gravity: { x: 0, y: 0 }, allowSleep: false });
    p.Settings.velocityThreshold = 0;
    const disks = Array.from({ length: count }, (_, n) => {
      const disk = world.createBody({
        type: 'dynamic',
        position: { x: positions[2 * n], y: positions[2 * n + 1] },
        linearVelocity: { x: velocities[2 * n], y: velocities[2 * n + 1] },
        fixedRotation: true,
      });
      disk.createFixture(new p.Circle(radius), { density: 1, restitution: 1, friction: 0 });
      return disk;
    });
    const ground = world.createBody();
    const corners = [
      [0, 0],
      [side, 0],
      [side, side],
      [0, side],
    ].map(([x, y]) => new p.Vec2(x, y));
    for (let k = 0; k < 4; k++) {
      const edge = new p.Edge(corners[k], corners[(k + 1) % 4]);
      ground.createFixture(edge, { restitution: 1, friction: 0 });
    }
    return {
      frame: () => world.step(1 / 60),
      energy: () =>
        disks.reduce((sum, disk) => {
          const v = disk.getLinearVelocity();
          return sum + v.x * v.x + v.y * v.y;
        }, 0),
    };
  };
}

const make = await { 'matter-js': matter, rapier2d: rapier, planck }[name]();

/** 600 frames once; frames/s and the share of the energy that is left come from the same run. */
const runs = new Map();
function run(count, packing) {
  const key = `${count} ${packing}`;
  const world = make(count, packing);
  const energy = world.energy();
  const start = performance.now();
  for (let k = 0; k < FRAMES; k++) world.frame();
  const seconds = (performance.now() - start) / 1000;
  const result = { rate: FRAMES / seconds, kept: world.energy() / energy };
  runs.set(key, result);
  return result;
}
const kept = (count, packing) => () => ({
  measure: () => (runs.get(`${count} ${packing}`) ?? run(count, packing)).kept,
});
const frames = (count, packing) => () => ({ measure: () => run(count, packing).rate });

const folder = name === 'rapier2d' ? '@dimforge/rapier2d-compat' : name;
const manifest = `${process.env.GIBBS_PEERS}/${folder}/package.json`;
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
await serve(version, {
  'frames-1000-dilute': frames(1000, 0.1),
  'energy-kept-dilute': kept(1000, 0.1),
  'frames-1000-dense': frames(1000, 0.4),
  'energy-kept-dense': kept(1000, 0.4),
});
