import { machineShare, planet } from '@gibbs/physics/planet';
import { batch, computed, type Signal, signal } from '@preact/signals';
import { addressOf, keepAddress } from '../../frame/address.js';
import { announce } from '../../frame/announce.js';
import { branching } from '../../frame/branch.js';
import { unlocked } from '../../frame/lesson.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/planet.js';
import { dayOf } from './day.js';
import { fields, longest, type PlanetState, start } from './state.js';

export const state: Signal<PlanetState> = signal(start);
export const playing = signal(false);
export const notice = signal<string | null>(null);

const light = computed(() => {
  const { solar, albedo, greenhouse } = state.value;
  return { solarConstant: solar, albedo, greenhouse };
});

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
    fields,
    start,
    state: () => (playing.value ? null : state.value),
    open: ({ state: opened, repairs }) => {
      playing.value = false;
      state.value = opened;
      notice.value = repairs.length > 0 ? frameText.link.repaired(repairs) : null;
    },
  });
}

export function shareLink(): Promise<string> {
  return addressOf(state.value, { fields, start });
}
