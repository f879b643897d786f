import { side } from '@gibbs/journeys/digits';
import { type Digits, type IdxArray, readIdx } from '@gibbs/nn/tasks';

const largest = 200_000_000; // bytes; MNIST's largest file has 47 million, unpacked

/** Reads IDX files of images and labels, in any order and plain or gzipped: those with equal counts belong together. */
export async function readFiles(files: readonly File[]): Promise<Digits[]> {
  const images: (IdxArray & { shape: [number, number, number] })[] = [];
  const labels: IdxArray[] = [];
  for (const file of files) {
    if (file.size > largest) throw new Error(`${file.name} has ${file.size} bytes`);
    const array = await readIdx(new Uint8Array(await file.arrayBuffer()));
    if (array.shape.length === 1) labels.push(array);
    else images.push(array as (typeof images)[number]);
  }
  return images.map(({ shape: [count, height, width], data }) => {
    if (height !== side || width !== side) {
      throw new Error(`images must have ${side}×${side} pixels, got ${height}×${width}`);
    }
    const at = labels.findIndex(({ shape }) => shape[0] === count);
    if (at < 0) throw new Error(`there is no file of labels for ${count} images`);
    const [found] = labels.splice(at, 1) as [IdxArray];
    const stranger = found.data.find((label) => label > 9);
    if (stranger !== undefined) throw new Error(`labels must be 0 to 9, got ${stranger}`);
    return { count, height, width, images: data, labels: found.data };
  });
}
