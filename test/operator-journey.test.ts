import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays } from '../src/day.ts';
import { deliver } from '../src/delivery/pipeline/deliver.ts';
import { storeSnapshots } from '../src/papers/ingest/source-queries.ts';
import { readReruns } from '../src/runs/rerun-queries.ts';
import { serveWeb } from '../src/web/http/server.ts';
import { startWorkers } from '../workers/main.ts';
import { launchBrowser, NO_BROWSER } from './support/browser.ts';
import { PASSWORD, putOperator } from './support/dashboard.ts';
import { DAY, dueEdition, EDITION } from './support/due-edition.ts';
import type { TestInstallation } from './support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from './support/scripted-mailer.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN_AXE = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
})`;
const ADDRESSES = ['ada', 'bob', 'cyd', 'dan'].map((name) => `${name}@example.com`);

describe.skipIf(NO_BROWSER)(`two mornings of an operator${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let ctx: TestInstallation;
  let mailer: ScriptedMailer;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  beforeAll(async () => {
    mailer = scriptedMailer({ batchSize: 4 });
    ctx = await dueEdition(ADDRESSES, { mailer });
    await putOperator(ctx, 'ann', 'operator');
    web = await serveWeb(ctx);
    browser = await launchBrowser();
    // Every operation works without JavaScript.
    context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  const signIn = async (on: Page) => {
    await on.goto(`${web.url}/operator`);
    await on.fill('input[name=name]', 'ann');
    await on.fill('input[name=password]', PASSWORD);
    await on.click('main button[type=submit]');
  };
  const textOf = (on = page) => on.locator('main').innerText();

  it('shows why deliveries failed, retries exactly those, and accounts for all recipients', async () => {
    mailer.next('accept', 'refuse-mail', 'refuse-mail', 'accept');
    await deliver(ctx, {});
    await signIn(page);
    await page.click('nav >> text=Editions');
    expect(await textOf()).toContain('✗ 2 failed');
    await page.click(`text=${EDITION}`);
    expect(await textOf()).toContain('2 deliveries failed: 554: content refused');
    await page.getByRole('link', { name: 'Retry failed deliveries', exact: true }).click();
    expect(await textOf()).toContain(
      '2 deliveries will be retried. No subscriber receives the digest twice.',
    );
    await page.click('main button');
    expect(await textOf()).toContain('Done: 2 deliveries will be retried.');
    expect(await textOf()).toContain('○ 2 scheduled');
    // The same button again, as after a double click.
    await page.goto(`${web.url}/operator/editions/${EDITION}/operations/retry`);
    await page.click('main button');
    expect(await textOf()).toContain('Nothing to do: this was already done.');
    await deliver(ctx, {});
    await page.reload();
    expect(await textOf()).toMatch(/✓ finished[\s\S]*✓ 4 accepted · all 4 recipients accounted for/);
    expect(ADDRESSES.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1, 1]);
  });

  it('re-runs yesterday’s ranking after a dry run, with the result that the dry run showed', async () => {
    ctx.clock.set(`${addDays(DAY, 1)}T08:00:00Z`);
    const reading = { paperId: '2611.00015', signal: 'hf_upvotes', value: 900 } as const;
    await storeSnapshots(ctx.db, 'hugging-face', [reading], ctx.clock.now());
    await signIn(page);
    await page.click('nav >> text=Re-runs');
    await page.selectOption('select[name=what]', 'rank');
    await page.fill('input[name=day]', DAY);
    await page.click('text=Start dry run');
    const predicted = /revision 2 of day-\S+ would differ from revision 1 in (\d+) of 15 papers/.exec(
      await textOf(),
    );
    expect(Number(predicted?.[1])).toBeGreaterThan(0);
    await page.click('main button >> text=Run again');
    expect(await textOf()).toMatch(/Done: Re-run started as job rank-2026-11-23-again-rerun-\d+/);
    await page.goBack();
    await page.click('main button >> text=Run again');
    expect(await textOf()).toContain('This re-run was already started');
    const workers = await startWorkers(ctx);
    await vi.waitFor(
      async () => expect((await readReruns(ctx.db, { limit: 1 }))[0]?.finishedAt).not.toBeNull(),
      {
        timeout: 30_000,
        interval: 50,
      },
    );
    await workers.drain();
    await page.reload();
    expect(await textOf()).toContain(
      `revision 2 of day-${DAY} differs from revision 1 in ${predicted?.[1]} of 15 papers`,
    );
    await page.goto(`${web.url}/operator/editions/${EDITION}`);
    await page.click('text=Compare');
    expect(await textOf()).toContain(`0 added, 0 removed, ${predicted?.[1]} moved`);
    expect(ADDRESSES.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1, 1]);
  });

  it('has no axe violations, no overflow and no console output, on a phone and in the dark', async () => {
    const paper = `/operator/editions/${EDITION}/paper?id=2611.00015`;
    for (const [width, colorScheme] of [
      [360, 'light'],
      [1280, 'dark'],
    ] as const) {
      const looking = await browser.newContext({ viewport: { width, height: 740 }, colorScheme });
      const seen = await looking.newPage();
      const consoleOutput: string[] = [];
      seen.on('console', (message) => consoleOutput.push(message.text()));
      await signIn(seen);
      for (const path of [
        '/operator/editions',
        `/operator/editions/${EDITION}?from=1&to=2`,
        `/operator/editions/${EDITION}/operations/cancel`,
        paper,
        `/operator/editions/${EDITION}/preview?size=5&view=dark`,
        '/operator/runs',
        `/operator/runs/dry-run?what=day&day=${DAY}&source=&edition=`,
      ]) {
        const answer = await seen.goto(`${web.url}${path}`);
        expect([path, answer?.status()]).toEqual([path, 200]);
        await seen.evaluate(AXE);
        const found = (await seen.evaluate(RUN_AXE)) as {
          violations: { id: string; nodes: { html: string }[] }[];
        };
        expect([path, found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([
          path,
          [],
        ]);
        expect([path, await seen.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([
          path,
          true,
        ]);
      }
      expect(consoleOutput).toEqual([]);
      await looking.close();
    }
  });
});
