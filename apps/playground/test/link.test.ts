import { openLink, staysAtHome, writeLink } from '@gibbs/journeys';
import { fields, fitParts, type LookupState, start } from '@gibbs/journeys/lookup';
import * as words from '@gibbs/journeys/words';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const open = (hash: string) => openLink(hash, fields, start);

describe('the link of a page', () => {
  it('is empty for the state a page starts in', async () => {
    expect(await writeLink(start, fields, start)).toBe('');
    expect(await open('')).toEqual({ state: start, repairs: [], digest: null });
  });

  it('is readable where it is short', async () => {
    const state: LookupState = { ...start, mode: 'hard', query: [0.1, 0.2, 0.3] };
    expect(await writeLink(state, fields, start)).toBe('mode=hard&query=0.1,0.2,0.3');
  });

  it('opens to the state it was written from', async () => {
    const number = fc.integer({ min: -1000, max: 1000 }).map((x) => x / 1000);
    const vector = fc.array(number, { minLength: 2, maxLength: 2 });
    const rows = fc.array(
      fc.record({
        label: fc.stringMatching(/^[a-z:;%& کی]{1,12}$/).map((x) => `n${x}`.trim()),
        key: vector,
        value: vector,
      }),
      { minLength: 1, maxLength: 24 },
    );
    await fc.assert(
      fc.asyncProperty(rows, vector, async (table, query) => {
        const state: LookupState = { ...start, rows: table, query, want: 0 };
        const { state: back, repairs } = await open(`#${await writeLink(state, fields, start)}`);
        expect(repairs).toEqual([]);
        expect(back).toEqual(state);
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it('never throws and always opens to a whole state, whatever the hash', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...Object.keys(fields), 'z', 'digest', '__proto__').map((name) => `${name}=`),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const { state } = await open(`#${pieces.join('&')}`);
        const { state: fitted } = fitParts(state);
        expect(fitted.query).toHaveLength(fitted.rows[0]?.key.length as number);
        expect(fitted.rows[fitted.want]).toBeDefined();
      }),
      { seed: 8, numRuns: 120 },
    );
  });

  it('opens whatever it was written from, in any script, and leaves out a text that is too long', async () => {
    const { fields: parts, start: first } = words;
    for (const [letters, linked] of [
      [8_000, true],
      [20_000, false],
    ] as const) {
      const state = { ...first, corpus: 'سلام '.repeat(letters / 5), text: 'half a duck: \uD83E' };
      const back = await openLink(`#${await writeLink(state, parts, first)}`, parts, first);
      expect(back.repairs).toEqual([]);
      expect(back.state.corpus).toBe(linked ? state.corpus : '');
      expect(back.state.text).toBe('half a duck: \uFFFD');
      expect(staysAtHome(state.corpus)).toBe(!linked);
    }
  });

  it('stops unfolding a packed part at the limit', async () => {
    const bomb = await writeLink(
      { a: 'x'.repeat(400_000) },
      { a: { schema: {} as never, write: String } },
      { a: '' },
    );
    expect(bomb.length).toBeLessThan(2_000);
    const { state, repairs } = await open(`#${bomb}`);
    expect(state).toEqual(start);
    expect(repairs).toEqual(['its packed part is cut off or damaged']);
  });
});
