import type { Paint } from './style.js';

/** How progress is shown: a bar that redraws itself, a line per tenth, or not at all. */
export type ProgressStyle = 'bar' | 'lines' | 'none';

/** One piece of work under way. */
export interface Task {
  /** Says that `done` of the total is done; `note` is a word on how it goes. */
  update(done: number, note?: string): void;
  /** Ends the task with a word on what came out. */
  finish(note?: string): void;
}

export interface ProgressOptions {
  style: ProgressStyle;
  write: (text: string) => void;
  columns: () => number;
  paint: Paint;
  /** Milliseconds; a test hands in its own clock. */
  now?: () => number;
}

/** Starts tasks one after another and shows how far each is, with its rate and the time left. */
export class Progress {
  readonly #options: Required<ProgressOptions>;
  #open = false;

  constructor(options: ProgressOptions) {
    this.#options = { now: () => performance.now(), ...options };
  }

  start(label: string, total: number, unit: string): Task {
    const { style } = this.#options;
    if (style === 'none') return { update() {}, finish() {} };
    return style === 'bar' ? this.#bar(label, total, unit) : this.#lines(label, total, unit);
  }

  /** Prints a line of its own without breaking a bar. */
  line(text: string): void {
    this.clear();
    this.#options.write(`${text}\n`);
  }

  /** Takes an unfinished bar off the screen. */
  clear(): void {
    if (this.#open) this.#options.write('\r\x1b[2K');
    this.#open = false;
  }

  #bar(label: string, total: number, unit: string): Task {
    const { write, columns, paint, now } = this.#options;
    const start = now();
    let drawn = Number.NEGATIVE_INFINITY;
    const draw = (done: number, note: string): void => {
      const tail = ` ${status(done, total, unit, now() - start)}${note === '' ? '' : `  ${note}`}`;
      const room = Math.max(0, Math.min(24, columns() - label.length - tail.length - 5));
      const filled = Math.round((Math.min(done, total) / total) * room);
      const bar = paint('cyan', '━'.repeat(filled)) + paint('dim', '─'.repeat(room - filled));
      const head = `${label} `.slice(0, Math.max(0, columns() - 1));
      write(
        `\r\x1b[2K${head}${bar}${tail.slice(0, Math.max(0, columns() - 1 - head.length - room))}`,
      );
      this.#open = true;
    };
    draw(0, '');
    return {
      update: (done, note = '') => {
        if (now() - drawn < 60) return;
        drawn = now();
        draw(done, note);
      },
      finish: (note = '') => {
        this.clear();
        write(
          `${paint('green', '✓')} ${label}${note === '' ? '' : `  ${note}`}  ${paint('dim', seconds(now() - start))}\n`,
        );
      },
    };
  }

  #lines(label: string, total: number, unit: string): Task {
    const { write, now } = this.#options;
    const start = now();
    let tenth = 0;
    return {
      update: (done, note = '') => {
        const reached = Math.min(9, Math.floor((done / total) * 10));
        if (reached <= tenth) return;
        tenth = reached;
        const how = note === '' ? '' : `  ${note}`;
        write(`${label}  ${tenth * 10} %  ${status(done, total, unit, now() - start)}${how}\n`);
      },
      finish: (note = '') => {
        write(`${label}  done${note === '' ? '' : `  ${note}`}  ${seconds(now() - start)}\n`);
      },
    };
  }
}

function status(done: number, total: number, unit: string, elapsed: number): string {
  if (done === 0) return `${count(total)} ${unit}`;
  const rate = elapsed > 0 ? (done / elapsed) * 1000 : 0;
  const left = rate > 0 ? `  ETA ${clock((total - done) / rate)}` : '';
  return `${count(done)}/${count(total)} ${unit}  ${count(rate)}/s${left}`;
}

/** A count in at most three or four digits: 950, 12.3k, 4.56M. */
export function count(value: number): string {
  const unit = value >= 999_500 ? 1e6 : value >= 10_000 ? 1e3 : 1;
  if (unit === 1)
    return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(2);
  const scaled = value / unit;
  return `${scaled.toFixed(scaled >= 100 ? 0 : 1)}${unit === 1e6 ? 'M' : 'k'}`;
}

function clock(value: number): string {
  const whole = Math.max(0, Math.ceil(value));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A duration as a person says it: 0.4 s, 12 s, 3 min 20 s. */
export function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  if (value < 9.95) return `${value.toFixed(1)} s`;
  if (value < 100) return `${value.toFixed(0)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}
