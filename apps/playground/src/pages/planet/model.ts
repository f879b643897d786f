import {
  dayOf,
  fields,
  lightOf,
  longest,
  type Moment,
  type PlanetState,
  planetBits,
  start,
} from '@gibbs/journeys/planet';
import { machineShare, planet } from '@gibbs/physics/planet';
import { batch, computed, type Signal, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { branching } from '../../frame/branch.js';
import { unlocked } from '../../frame/lesson.js';
import { proving } from '../../frame/proving.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/planet.js';

export const state: Signal<PlanetState> = signal(start);
export const playing = signal(false);
export const notice = signal<string | null>(null);

const light = computed(() => lightOf(state.value));

/** The balance of the planet as it is set. */
export const balance = computed(() => planet(light.value));

const room = computed(() => {
  const { target, street, sun, quality, cooler } = state.value;
  return JSON.stringify({ target, street, sun, quality, cooler });
});
/** The day in the room as it is set. */
export const day = computed(() => dayOf({ ...start, ...JSON.parse(room.value) }));

export const branch = branching({
  state,
  series: day,
  step: () => state.value.step,
  take: change,
});

/** What the air conditioner, at its mean power of the day, adds to the planet's balance; null where it rests. */
export const share = computed(() => {
  const work = day.value.at(-1)?.work ?? 0;
  const watts = work / (longest * 300);
  return watts > 0 ? { watts, ...machineShare(watts, light.value) } : null;
});

export function change(part: Partial<PlanetState>): void {
  state.value = { ...state.value, ...unlocked(part) };
}

export function seek(step: number): void {
  playing.value = false;
  change({ step: Math.max(0, Math.min(longest, step)) });
}

export function stepOn(): void {
  const { step } = state.value;
  if (step >= longest) {
    playing.value = false;
    announce(text.end);
  } else change({ step: step + 1 });
}

export function play(): void {
  if (state.value.step >= longest) change({ step: 0 });
  playing.value = !playing.value;
}

export function reset(): void {
  batch(() => {
    playing.value = false;
    state.value = start;
  });
}

/** Opens the link in the address and from then on keeps the address up to date. */
export async function connect(): Promise<void> {
  await keepAddress({
    ...{ fields, start, digest },
    state: () => (playing.value ? null : state.value),
    now: () => state.value,
    open: async ({ state: opened, repairs, digest: linked }) => {
      playing.value = false;
      state.value = opened;
      notice.value = repairs.length > 0 ? frameText.link.repaired(repairs) : null;
      await check(linked);
    },
  });
}

const { proof, digest, check } = proving(state, () =>
  planetBits(state.value, day.value[state.value.step] as Moment),
);

export { proof };

/** The address of the page as it now stands, with the digest that proves it. */
export async function shareLink(): Promise<string> {
  return addressOf(state.value, { fields, start }, (await digest()) ?? undefined);
}
