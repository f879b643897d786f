/** The icon as RGBA pixels, edge to edge: the decay e^(−E/T) in the colours of hot and cold, as public/icon.svg draws it. */
export function iconPixels(size: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * size * size);
  const finer = 3; // samples each way in a pixel, for smooth edges
  for (let i = 0; i < size * size; i++) {
    let inside = 0;
    const [px, py] = [i % size, Math.floor(i / size)];
    for (let s = 0; s < finer * finer; s++) {
      const x = ((px + ((s % finer) + 0.5) / finer) / size) * 32;
      const y = ((py + (Math.floor(s / finer) + 0.5) / finer) / size) * 32;
      if (x >= 6 && x <= 26 && y <= 26 && y >= (x <= 9 ? 6 : heightAt(x))) inside += 1;
    }
    const share = inside / finer ** 2;
    const across = Math.max(0, Math.min(1, (((px + 0.5) / size) * 32 - 6) / 20));
    const [hot, cold, ground] = [
      [0xd9, 0x54, 0x2b],
      [0x2f, 0x6f, 0xd0],
      [0x14, 0x16, 0x1f],
    ] as const;
    for (const c of [0, 1, 2] as const) {
      const colour = hot[c] + (cold[c] - hot[c]) * across;
      pixels[4 * i + c] = ground[c] + (colour - ground[c]) * share;
    }
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** Height of the curve C15 23.5 9 18 9 6 from (26, 23.5), by halving: its x falls all the way. */
function heightAt(x: number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 20; round++) {
    const t = (low + high) / 2;
    if (cubic(t, 26, 15, 9, 9) > x) low = t;
    else high = t;
  }
  return cubic(low, 23.5, 23.5, 18, 6);
}

function cubic(t: number, a: number, b: number, c: number, d: number): number {
  const u = 1 - t;
  return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}
