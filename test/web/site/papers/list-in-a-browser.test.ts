import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { expectNoViolations, VIEWS } from '../../../support/axe.ts';
import { launchBrowser, NO_BROWSER, withPage } from '../../../support/browser.ts';
import { type TestInstallation, testInstallation } from '../../../support/installation.ts';
import { TITLES } from '../../../support/list.ts';
import { putPapers } from '../../../support/site.ts';

describe.skipIf(NO_BROWSER)(`a list in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  beforeAll(async () => {
    browser = await launchBrowser();
    ctx = await testInstallation();
    web = await serveWeb(ctx);
    await putPapers(ctx, '2026-11-20', [{ id: '2611.00001', title: 'An Earlier Paper' }]);
    await putPapers(ctx, '2026-11-23', [
      { id: '2611.00002', title: `${TITLES['agents-tool-use']} ${'and More '.repeat(30)}` },
      { id: '2611.00003', title: TITLES['robotics-embodied'] },
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  const filtered = '/?view=compact&topic=robotics-embodied';
  const pathOf = (page: Page) => page.url().slice(web.url.length);

  it('shows every summary whole on a small phone, above the handle of its abstract', async () => {
    const summary = `${'Postmen ring at every door they pass. '.repeat(7)}Then they go home.`;
    await putPapers(ctx, '2026-11-19', [
      { id: '2611.00004', title: 'A Lead', summary, abstract: 'The whole of it.' },
      { id: '2611.00005', title: 'A Follower', summary, abstract: 'The whole of it.' },
    ]);
    await withPage(browser, { viewport: { width: 360, height: 740 } }, async (page) => {
      await page.goto(`${web.url}/papers/2026-11-19`);
      const hidden = await page.evaluate(
        `[...document.querySelectorAll('.summary')].map((each) => each.scrollHeight - each.clientHeight)`,
      );
      expect(hidden).toEqual([0, 0]);
      const above = await page.getByText('Then they go home.').first().boundingBox();
      const handle = await page.locator('.abstract .more').first().boundingBox();
      expect(handle?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0) - 1);
    });
  });

  it('applies a chosen topic at once, and keeps the view', async () => {
    await withPage(browser, {}, async (page) => {
      await page.goto(`${web.url}/?view=compact`);
      expect((await page.getByRole('button', { name: 'Apply' }).boundingBox())?.width).toBeLessThan(3);
      await page.getByLabel('Topic').selectOption('robotics-embodied');
      await page.waitForURL(`${web.url}${filtered}`);
      expect(await page.locator('.compact li').count()).toBe(1);
    });
  });

  it('leaves a topic chosen with the keyboard to the button, which then shows', async () => {
    await withPage(browser, {}, async (page) => {
      await page.goto(`${web.url}/?view=compact`);
      await page.getByLabel('Topic').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(pathOf(page)).toBe('/?view=compact');
      await page.keyboard.press('Tab');
      const button = page.getByRole('button', { name: 'Apply' });
      expect((await button.boundingBox())?.width).toBeGreaterThan(40);
      await page.keyboard.press('Enter');
      await page.waitForURL(/topic=/);
    });
  });

  it('filters by its button, changes view and day without JavaScript', async () => {
    await withPage(
      browser,
      { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
      async (page) => {
        await page.goto(web.url);
        await page.getByRole('link', { name: 'Compact' }).click();
        await page.getByLabel('Topic').selectOption('robotics-embodied');
        await page.getByRole('button', { name: 'Apply' }).click();
        expect(pathOf(page)).toBe(filtered);
        await page
          .getByRole('navigation', { name: 'Earlier and later', exact: true })
          .getByRole('link', { name: 'Friday, 20 November' })
          .click();
        expect(pathOf(page)).toBe('/papers/2026-11-20?view=compact&topic=robotics-embodied');
      },
    );
  });

  it('gives each paper of the compact view one line, without axe violations', async () => {
    await withPage(browser, {}, async (page) => {
      for (const [width, colorScheme] of VIEWS) {
        await page.setViewportSize({ width, height: 740 });
        await page.emulateMedia({ colorScheme });
        await page.goto(`${web.url}/?view=compact`);
        const heights = await page.evaluate<number[]>(
          "[...document.querySelectorAll('.compact > li')].map((line) => line.clientHeight)",
        );
        expect(heights).toHaveLength(2);
        expect(Math.max(...heights)).toBeLessThan(48);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        await expectNoViolations(page, colorScheme);
      }
    });
  }, 60_000);
});
