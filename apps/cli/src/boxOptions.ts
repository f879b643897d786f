import type { Command } from 'commander';
import { adderOf } from './addOption.js';
import { realNumber, wholeNumber } from './values.js';

/** The box that disks live in, for how long, and the cells of the one who watches. */
export interface BoxOptions {
  width: number;
  height: number;
  time: number;
  columns: number;
  rows: number;
}

/** The options of every experiment with a gas in a box. */
export function addBox(command: Command, time: number): void {
  const add = adderOf(command);
  add('--width <w>', 'width of the box', realNumber(1, 1e6), 64);
  add('--height <h>', 'height of the box', realNumber(1, 1e6), 32);
  add('--time <t>', 'how long', realNumber(1e-3, 1e7), time);
  add('--columns <n>', 'cells of the observer across', wholeNumber(1, 1024), 8);
  add('--rows <n>', 'cells of the observer down', wholeNumber(1, 1024), 4);
}
