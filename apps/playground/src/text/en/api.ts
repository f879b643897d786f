import type { Kind } from '../../../build/reference.js';

/** Every sentence of the reference that is not a docstring. */
export const text = {
  search: 'Find an export',
  searchHint: 'part of its name, or a word of what it does',
  found: (count: number, all: number, asked: string) =>
    asked === ''
      ? `${all} exports in all.`
      : count === 0
        ? `Nothing is called or described like “${asked}”.`
        : `${count} of ${all} exports fit “${asked}”.`,
  modules: 'Modules',
  exports: (count: number) => (count === 1 ? '1 export' : `${count} exports`),
  onThisPage: 'On this page',
  members: 'Members',
  throws: 'Throws',
  source: (file: string, line: number) => `Source: ${file}, line ${line}`,
  kinds: {
    function: 'function',
    class: 'class',
    interface: 'interface',
    type: 'type',
    constant: 'constant',
  } satisfies Record<Kind, string>,
  classAsType: 'class, only its type',
  tryIt: 'Run it',
  up: 'All modules',
  keys: { search: 'Find an export' },
  law: 'The law they share is',
  intro:
    'Every public export of the packages, with its types, what it does, what it throws, an example or a few, and the lines that do it. All of it is read from the sources when the site is built, and every example is run by the tests.',
  claim: (name: string) => `What ${name} exports, read from its sources.`,
} as const;
