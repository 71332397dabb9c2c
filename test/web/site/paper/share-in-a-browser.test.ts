import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { expectNoViolations } from '../../../support/axe.ts';
import { launchBrowser, NO_BROWSER } from '../../../support/browser.ts';
import { type TestInstallation, testInstallation } from '../../../support/installation.ts';
import { putPapers } from '../../../support/site.ts';

const PATH = '/papers/2611.00001';

describe.skipIf(NO_BROWSER)(`citing and sharing in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  let browser: Browser;
  beforeAll(async () => {
    ctx = await testInstallation();
    const authors = Array.from({ length: 60 }, (_, place) => `Ann A${'b'.repeat(place)}`);
    await putPapers(ctx, '2026-11-20', [
      { id: '2611.00001', title: 'Agents & Plans', authors, authorCount: 70, organisation: 'A Lab' },
      { id: '2611.00002', title: 'Another', authors: ['Ann A'], organisation: 'A Lab' },
    ]);
    web = await serveWeb(ctx);
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  const open = async (path: string, options: BrowserContextOptions = {}, share = ''): Promise<Page> => {
    const context = await browser.newContext(options);
    if (share !== '') await context.addInitScript(share);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${web.url}${path}`);
    return page;
  };

  it('copies the entry and the link, and says so', async () => {
    const page = await open(PATH, { permissions: ['clipboard-read', 'clipboard-write'] });
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
    await page.getByRole('button', { name: 'Copy BibTeX' }).press('Enter');
    await page.locator('#bibtex-copied').getByText('Copied.').waitFor();
    expect(await clipboard()).toMatch(/^@misc\{a2026agents,\n {2}title {9}= \{Agents \\& Plans\},/);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.locator('#share-link-copied').getByText('Copied.').waitFor();
    expect(await clipboard()).toBe(`${ctx.env.PUBLIC_URL}${PATH}`);
    for (const theme of ['light', 'dark'] as const) await expectNoViolations(page, theme);
  }, 60_000);

  it('opens the share sheet of a browser that has one, and only there', async () => {
    const sheet = 'navigator.share = async (data) => { document.title = JSON.stringify(data); };';
    const page = await open(PATH, {}, sheet);
    await page.getByRole('button', { name: 'Share' }).click();
    expect(JSON.parse(await page.title())).toEqual({
      title: 'Agents & Plans',
      url: `${ctx.env.PUBLIC_URL}${PATH}`,
    });
    const without = await open(PATH, {}, 'delete Navigator.prototype.share;');
    expect(await without.getByRole('button', { name: 'Share' }).count()).toBe(0);
  }, 60_000);

  it('offers the same texts and files without JavaScript, and no dead button', async () => {
    const page = await open(PATH, { javaScriptEnabled: false });
    for (const name of ['Copy BibTeX', 'Copy link', 'Share'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    expect(await page.getByLabel('Link to this page').inputValue()).toBe(`${ctx.env.PUBLIC_URL}${PATH}`);
    expect(await page.locator('#bibtex').textContent()).toContain('@misc{');
    expect(await page.getByRole('link', { name: 'Send by email' }).getAttribute('href')).toBe(
      `mailto:?subject=Agents%20%26%20Plans&body=${encodeURIComponent(`${ctx.env.PUBLIC_URL}${PATH}`)}`,
    );
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download BibTeX' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('a2026agents.bib');
  }, 60_000);

  it('has accessible pages of authors and organizations', async () => {
    for (const path of ['/authors/ann-a', '/organizations/a-lab', '/authors/ann-ab', '/authors/nobody']) {
      const page = await open(path);
      for (const theme of ['light', 'dark'] as const) await expectNoViolations(page, theme);
      await page.close();
    }
  }, 60_000);
});
