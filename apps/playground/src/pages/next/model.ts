import {
  type Corpus,
  deeds,
  fields,
  type Lens,
  type Look,
  longest,
  longestText,
  type Mark,
  type NextState,
  nameSchema,
  type Setup,
  setup,
  start,
} from '@gibbs/journeys/next';
import { computed, signal } from '@preact/signals';
import { safeParse } from 'valibot';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/next.js';

export const study = new WorkedRun<NextState, Setup, never, Mark, Look, Lens>({
  start,
  fields,
  longest,
  end: text.end,
  own: ({ corpus, own }) => (corpus === 'own' ? own : ''),
  spawn: () => new Worker(new URL('./nextWorker.ts', import.meta.url), { type: 'module' }),
  setup,
  deeds,
  lens: ({ text, temperature, draw, token }) => ({ text, temperature, draw, token }),
  stop: ({ look }) => (look.step === look.steps ? text.over(look.steps) : null),
});

// A picture of every second step: sampling takes longer than learning.
study.stride.value = 2;

export const losses = computed(() => study.marks.value.map(({ loss }) => loss));

/** A name that was typed and cannot be one. */
export const badName = signal(false);

const opening: Record<Corpus, (name: string) => string> = {
  village: () => start.text,
  names: (name) => text.names.opening(name),
  own: () => '',
};

/** Learns from another text, from the beginning. */
export function learnFrom(corpus: Corpus, own: string = study.state.value.own): void {
  const { name } = study.state.value;
  study.begin({ corpus, own, token: '', text: opening[corpus](name) });
}

/** Has the reader's name in the vocabulary, and asks for it. */
export function call(name: string): void {
  const { success } = safeParse(nameSchema, name);
  badName.value = !success;
  if (success) {
    study.begin({ corpus: 'names', name, token: '', text: text.names.opening(name) });
    study.play();
  }
}

export function write(written: string): void {
  study.view({ text: written.slice(0, longestText), token: '' });
}

/** Goes on with the text by a token. */
export function append(token: string): void {
  const { text: written } = study.state.value;
  const joint = study.look.value?.kind === 'pieces' || token === '\n' || written === '' ? '' : ' ';
  write(`${written}${joint}${token}`);
  announce(text.next.appended(token));
}

/** Draws another sample. */
export function drawAnother(): void {
  study.view({ draw: (study.state.value.draw % 1_000_000) + 1 });
}

/** Looks at the next row of the list, or the one before. */
export function walkRows(by: number): void {
  const { rows, chosen } = study.look.value ?? {};
  if (!rows || !chosen) return;
  const at = rows.tokens.indexOf(chosen.text);
  const next = rows.tokens[(Math.max(0, at + by) + rows.tokens.length) % rows.tokens.length];
  if (next === undefined) return;
  choose(next);
  announce(text.rows.chosen(next));
}

export function choose(token: string): void {
  study.view({ token });
}
