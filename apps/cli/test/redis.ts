import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Whether Debian's redis-server, or any other, is installed. */
export const hasRedis: boolean =
  spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** A port of this machine that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

interface Redis {
  port: number;
  url: string;
  stop: () => void;
}

/** A Redis of our own on loopback, with nothing on disk; on another port where the one found was taken meanwhile. */
export async function startRedis(): Promise<Redis> {
  for (let i = 0; i < 10; i++) {
    const redis = await startRedisAt(await freePort());
    if (redis) return redis;
  }
  throw new Error('redis-server does not start');
}

/** The same on a given port; undefined where it cannot have it. */
export async function startRedisAt(port: number): Promise<Redis | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'gibbs-redis-'));
  const args = `--port ${port} --bind 127.0.0.1 --save  --appendonly no --dir ${folder}`.split(' ');
  const server: ChildProcess = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  server.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  const stop = (): void => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = (): boolean => /Ready to accept connections/.test(said);
  while (!ready() && server.exitCode === null) await wait(50);
  if (ready()) return { port, url: `redis://127.0.0.1:${port}`, stop };
  stop();
  return undefined;
}
