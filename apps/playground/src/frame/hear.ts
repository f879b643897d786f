import { signal } from '@preact/signals';
import { text } from '../text/en/frame.js';
import { announce } from './announce.js';

/** Whether sound has been asked for; until then nothing makes any. */
export const sounding = signal(false);

let context: AudioContext | undefined;
let voice: OscillatorNode | undefined;

/** Plays a curve as sound: a higher value is a higher pitch, 220 to 880 Hz, over two seconds from left to right. */
export function hear(values: readonly number[]): void {
  if (values.length < 2) return;
  sounding.value = true;
  sing(values, values, 2, [-0.8, 0.8]);
}

/** One short tone for one value among those of its curve, where sound has been asked for. */
export function hearOne(values: readonly number[], index: number): void {
  const value = values[index];
  if (!sounding.value || value === undefined) return;
  const side = values.length < 2 ? 0 : (index / (values.length - 1)) * 1.6 - 0.8;
  sing([value, value], values, 0.18, [side, side]);
}

/** Stops what is heard, and makes no more sound until it is asked for. */
export function hush(): void {
  sounding.value = false;
  voice?.stop();
  voice = undefined;
}

/** Sings some values at the pitches they have among all, moving from one ear to the other. */
function sing(
  values: readonly number[],
  all: readonly number[],
  seconds: number,
  [left, right]: readonly [number, number],
): void {
  if (typeof AudioContext === 'undefined') {
    sounding.value = false;
    announce(text.chart.noSound);
    return;
  }
  context ??= new AudioContext();
  void context.resume();
  voice?.stop();
  const low = all.reduce((least, each) => Math.min(least, each), Infinity);
  const span = all.reduce((most, each) => Math.max(most, each), -Infinity) - low || 1;
  voice = context.createOscillator();
  const volume = context.createGain();
  const place = context.createStereoPanner();
  const now = context.currentTime + 0.02;
  const pitches = Float32Array.from(values, (value) => 220 * 4 ** ((value - low) / span));
  voice.type = 'triangle';
  voice.frequency.setValueCurveAtTime(pitches, now, seconds);
  place.pan.setValueAtTime(left, now);
  place.pan.linearRampToValueAtTime(right, now + seconds);
  const edge = Math.min(0.05, seconds / 4);
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(0.15, now + edge);
  volume.gain.setValueAtTime(0.15, now + seconds - edge);
  volume.gain.linearRampToValueAtTime(0, now + seconds);
  voice.connect(volume).connect(place).connect(context.destination);
  voice.start(now);
  voice.stop(now + seconds);
}
