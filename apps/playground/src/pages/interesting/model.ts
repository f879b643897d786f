import {
  deeds,
  fields,
  type InterestingState,
  type Look,
  longest,
  type Mark,
  type Own,
  type Setup,
  setup,
  start,
  type Verdict,
} from '@gibbs/journeys/interesting';
import { computed, signal } from '@preact/signals';
import { announce } from '../../frame/announce.js';
import { WorkedRun } from '../../frame/workedRun.js';
import { text } from '../../text/en/interesting.js';

export const cup = new WorkedRun<InterestingState, Setup, never, Mark, Look>({
  start,
  fields,
  longest,
  end: text.end,
  spawn: () => new Worker(new URL('./cupWorker.ts', import.meta.url), { type: 'module' }),
  setup,
  deeds,
});

const curve = (pick: (mark: Mark) => number) =>
  computed(() => (cup.marks.value.length === 0 ? [0] : cup.marks.value.map(pick)));

export const entropy = curve((mark) => mark.entropy);
export const interest = curve((mark) => mark[cup.state.value.measure]);
export const control = curve(
  (mark) => mark[cup.state.value.measure === 'complexity' ? 'control' : 'structureControl'],
);

/** The most interesting moment so far, and how far it stands above the larger of the two ends. */
export const peak = computed(() => {
  const values = interest.value;
  let at = 0;
  for (const [i, value] of values.entries()) if (value > (values[at] as number)) at = i;
  const ends = Math.max(values[0] as number, values.at(-1) as number);
  return {
    at,
    value: values[at] as number,
    times: ends > 0 ? (values[at] as number) / ends : null,
  };
});

export function toPeak(): void {
  cup.seek(peak.value.at);
  announce(text.peak.went(peak.value.at));
}

/** What the meter said of the reader's own, and what it was asked about. */
export const own = signal<{ asked: Own; verdict: Verdict | null; failed: boolean } | null>(null);
let meters: Worker | null = null;
let asked = 0;

/** Hands something of the reader's own to the meter. */
export function measureOwn(what: Own): void {
  asked += 1;
  own.value = { asked: what, verdict: null, failed: false };
  if (meters === null) {
    meters = new Worker(new URL('./meterWorker.ts', import.meta.url), { type: 'module' });
    meters.addEventListener('message', ({ data }: MessageEvent<Verdict>) => {
      if (data.id === asked && own.value) own.value = { ...own.value, verdict: data };
    });
    meters.addEventListener('error', () => {
      meters?.terminate();
      meters = null;
      if (own.value) own.value = { ...own.value, failed: true };
    });
  }
  meters.postMessage({ id: asked, own: what });
}
