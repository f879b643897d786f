import { signal } from '@preact/signals';
import { locked } from './lesson.js';
import { recall, remember } from './storage.js';

export interface Shortcut {
  key: string;
  /** What the help dialog says the key does. */
  does: string;
  run: () => void;
}

/** Whether single-letter keys are on (WCAG 2.1.4 asks for a switch). The help dialog holds it. */
export const lettersOn = signal(true);

export function setLetters(on: boolean): void {
  lettersOn.value = on;
  remember('letters', on ? null : 'off');
}

/** Keys that move the run, on every page: a lesson may hold it. */
const timeline = new Set(['k', '.', ',', 'r', 'f']);

const typing = 'input:not([type=range],[type=radio],[type=checkbox]), textarea, select';

/** Listens for the page's keys, except while someone types, holds a modifier or has a dialog open. */
export function listen(shortcuts: readonly Shortcut[]): void {
  lettersOn.value = recall('letters') !== 'off';
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!lettersOn.value && event.key !== '?') return;
    if (event.target instanceof Element && event.target.closest(`${typing}, dialog`)) return;
    if (locked('timeline') && timeline.has(event.key)) return;
    const shortcut = shortcuts.find((each) => each.key === event.key);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  });
}
