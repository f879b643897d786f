import { createHash } from 'node:crypto';
import { openLink } from '@gibbs/journeys';
import * as gate from '@gibbs/journeys/gate';
import type * as heat from '@gibbs/journeys/heat';
import * as lookup from '@gibbs/journeys/lookup';
import * as planet from '@gibbs/journeys/planet';
import * as words from '@gibbs/journeys/words';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

/** Pages that compute for themselves, a state with hand edits in it, and one close by. */
const proved = [
  ['gate', gate, '#width=3&activation=relu&step=30', ['step=30', 'step=29']],
  [
    'lookup',
    lookup,
    '#closeness=gaussian&query=0.4,0.7,0.6&learningRate=0.3&step=25',
    ['0.4', '0.3'],
  ],
  ['words', words, '#text=%F0%9F%A6%86%20Keyvan&gone=33&step=300', ['step=300', 'step=299']],
  ['planet', planet, '#solar=1400&target=22&step=100', ['solar=1400', 'solar=1401']],
] as const;

for (const [id, page, hash, [part, other]] of proved) {
  describePage(`a link with proof to ${id}`, id, (stage) => {
    it('is identical in a fresh profile and in Node, and is not where a part was changed', async () => {
      const first = await stage.visit(hash);
      await first.page.getByRole('button', { name: 'Copy link with proof' }).click();
      const link = await seen(first.page.locator('.copy pre'));
      const second = await stage.visit(link);
      await second.page.getByText('Identical: your machine reached the same result').waitFor();
      const third = await stage.visit(link.replace(part, other));
      await third.page.getByText('Not identical').waitFor();

      const { fields, start, setup, deeds, begin } = page as unknown as typeof heat;
      const { state, digest } = await openLink(new URL(link).hash, fields, start);
      const journey = await begin(setup(state));
      journey.rewrite(deeds(state));
      while (journey.tick < state.step) journey.toward(state.step);
      const { buffer, byteOffset, byteLength } = journey.bits();
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      const inNode = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      expect(inNode).toBe(digest);
    });
  });
}
