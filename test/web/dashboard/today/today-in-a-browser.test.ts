import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import { raiseAlert } from '../../../../src/alerts/alerts.ts';
import { applySignal } from '../../../../src/delivery/providers/circuit-breaker.ts';
import { lockCircuit, storeCircuit } from '../../../../src/delivery/providers/circuit-breaker-queries.ts';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { expectNoViolations, VIEWS } from '../../../support/axe.ts';
import { launchBrowser, NO_BROWSER } from '../../../support/browser.ts';
import { PASSWORD, putOperator, type TestDashboard } from '../../../support/dashboard.ts';
import { halfSentDashboard } from '../../../support/half-sent.ts';

describe.skipIf(NO_BROWSER)(`today in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let dashboard: TestDashboard;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  beforeAll(async () => {
    ({ dashboard } = await halfSentDashboard());
    web = await serveWeb(dashboard.ctx);
    await putOperator(dashboard.ctx, 'vera', 'viewer');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await dashboard?.close();
  });

  async function signIn(page: Page): Promise<void> {
    await page.goto(`${web.url}/operator`);
    await page.fill('#name', 'vera');
    await page.fill('#password', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${web.url}/operator`);
  }

  it('refreshes itself without a reload, and keeps opened details open', async () => {
    const page = await browser.newPage();
    await page.clock.install({ time: dashboard.ctx.clock.now() });
    await signIn(page);
    expect(await page.getByText('No open alerts.').count()).toBe(1);
    await page.click('#growth-table summary');
    await page.evaluate('window.notReloaded = true');
    const message = 'hugging-face failed once: no answer.';
    await raiseAlert(dashboard.ctx, { code: 'SOURCE_FAILED', subject: 'hugging-face', message });
    await refuse();
    await page.clock.fastForward(DASHBOARD.refreshSeconds * 1_000 + 1_000);
    await page.getByText('A source is unavailable').waitFor();
    await page.getByText('scripted: rejects our account').waitFor();
    expect(await page.getByText('1 open alert').count()).toBe(1);
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    expect(await page.locator('#growth-table[open]').count()).toBe(1);
    await page.context().close();
  });

  it('has no axe violations while an alert is open, on a phone and in the dark', async () => {
    const page = await (await browser.newContext()).newPage();
    await signIn(page);
    for (const [width, colorScheme] of VIEWS) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      await expectNoViolations(page, colorScheme);
    }
  });

  const refuse = () =>
    dashboard.ctx.db.transaction().execute(async (trx) => {
      const now = dashboard.ctx.clock.now();
      const refused = { kind: 'account', reason: '401: the key is wrong' } as const;
      await storeCircuit(trx, 'scripted', applySignal(await lockCircuit(trx, 'scripted'), refused, now), now);
    });
});
