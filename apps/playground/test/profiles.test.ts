import { expect, it } from 'vitest';
import { describePage } from './pageTest.js';

/** All that the page's site keeps in this profile. */
const kept = async () => ({
  storage: { ...localStorage },
  databases: (await indexedDB.databases()).map(({ name }) => name),
  cookies: document.cookie,
});

describePage('a profile that is lent again', 'planet', (stage) => {
  it('is filled by one test', async () => {
    const { page } = await stage.visit();
    await page.evaluate(async () => {
      localStorage.setItem('gibbs-theme', 'dark');
      await cookieStore.set('a', '1');
      await new Promise((opened) => {
        indexedDB.open('left over').onsuccess = opened;
      });
    });
    await page.setViewportSize({ width: 320, height: 320 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.route('**/*', (route) => route.abort());
    expect((await page.evaluate(kept)).databases).toContain('left over');
  });

  it('is as fresh as a new one for the next', async () => {
    const { page } = await stage.visit();
    const { storage, databases, cookies } = await page.evaluate(kept);
    expect(Object.keys(storage)).not.toContain('gibbs-theme');
    expect(databases).not.toContain('left over');
    expect(cookies).toBe('');
    expect(page.viewportSize()).toEqual({ width: 1280, height: 720 });
    const asked = () =>
      matchMedia('(prefers-color-scheme: dark), (prefers-reduced-motion)').matches;
    expect(await page.evaluate(asked)).toBe(false);
  });
});
