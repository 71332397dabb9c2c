import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { signToken } from '../../../../src/token.ts';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { launchBrowser, NO_BROWSER } from '../../../support/browser.ts';
import { type TestInstallation, testInstallation } from '../../../support/installation.ts';
import { manyPapers, putList, putSubscriber } from '../../../support/list.ts';

const DAY = '2026-11-23';
const PHONE = { viewport: { width: 375, height: 667 }, timezoneId: 'Europe/Berlin' };

describe.skipIf(NO_BROWSER)(`signing up on a phone${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  let browser: Browser;
  beforeAll(async () => {
    ctx = await testInstallation({ now: `${DAY}T03:40:00Z` });
    await putList(ctx, DAY, manyPapers(8, 1, 'robotics-embodied'));
    await classifyAndRank(ctx, { day: DAY });
    web = await serveWeb(ctx);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  const withPage = async (options: BrowserContextOptions, look: (page: Page) => Promise<void>) => {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await look(page);
    } finally {
      await context.close();
    }
  };

  it.each(['en-GB', 'de-DE'])(
    'shows field and button without scrolling, and no other button (%s)',
    async (locale) => {
      await withPage({ ...PHONE, locale, javaScriptEnabled: false }, async (page) => {
        await page.goto(`${web.url}/subscribe`);
        const bottomOf = async (selector: string) => {
          const box = await page.locator(selector).boundingBox();
          return (box?.y ?? Number.NaN) + (box?.height ?? 0);
        };
        expect(await bottomOf('#address')).toBeLessThan(667);
        expect(await bottomOf('.first-step button')).toBeLessThan(667);
        expect(await bottomOf('.actions button')).toBeGreaterThan(667);
        await page.locator('.chip').nth(12).scrollIntoViewIfNeeded();
        expect(await bottomOf('.actions button')).toBeLessThanOrEqual(667);
      });
    },
  );

  it('toggles topics by keyboard and by a touch anywhere on them, at least 44 pixels high', async () => {
    await withPage(PHONE, async (page) => {
      await page.goto(`${web.url}/subscribe`);
      const heights = await page.locator('.chip').evaluateAll((chips) => {
        return chips.map((chip) => (chip as unknown as { offsetHeight: number }).offsetHeight);
      });
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
      const reasoning = page.getByRole('checkbox', { name: 'Reasoning', exact: true });
      await reasoning.focus();
      await page.keyboard.press('Space');
      expect(await reasoning.isChecked()).toBe(true);
      await page.locator('.chip', { hasText: 'Reasoning' }).click({ position: { x: 3, y: 3 } });
      expect(await reasoning.isChecked()).toBe(false);
      const description = await reasoning.evaluate(
        (input) =>
          `#${(input as unknown as { getAttribute(name: string): string }).getAttribute('aria-describedby')}`,
      );
      expect(await page.locator(description).textContent()).toMatch(/\w+/);
    });
  });

  it('shows the schedule on one line that opens, and follows the form', async () => {
    await withPage(PHONE, async (page) => {
      await page.goto(`${web.url}/subscribe`);
      const line = page.locator('#schedule-line');
      await line.filter({ hasText: /^Every day at 07:00, Berlin · 7\spapers$/ }).waitFor();
      await line.click();
      await page.getByLabel('Monday to Friday').check();
      await page.getByLabel('Maximum number of papers').fill('1');
      await line.filter({ hasText: /^Weekdays at 07:00, Berlin · 1\spaper$/ }).waitFor();
    });
  });

  it('keeps Save in view on the preferences, clear of the focused field', async () => {
    const { id } = await putSubscriber(ctx, 'reader@example.com');
    await withPage({ ...PHONE, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${web.url}/preferences/${signToken(ctx.keys, 'preferences', id, null)}`);
      const save = page.getByRole('button', { name: 'Save' });
      for (const field of ['#queries', '#authors', '#size']) {
        await page.locator(field).focus();
        const button = await save.boundingBox();
        const box = await page.locator(field).boundingBox();
        expect((button?.y ?? Number.NaN) + (button?.height ?? 0)).toBeLessThanOrEqual(667);
        expect((box?.y ?? Number.NaN) + (box?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0);
      }
    });
  });
});
