import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { serveWeb } from '../../../src/web/http/server.ts';
import { launchBrowser, NO_BROWSER, withPage } from '../../support/browser.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { TITLES } from '../../support/list.ts';
import { putPapers } from '../../support/site.ts';

const PUBLIC_PATHS = [
  '/',
  '/papers/2026-11-23',
  '/papers/week/2026-W48',
  '/papers/month/2026-11',
  '/topics',
  '/topics/agents-tool-use',
  '/papers/2611.00004',
  '/search',
  '/search?q=agents',
  '/editions',
  '/editions/2026-11-23',
];
/** Phone and laptop: what is below the height is not on the first screen. */
const SCREENS = [
  [375, 667, 'en-GB'],
  [375, 667, 'de-DE'],
  [1280, 800, 'en-GB'],
] as const;

describe.skipIf(NO_BROWSER)(`the subscribe strip${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  beforeAll(async () => {
    browser = await launchBrowser();
    ctx = await testInstallation();
    web = await serveWeb(ctx);
    await putPapers(ctx, '2026-11-23', [{ id: '2611.00004', title: TITLES['agents-tool-use'] }]);
    await classifyAndRank(ctx, { day: '2026-11-23' });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  it.each(SCREENS)(
    'is on the first screen of every public page at %i × %i, %s',
    async (width, height, locale) => {
      await withPage(browser, { viewport: { width, height }, locale }, async (page) => {
        for (const path of PUBLIC_PATHS) {
          await page.goto(`${web.url}${path}`);
          for (const part of ['input[type=email]', 'button']) {
            const box = await page.locator(`.strip ${part}`).boundingBox();
            expect(box === null ? Number.NaN : box.y + box.height, `${path} ${part}`).toBeLessThan(height);
          }
          expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
          expect(await page.locator('h1').count(), path).toBe(1);
          expect(await page.evaluate("document.querySelector('h1,h2,h3').tagName"), path).toBe('H1');
        }
      });
    },
    60_000,
  );

  it('is not on pages with a form of their own, nor on messages', async () => {
    await withPage(browser, {}, async (page) => {
      for (const path of ['/subscribe', '/my-link', '/nothing', '/papers/2026-11-21']) {
        await page.goto(`${web.url}${path}`);
        expect(await page.locator('.strip').count(), path).toBe(0);
      }
    });
  });

  it('is passed by the skip link', async () => {
    await withPage(browser, { viewport: { width: 375, height: 667 } }, async (page) => {
      await page.goto(`${web.url}/topics`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
    });
  });

  it('subscribes without JavaScript', async () => {
    await withPage(
      browser,
      { javaScriptEnabled: false, viewport: { width: 375, height: 667 } },
      async (page) => {
        await page.goto(`${web.url}/papers/2611.00004`);
        await page.getByLabel('Email address').fill('ada@example.com');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
      },
    );
    const requests = await ctx.db.selectFrom('asks').select('address').execute();
    expect(requests.map(({ address }) => address)).toEqual(['ada@example.com']);
  });
});
