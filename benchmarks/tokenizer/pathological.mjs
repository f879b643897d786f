/** Texts that are hard for a BPE, of about `size` UTF-8 bytes, the same every time. */
const random = (seed) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const build = (count, one) => {
  const next = random(12345);
  const parts = [];
  for (let i = 0; i < count; i++) parts.push(one(next));
  return parts.join('');
};

export const pathological = {
  letter: (size) => 'a'.repeat(size),
  spaces: (size) => ' '.repeat(size),
  newlines: (size) => '\n'.repeat(size),
  letters: (size) => build(size, (next) => String.fromCharCode(97 + Math.floor(next() * 26))),
  cjk: (size) =>
    build(size / 3, (next) => String.fromCharCode(0x4e00 + Math.floor(next() * 20000))),
  points: (size) =>
    build(size / 3.9, (next) => {
      const point = Math.floor(next() * 0x10f800);
      return String.fromCodePoint(point < 0xd800 ? point : point + 0x800);
    }),
};
