import * as v from 'valibot';
import type { Fields } from '../link.js';

/** All that a link to this page carries. SI units; temperatures in °C where people set them. */
export interface PlanetState {
  /** Sunlight at the planet's distance, W/m². */
  solar: number;
  albedo: number;
  greenhouse: number;
  /** The room: what its thermostat is set to and how warm the street is, °C. */
  target: number;
  street: number;
  /** Sunlight through the window, W. */
  sun: number;
  /** The air conditioner's performance as a share of Carnot's. */
  quality: number;
  cooler: 'on' | 'off';
  /** Ticks of five minutes. */
  step: number;
}

export const start: PlanetState = {
  solar: 1361,
  albedo: 0.3,
  greenhouse: 0.78,
  target: 24,
  street: 35,
  sun: 1500,
  quality: 0.3,
  cooler: 'on',
  step: 0,
};

/** A day. */
export const longest = 288;
export const minutesPerTick = 5;

const decimal = (low: number, high: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,5}(\.\d{1,6})?$/),
    v.transform(Number),
    v.minValue(low),
    v.maxValue(high),
  );

export const limits = {
  solar: [100, 3000],
  albedo: [0, 0.95],
  greenhouse: [0, 1],
  target: [16, 30],
  street: [20, 45],
  sun: [0, 3000],
  quality: [0.1, 1],
} as const;

const within = (name: keyof typeof limits) => decimal(limits[name][0], limits[name][1]);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<PlanetState> = {
  solar: { schema: within('solar'), write: String },
  albedo: { schema: within('albedo'), write: String },
  greenhouse: { schema: within('greenhouse'), write: String },
  target: { schema: within('target'), write: String },
  street: { schema: within('street'), write: String },
  sun: { schema: within('sun'), write: String },
  quality: { schema: within('quality'), write: String },
  cooler: { schema: v.picklist(['on', 'off']), write: String },
  step: {
    schema: v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.maxValue(longest)),
    write: String,
  },
};
