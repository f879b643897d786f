import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeAside } from './writeAside.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('writeAside', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    const path = join(folder, 'a.bin');
    await writeAside(path, Uint8Array.of(1, 2));
    await writeAside(path, Uint8Array.of(3));
    expect([...readFileSync(path)]).toEqual([3]);
    expect(readdirSync(folder)).toEqual(['a.bin']);
  });

  it('says why it could not write', async () => {
    await expect(writeAside(join(folder, 'none', 'a.bin'), Uint8Array.of(1))).rejects.toThrow(
      /^files: .*a\.bin must be writable, got ENOENT.* What was saved there before is untouched\.$/,
    );
  });

  // /dev/full takes no byte, as a full disk does; a link puts the file that is written aside on it.
  it.skipIf(process.platform !== 'linux')(
    'keeps what was saved when the disk is full',
    async () => {
      const path = join(folder, 'b.bin');
      writeFileSync(path, 'good');
      symlinkSync('/dev/full', `${path}.part`);
      await expect(writeAside(path, Uint8Array.of(1))).rejects.toThrow(/got ENOSPC/);
      expect(readFileSync(path, 'utf8')).toBe('good');
    },
  );
});
