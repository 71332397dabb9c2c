import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import { raiseAlert } from '../../../../src/alerts/alerts.ts';
import { afterOutcome } from '../../../../src/delivery/providers/circuit-breaker.ts';
import { lockCircuit, storeCircuit } from '../../../../src/delivery/providers/circuit-breaker-queries.ts';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { expectNoViolations, VIEWS } from '../../../support/axe.ts';
import { launchBrowser, NO_BROWSER } from '../../../support/browser.ts';
import { PASSWORD, putOperator, type TestDesk } from '../../../support/desk.ts';
import { halfSentDesk } from '../../../support/half-sent.ts';

describe.skipIf(NO_BROWSER)(`today in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let desk: TestDesk;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  beforeAll(async () => {
    ({ desk } = await halfSentDesk());
    web = await serveWeb(desk.ctx);
    await putOperator(desk.ctx, 'vera', 'viewer');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await desk?.close();
  });

  async function logIn(page: Page): Promise<void> {
    await page.goto(`${web.url}/operator`);
    await page.fill('#name', 'vera');
    await page.fill('#password', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${web.url}/operator`);
  }

  it('shows what happens meanwhile without being loaded again, and leaves open what was opened', async () => {
    const page = await browser.newPage();
    await page.clock.install({ time: desk.ctx.clock.now() });
    await logIn(page);
    expect(await page.getByText('No alert is open.').count()).toBe(1);
    await page.click('#growth-table summary');
    await page.evaluate('window.neverLoadedAgain = true');
    const message = 'hugging-face failed once: no answer.';
    await raiseAlert(desk.ctx, { code: 'SOURCE_FAILED', subject: 'hugging-face', message });
    await refuse();
    await page.clock.fastForward(DASHBOARD.refreshSeconds * 1_000 + 1_000);
    await page.getByText('A source is unavailable').waitFor();
    await page.getByText('scripted: refuses our account').waitFor();
    expect(await page.getByText('one alert is open').count()).toBe(1);
    expect(await page.evaluate('window.neverLoadedAgain')).toBe(true);
    expect(await page.locator('#growth-table[open]').count()).toBe(1);
    await page.context().close();
  });

  it('is in order by axe while something is wrong, on a phone and in the dark', async () => {
    const page = await (await browser.newContext()).newPage();
    await logIn(page);
    for (const [width, colorScheme] of VIEWS) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      await expectNoViolations(page, colorScheme);
    }
  });

  const refuse = () =>
    desk.ctx.db.transaction().execute(async (trx) => {
      const now = desk.ctx.clock.now();
      const refused = { kind: 'account', reason: '401: the key is wrong' } as const;
      await storeCircuit(
        trx,
        'scripted',
        afterOutcome(await lockCircuit(trx, 'scripted'), refused, now),
        now,
      );
    });
});
