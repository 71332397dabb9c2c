import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markToken } from '../../../src/subscribers/preferences/mark.ts';
import { signToken } from '../../../src/token.ts';
import { serveWeb } from '../../../src/web/http/server.ts';
import { expectNoViolations } from '../../support/axe.ts';
import { launchBrowser, NO_BROWSER, withPage } from '../../support/browser.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber, TITLES } from '../../support/list.ts';
import { putPapers } from '../../support/site.ts';

const LOCALES = ['en-GB', 'de-DE'] as const;
const PHONE = { width: 360, height: 740 };

/** Elements whose own text of several words has less room than a long word needs. */
const SQUEEZED = `[...document.querySelectorAll('main *')].filter((element) => {
  const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('');
  const box = element.getBoundingClientRect();
  return text.trim().includes(' ') && !element.closest('.honeypot') && box.width > 1 && box.width < 60 && box.height > 80;
}).map((element) => element.outerHTML.slice(0, 120))`;
/** Fields in the browser's own look. */
const FOREIGN_FIELDS = `[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter((field) => !['checkbox', 'radio'].includes(field.type) && !field.closest('.honeypot'))
  .filter((field) => !getComputedStyle(field).fontFamily.startsWith('system-ui'))
  .map((field) => field.outerHTML.slice(0, 120))`;

describe.skipIf(NO_BROWSER)(`layout of pages${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  const paths: Record<string, string> = {};

  beforeAll(async () => {
    browser = await launchBrowser();
    ctx = await testInstallation();
    web = await serveWeb(ctx);
    await putPapers(ctx, '2026-11-23', [
      {
        id: '2611.00004',
        title: TITLES['agents-tool-use'],
        authors: ['Jane Doe', ...Array.from({ length: 39 }, (_, index) => `Given Surname${index}`)],
        organisation: 'A Lab',
        publishedAt: '2026-11-20T00:00:00Z',
      },
    ]);
    const reader = await putSubscriber(ctx, 'reader@example.com');
    const token = signToken(ctx.keys, 'preferences', reader.id, null);
    Object.assign(paths, {
      paper: '/papers/2611.00004',
      month: '/papers/month/2026-11',
      author: '/authors/jane-doe',
      organization: '/organizations/a-lab',
      unknownAuthor: '/authors/nobody',
      subscribe: '/subscribe?authors=Jane+Doe',
      myLink: '/my-link',
      preferences: `/preferences/${token}`,
      invalidLink: '/preferences/abc',
      pause: `/pause/${reader.unsubscribeKey}`,
      save: `/save/${markToken(token, '2611.00004')}`,
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  const unfold = (page: Page) =>
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");

  it.each(LOCALES)(
    'leaves room for every text on a phone, with all parts unfolded (%s)',
    async (locale) => {
      await withPage(browser, { viewport: PHONE, locale }, async (page) => {
        for (const [name, path] of Object.entries(paths)) {
          await page.goto(`${web.url}${path}`);
          await unfold(page);
          expect(await page.evaluate(SQUEEZED), name).toEqual([]);
          expect(await page.evaluate(FOREIGN_FIELDS), name).toEqual([]);
          await expectNoViolations(page);
        }
      });
    },
    120_000,
  );

  it.each(LOCALES)('keeps Save and Preview in one row on a phone (%s)', async (locale) => {
    await withPage(browser, { viewport: PHONE, locale }, async (page) => {
      await page.goto(`${web.url}${paths.preferences}`);
      const tops = await page.evaluate<number[]>(
        "[...document.querySelectorAll('.actions.sticky button')].map((each) => each.offsetTop)",
      );
      expect(tops).toHaveLength(2);
      expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(5);
    });
  });

  it.each([
    [true, false],
    [false, true],
  ])('shows the button of the preview only where no script updates it (scripts: %s)', async (on, shown) => {
    await withPage(browser, { javaScriptEnabled: on }, async (page) => {
      await page.goto(`${web.url}/subscribe`);
      expect(await page.locator('.preview > button').isVisible()).toBe(shown);
    });
  });

  it('lists fields with problems in the order of the page', async () => {
    await withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${web.url}/subscribe`);
      await page.locator('#queries').fill('x'.repeat(500));
      await page.locator('#address').fill('ada@example');
      await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
      const links = page.getByRole('alert').getByRole('link');
      expect(await links.allTextContents()).toEqual(['Email address', 'Keywords']);
    });
  });

  it('never begins the second line of a byline with a dot', async () => {
    await withPage(browser, { viewport: PHONE }, async (page) => {
      await page.goto(`${web.url}${paths.month}`);
      const byline = await page.locator('.paper .meta').first().textContent();
      expect(byline).toMatch(/others\u00A0· A Lab\u00A0· 20\u00A0November/);
    });
  });
});
