import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const pages = '../playground/dist';

// The four packages are bundled in, so that one tarball is the whole tool; splitting keeps each command lazy.
export default defineConfig({
  entry: ['src/gibbs.ts'],
  format: ['esm'],
  target: 'node22',
  platform: 'node',
  splitting: true,
  clean: true,
  sourcemap: true,
  dts: false,
  define: { __VERSION__: JSON.stringify(version) },
  noExternal: [/^@gibbs\//],
  // What lies beside the code: the playground's pages, which `gibbs playground` serves, and the manual page.
  onSuccess: async () => {
    if (existsSync(pages)) cpSync(pages, 'dist/playground', { recursive: true });
    const man = spawnSync(process.execPath, ['dist/gibbs.js', 'man'], { encoding: 'utf8' });
    if (man.status !== 0) throw new Error(`no manual page: ${man.stderr}`);
    writeFileSync('dist/gibbs.1', man.stdout);
  },
});
