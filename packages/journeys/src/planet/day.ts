import { Room } from '@gibbs/physics/engines';
import { longest, minutesPerTick, type PlanetState } from './state.js';

/** One look at the room. Temperatures in °C, heat and work in J since the start, entropy in J/K. */
export interface Moment {
  room: number;
  street: number;
  power: number;
  fromRoom: number;
  toStreet: number;
  work: number;
  entropy: number;
}

const zero = 273.15;

/** A day in a room with an air conditioner, tick by tick. */
export function dayOf({ target, street, sun, quality, cooler }: PlanetState): Moment[] {
  const room = new Room({
    targetKelvin: target + zero,
    streetKelvin: street + zero,
    sunWatts: sun,
    coolerQuality: quality,
    ...(cooler === 'off' ? { coolerWatts: 0 } : {}),
  });
  const moments = [momentOf(room)];
  for (let tick = 0; tick < longest; tick++) {
    room.step(60 * minutesPerTick, 30);
    moments.push(momentOf(room));
  }
  return moments;
}

function momentOf(room: Room): Moment {
  return {
    room: room.roomKelvin - zero,
    street: room.streetKelvin - zero,
    power: room.coolerPower,
    fromRoom: room.heatFromRoom,
    toStreet: room.heatToStreet,
    work: room.workUsed,
    entropy: room.ledger.universe,
  };
}
