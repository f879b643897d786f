import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readText } from './readText.js';
import { writeWhole } from './writeWhole.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gibbs-files-'));
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readText', () => {
  it('reads a text and says how large it is', async () => {
    const path = await file('plain.txt', 'heat and work');
    expect(await readText('--text', path, 1000)).toEqual({
      path,
      text: 'heat and work',
      bytes: 13,
      fileBytes: 13,
    });
  });

  it('cuts the beginning of a longer file at a whole character', async () => {
    const path = await file('long.txt', 'aé火😀'.repeat(10));
    for (let limit = 1; limit <= 12; limit++) {
      const { text, bytes, fileBytes } = await readText('--text', path, limit);
      expect('aé火😀aé'.startsWith(text)).toBe(true);
      expect(bytes).toBe(Buffer.byteLength(text));
      expect(limit - bytes).toBeLessThan(4);
      expect(fileBytes).toBe(100);
    }
  });

  it.each([
    ['missing.txt', undefined, 'no such file'],
    ['.', undefined, 'it is a directory'],
    ['empty.txt', '', 'the file is empty'],
    ['binary.bin', new Uint8Array([65, 66, 0, 67]), 'not a text file, byte 2 is zero'],
    ['latin1.txt', new Uint8Array([65, 0xe9, 66]), 'not a text file, it is not valid UTF-8'],
  ])('names path and reason for %s', async (name, content, reason) => {
    const path = content === undefined ? join(folder, name) : await file(name, content);
    await expect(readText('--text', path, 1000)).rejects.toMatchObject({
      message: `--text: cannot read ${path}: ${reason}`,
      exitCode: 3,
    });
  });
});

describe('writeWhole', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    const path = await file('run.json', 'old');
    await writeWhole('--out', path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('names path and reason where it cannot write', async () => {
    const path = join(folder, 'no', 'such', 'folder.json');
    await expect(writeWhole('--out', path, 'x')).rejects.toMatchObject({
      message: `--out: cannot write ${path}: no such file`,
      exitCode: 3,
    });
  });
});
