let context: AudioContext | undefined;

/** Plays a curve as sound: a higher value is a higher pitch, 220 to 880 Hz, over two seconds from left to right. */
export function hear(values: readonly number[]): void {
  if (values.length < 2) return;
  context ??= new AudioContext();
  void context.resume();
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const curve = Float32Array.from(values, (value) => 220 * 4 ** ((value - low) / span));
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  const now = context.currentTime + 0.05;
  const seconds = 2;
  oscillator.type = 'triangle';
  oscillator.frequency.setValueCurveAtTime(curve, now, seconds);
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(0.15, now + 0.05);
  volume.gain.setValueAtTime(0.15, now + seconds - 0.05);
  volume.gain.linearRampToValueAtTime(0, now + seconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(now);
  oscillator.stop(now + seconds);
}
