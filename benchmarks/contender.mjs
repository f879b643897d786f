// A contender: a child process that prints {"ready":true,"version","rows"} and then, for each line {"row":ID} on
// its standard input, one line {"value":N} or {"error":"reason"}.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const startLimitMs = 120_000;
const sampleLimitSeconds = 300;

export class Contender {
  constructor(name, spec, folder, peersFolder) {
    this.name = name;
    this.version = 'unknown';
    this.rows = [];
    this.start = () => {
      const [command, ...args] = spec.command;
      this.#listenTo(
        spawn(command === 'node' ? process.execPath : command, args, {
          cwd: folder,
          stdio: ['pipe', 'pipe', 'pipe'],
          env: { ...process.env, ...spec.env, GIBBS_PEERS: peersFolder ?? '' },
        }),
      );
    };
    this.start();
  }

  #listenTo(child) {
    this.child = child;
    this.said = '';
    this.isReady = false;
    this.waiting = undefined;
    child.stdin.on('error', () => {});
    child.stderr.on('data', (data) => {
      this.said = (this.said + data).slice(-5000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (this.child === child) this.#hear(line);
    });
    const ended = (why) => {
      if (this.child === child)
        this.waiting?.reject(new Error(`${why} ${this.#complaint()}`.trim()));
    };
    child.on('error', (error) => ended(error.message));
    child.on('exit', (code, signal) => ended(`ended with ${signal ?? code}.`));
  }

  async ready() {
    const hello = await this.#next(startLimitMs);
    if (!hello.ready) throw new Error(hello.error ?? 'did not say it is ready');
    this.version = hello.version ?? 'unknown';
    this.rows = hello.rows;
    this.isReady = true;
  }

  /**
   * One sample of a row. A contender that dies, or takes longer than the limit, answers with the error; the next row
   * finds a new one in its place.
   */
  async sample(row, limitSeconds = sampleLimitSeconds) {
    try {
      if (!this.isReady) {
        this.start();
        await this.ready();
      }
      this.child.stdin.write(`${JSON.stringify({ row })}\n`);
      const answer = await this.#next(1000 * limitSeconds);
      if (answer.error || Number.isFinite(answer.value)) return answer;
      return { error: `answered ${JSON.stringify(answer)}` };
    } catch (error) {
      // One that cannot even be started again is asked no more.
      if (!this.isReady) this.rows = [];
      this.isReady = false;
      this.child.kill('SIGKILL');
      return { error: error.message };
    }
  }

  stop() {
    this.child.kill();
  }

  /** The line of its standard error that says most. */
  #complaint() {
    const lines = this.said.trim().split('\n');
    return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1)).trim();
  }

  #hear(line) {
    // Libraries print lines of their own; only a JSON object is an answer.
    if (!line.startsWith('{')) return;
    try {
      this.waiting?.resolve(JSON.parse(line));
    } catch {
      this.said = line;
    }
  }

  #next(limitMs) {
    return new Promise((resolve, reject) => {
      if (this.child.exitCode !== null) reject(new Error(`has ended. ${this.#complaint()}`));
      const timer = setTimeout(
        () => reject(new Error(`no answer in ${limitMs / 1000} s`)),
        limitMs,
      );
      const settle = (act) => (value) => {
        clearTimeout(timer);
        this.waiting = undefined;
        act(value);
      };
      this.waiting = { resolve: settle(resolve), reject: settle(reject) };
    });
  }
}
