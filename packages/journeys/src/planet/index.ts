/** A planet in the light of its star, and a room with an air conditioner. */
import { planet } from '@gibbs/physics/planet';
import { numberBits } from '../numberBits.js';
import { dayOf, type Moment } from './day.js';
import type { PlanetState } from './state.js';

export { dayOf, type Moment } from './day.js';
export { fields, limits, longest, minutesPerTick, type PlanetState, start } from './state.js';

/** The planet as a state has it. */
export const lightOf = ({ solar, albedo, greenhouse }: PlanetState) => ({
  solarConstant: solar,
  albedo,
  greenhouse,
});

/** What is proved of a day: the planet's balance, and the room and its books at a moment. */
export function planetBits(state: PlanetState, moment: Moment): Uint8Array<ArrayBuffer> {
  const balance = Object.values(planet(lightOf(state))).filter((each) => typeof each === 'number');
  return numberBits([...balance, ...Object.values(moment)]);
}

/** The day as a link has it; its moments are known at once. */
export function begin(setup: PlanetState) {
  const day = dayOf(setup);
  return {
    tick: 0,
    toward(tick: number) {
      this.tick = tick;
    },
    rewrite() {},
    bits() {
      return planetBits(setup, day[this.tick] as Moment);
    },
  };
}
export const setup = (state: PlanetState): PlanetState => state;
export const deeds = (): readonly never[] => [];
