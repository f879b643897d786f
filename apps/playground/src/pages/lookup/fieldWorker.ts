import { paintField, type Square } from './field.js';

/** Asks for a picture; a newer request makes an unfinished one moot. */
export type Paint = Square & { id: number };

/** One picture. A coarse one comes first, the fine one follows. */
export interface Painted {
  id: number;
  size: number;
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

const sizes = [32, 96, 320];
let newest = 0;

addEventListener('message', async ({ data }: MessageEvent<Paint>) => {
  newest = data.id;
  for (const size of sizes) {
    const painter = paintField(data, size);
    let next = painter.next();
    let rest = performance.now();
    for (; !next.done; next = painter.next()) {
      if (performance.now() - rest < 8) continue;
      // Messages come in between rows, so that a drag does not queue up pictures nobody will see.
      await new Promise((resume) => setTimeout(resume));
      if (data.id !== newest) return;
      rest = performance.now();
    }
    const painted: Painted = { id: data.id, size, pixels: next.value };
    postMessage(painted, { transfer: [painted.pixels.buffer] });
  }
});
