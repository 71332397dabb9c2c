import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { expectNoViolations } from '../../../support/axe.ts';
import { launchBrowser, NO_BROWSER } from '../../../support/browser.ts';
import { type TestInstallation, testInstallation } from '../../../support/installation.ts';

const MAILBOX = 'send an empty email to subscribe@paperboy.example.org';
const PLAIN = { javaScriptEnabled: false };

describe.skipIf(NO_BROWSER)(`the challenge in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  let browser: Browser;
  beforeAll(async () => {
    ctx = await testInstallation({ env: { SUBSCRIBE_CHALLENGE: 'on' } });
    web = await serveWeb(ctx);
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });
  afterEach(async () => {
    await ctx.db.deleteFrom('asks').execute();
    for (const context of browser.contexts()) await context.close();
  });

  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${web.url}${path}`);
    return page;
  };
  const asked = async () =>
    (await ctx.db.selectFrom('asks').select('address').execute()).map(({ address }) => address);
  const address = (page: Page) => page.getByLabel('Email address');
  const subscribe = (page: Page) => page.getByRole('button', { name: 'Subscribe', exact: true });
  const whenSent = (page: Page) => page.getByRole('heading', { name: 'Check your inbox' }).waitFor();

  it('is solved by the page while the address is typed, and sent once on a double click', async () => {
    const page = await open('/subscribe');
    await address(page).fill('ada@example.com');
    await subscribe(page).dblclick();
    await whenSent(page);
    expect(await asked()).toEqual(['ada@example.com']);
  }, 60_000);

  it('is required once more after the strip, with one press, by keyboard as well', async () => {
    const page = await open('/topics');
    await page.locator('.strip input[type=email]').fill('strip@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('One more click').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await address(page).inputValue()).toBe('strip@example.com');
    expect(await asked()).toEqual([]);
    await expectNoViolations(page, 'light');
    await address(page).press('Enter');
    await whenSent(page);
    expect(await asked()).toEqual(['strip@example.com']);
  }, 60_000);

  it('does not block the preview', async () => {
    const page = await open('/subscribe');
    await address(page).fill('half@exam');
    const preview = page.waitForResponse(/\/subscribe\/preview\?/);
    await page.getByLabel(/^Robotics/).check();
    expect((await preview).status()).toBe(200);
    expect(await address(page).inputValue()).toBe('half@exam');
  }, 60_000);

  it('offers subscribing by email without scripts, and keeps the input', async () => {
    const page = await open('/subscribe', PLAIN);
    const note = page.locator('noscript p');
    expect([await note.isVisible(), await note.textContent()]).toEqual([
      true,
      expect.stringContaining(MAILBOX),
    ]);
    await page.getByLabel(/^Robotics/).check();
    await address(page).fill('plain@example.com');
    await subscribe(page).click();
    expect(await page.locator('#address-problem').textContent()).toContain(MAILBOX);
    expect(await address(page).inputValue()).toBe('plain@example.com');
    expect(await page.getByLabel(/^Robotics/).isChecked()).toBe(true);
    expect(await asked()).toEqual([]);
  }, 60_000);

  it('shows the mailbox, too, in a browser without crypto.subtle', async () => {
    const page = await open('/my-link');
    await page.addInitScript('Object.defineProperty(crypto, "subtle", { value: undefined })');
    await page.goto(`${web.url}/subscribe`);
    await address(page).fill('bare@example.com');
    await subscribe(page).click();
    await page.getByText(MAILBOX).waitFor();
    expect(await page.getByRole('alert').getByRole('link').textContent()).toBe('Email address');
    await expectNoViolations(page, 'light');
    expect(await asked()).toEqual([]);
  }, 60_000);
});
