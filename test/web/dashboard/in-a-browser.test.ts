import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../../src/alerts/alerts.ts';
import { newJob } from '../../../src/queue/jobs.ts';
import { serveWeb } from '../../../src/web/http/server.ts';
import { expectNoViolations } from '../../support/axe.ts';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { PASSWORD, putOperator } from '../../support/dashboard.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const RUN_AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`;
const VIEWS = [
  [360, 'light'],
  [360, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const;

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
  passes: { id: string }[];
}

describe.skipIf(NO_BROWSER)(`the dashboard in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  const foreignRequests: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    ctx = await testInstallation();
    web = await serveWeb(ctx);
    await putOperator(ctx, 'nina', 'operator');
    await putOperator(ctx, 'vera', 'viewer');
    await raiseAlert(ctx, { code: 'QUEUE_PAUSED', subject: 'delivery', message: 'It is paused.' });
    await ctx.queue.enqueue(newJob('send-slot', { slot: '2026-11-23T07-15' }));
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  /** Signs in through the form, by keyboard only. */
  async function signedIn(
    name: string,
    options: { javaScriptEnabled?: boolean } = {},
  ): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${web.url}/operator`);
    await page.focus('#name');
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${web.url}/operator`);
    await page.close();
    return context;
  }
  async function openWatchedPage(context: BrowserContext): Promise<{ page: Page; consoleOutput: string[] }> {
    const page = await context.newPage();
    const consoleOutput: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') consoleOutput.push(message.text());
    });
    page.on('pageerror', (error) => consoleOutput.push(error.message));
    page.on('request', (asked) => {
      if (!asked.url().startsWith(`${web.url}/`) && !asked.url().startsWith('data:'))
        foreignRequests.push(asked.url());
    });
    return { page, consoleOutput };
  }
  async function expectAccessible(page: Page): Promise<void> {
    await page.evaluate(AXE);
    for (const [width, colorScheme] of VIEWS) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      const result = (await page.evaluate(RUN_AXE)) as AxeResult;
      const found = result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`,
      );
      expect([width, colorScheme, found]).toEqual([width, colorScheme, []]);
      expect(result.passes.map(({ id }) => id)).toContain('color-contrast');
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  }

  it('has an accessible sign-in page, on a phone and in the dark', async () => {
    const context = await browser.newContext();
    const { page, consoleOutput } = await openWatchedPage(context);
    await page.goto(`${web.url}/operator/audit`);
    expect(page.url()).toBe(`${web.url}/operator/sign-in?to=%2Foperator%2Faudit`);
    await expectAccessible(page);
    await page.fill('#name', 'nina');
    await page.fill('#password', 'wrong');
    await page.click('button');
    expect(await page.getByRole('alert').textContent()).toContain('Incorrect name, password or code.');
    await expectAccessible(page);
    expect(consoleOutput.filter((line) => !line.includes('401'))).toEqual([]);
    await context.close();
  });

  it('has accessible pages, and works for viewers without JavaScript', async () => {
    const context = await signedIn('nina');
    const { page, consoleOutput } = await openWatchedPage(context);
    for (const path of ['/operator', '/operator/audit', '/operator/account']) {
      await page.goto(`${web.url}${path}`);
      await expectAccessible(page);
    }
    expect(consoleOutput).toEqual([]);
    await context.close();
    const plain = await signedIn('vera', { javaScriptEnabled: false });
    const { page: other } = await openWatchedPage(plain);
    await other.goto(`${web.url}/operator/account`);
    expect(await other.getByRole('link', { name: 'vera (viewer)' }).count()).toBe(1);
    await other.getByRole('button', { name: 'Sign out', exact: true }).click();
    expect(await other.getByRole('status').textContent()).toContain('You’re signed out.');
    await plain.close();
  });

  it.each(['nina', 'vera'])(
    'runs bull-board under a strict policy without foreign requests, for %s',
    async (name) => {
      const context = await signedIn(name);
      const { page, consoleOutput } = await openWatchedPage(context);
      await page.goto(`${web.url}/operator/queues/queue/delivery`);
      await page.getByText('send-slot 2026-11-23 at 07:15 UTC').waitFor();
      const fonts = await page.evaluate('getComputedStyle(document.body).fontFamily');
      expect(fonts).toContain('system-ui');
      await page.getByRole('link', { name: 'notifications' }).click();
      await page.waitForURL('**/queue/notifications**');
      expect(consoleOutput).toEqual([]);
      await context.close();
    },
  );

  it.each([
    ['overview', '', 'housekeeping'],
    ['queue', '/queue/delivery', 'send-slot 2026-11-23 at 07:15 UTC'],
    ['queue without jobs', '/queue/editions?status=failed', 'editions'],
    ['job', '/queue/delivery/send-slot-2026-11-23T07-15', 'send-slot 2026-11-23 at 07:15 UTC'],
    ['overview under its other name', '/', 'housekeeping'],
  ])('makes bull-board’s %s accessible', async (_name, path, text) => {
    const context = await signedIn('nina');
    const page = await context.newPage();
    for (const [width, colorScheme] of VIEWS) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      // Reloaded each time, because its colors fade from one scheme into the other.
      await page.goto(`${web.url}/operator/queues${path}`);
      await page.getByText(text).filter({ visible: true }).first().waitFor();
      await expectNoViolations(page, colorScheme);
      const [tabs, first] = (await page.evaluate(`[...document.querySelectorAll('[class*=statusTabs]')]
        .map((each) => [each.scrollWidth, each.clientWidth]).concat([[0, 0]])[0]`)) as [number, number];
      expect(tabs).toBeLessThanOrEqual(first);
    }
    await context.close();
  });

  it('sends no request to another host', () => {
    expect(foreignRequests).toEqual([]);
  });
});
