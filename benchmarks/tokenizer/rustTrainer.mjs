/** Builds the trainer in Rust that ours is raced against, where there is a Rust compiler. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'trainer.rs');
const data = join(import.meta.dirname, '.data');

export const rustTrainerPath = join(data, 'rust-trainer');

/** Compiles it if it is not there or older than its source; says so where that fails. */
export function buildRustTrainer(log = () => {}) {
  if (existsSync(rustTrainerPath) && statSync(rustTrainerPath).mtimeMs > statSync(source).mtimeMs) {
    return true;
  }
  mkdirSync(data, { recursive: true });
  log('compiling trainer.rs');
  const flags = ['--edition', '2021', '-C', 'opt-level=3', '-C', 'codegen-units=1'];
  const native = ['-C', 'target-cpu=native', '-C', 'panic=abort'];
  const run = spawnSync('rustc', [...flags, ...native, '-o', rustTrainerPath, source], {
    encoding: 'utf8',
    timeout: 280_000,
  });
  if (run.status === 0) return true;
  log(`trainer.rs is not compiled: ${(run.stderr || run.error?.message || '').split('\n')[0]}`);
  return false;
}
