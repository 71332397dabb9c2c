import { Readable } from 'node:stream';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import { startImport } from '../../../../src/subscribers/csv/start-import.ts';
import { uploadImport } from '../../../../src/subscribers/csv/upload-import.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { insertSuppression } from '../../../../src/suppression/suppression-queries.ts';
import { storeColdModel } from '../../../../src/trending/cold/cold-model-queries.ts';
import { shippedModel } from '../../../../src/trending/cold/shipped-model.ts';
import { serveWeb } from '../../../../src/web/http/server.ts';
import { expectNoViolations, VIEWS } from '../../../support/axe.ts';
import { launchBrowser, NO_BROWSER } from '../../../support/browser.ts';
import { AN_ADDRESS, PASSWORD, putOperator } from '../../../support/dashboard.ts';
import { EDITION } from '../../../support/due-edition.ts';
import { sendHalf } from '../../../support/half-sent.ts';
import { type TestInstallation, testInstallation } from '../../../support/installation.ts';
import { putSubscriber } from '../../../support/list.ts';
import { scriptedMailer } from '../../../support/scripted-mailer.ts';

const UNDO_PREVIEW =
  '/operator/subscribers/undo-suppressions?source=smtp+550&from=2026-11-23T00%3A00&to=2026-11-23T23%3A59';

describe.skipIf(NO_BROWSER)(
  `subscribers and editions in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`,
  () => {
    let browser: Browser;
    let ctx: TestInstallation;
    let web: Awaited<ReturnType<typeof serveWeb>>;
    let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
    let failedSubscriber = '';
    let uploaded = '';
    let running = '';
    let asked = '';

    beforeAll(async () => {
      browser = await launchBrowser();
      const mailer = scriptedMailer({ batchSize: 10 });
      ctx = await testInstallation({ mailer });
      await sendHalf(ctx, mailer);
      await putOperator(ctx, 'olga', 'operator');
      await putOperator(ctx, 'vera', 'viewer');
      await putSubscriber(ctx, 'undone@example.com');
      await insertSuppression(ctx.db, {
        address: 'undone@example.com',
        reason: 'address-refused',
        source: 'smtp 550',
        now: ctx.clock.now(),
      });
      await storeColdModel(
        ctx.db,
        { ...shippedModel(), version: 'fitted-2026-11-19' },
        {
          measure: { comparedWith: shippedModel().version, heldBack: 15, value: 0.88, compared: 0.87 },
          used: true,
          now: ctx.clock.now(),
        },
      );
      web = await serveWeb(ctx);
      await withPage({}, async (page) => {
        await signIn(page, 'olga');
        cookies = await page.context().cookies();
      });
      const { id } = await ctx.db
        .selectFrom('subscribers')
        .select('id')
        .where('address', '=', 'eva@example.com')
        .executeTakeFirstOrThrow();
      failedSubscriber = `/operator/subscribers/${id}`;
      const lines = ['new@example.org,2026-03-01,a form', 'nonsense,2026-03-01,a form'];
      const upload = () => {
        const file = Readable.from([['address,consent_at,consent_source', ...lines].join('\n')]);
        return uploadImport(ctx, { operator: 'olga', file });
      };
      uploaded = `/operator/subscribers/imports/${await upload()}`;
      const unknown = 'Kontakt;Ort;Newsletter\nnew@example.org;Wien;ja';
      const question = await uploadImport(ctx, { operator: 'olga', file: Readable.from([unknown]) });
      asked = `/operator/subscribers/imports/${question}`;
      const importId = await upload();
      await startImport(ctx, { importId, operator: 'olga' });
      running = `/operator/subscribers/imports/${importId}`;
    });
    afterAll(async () => {
      await browser?.close();
      await web?.close();
      await ctx?.close();
    });

    const withPage = async (
      options: Parameters<Browser['newContext']>[0],
      look: (page: Page) => Promise<void>,
    ): Promise<void> => {
      const context = await browser.newContext(options);
      try {
        if (cookies) await context.addCookies(cookies);
        await look(await context.newPage());
      } finally {
        await context.close();
      }
    };
    const signIn = async (page: Page, name: string): Promise<void> => {
      await page.goto(`${web.url}/operator`);
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${web.url}/operator`);
    };

    const pages: [string, () => string][] = [
      ['today', () => '/operator'],
      ['edition', () => `/operator/editions/${EDITION}`],
      ['paper of an edition', () => `/operator/editions/${EDITION}/paper?id=2611.00009`],
      ['cold model', () => '/operator/cold-model'],
      ['audit', () => '/operator/audit'],
      ['deliveries', () => `/operator/editions/${EDITION}/deliveries`],
      ['subscribers', () => '/operator/subscribers'],
      ['subscriber', () => failedSubscriber],
      ['import', () => uploaded],
      ['import with unknown columns', () => asked],
      ['running import', () => running],
      ['undo', () => '/operator/subscribers/undo-suppressions'],
      ['undo preview', () => UNDO_PREVIEW],
    ];
    describe.each(pages)('the page %s', (_name, path) => {
      it('has no axe violations at 360 and 1280 pixels, light and dark', async () => {
        await withPage({}, async (page) => {
          const consoleOutput: string[] = [];
          page.on('console', (message) => consoleOutput.push(message.text()));
          await page.goto(`${web.url}${path()}`);
          await page.evaluate(
            `document.querySelectorAll('details').forEach((each) => { each.open = true; })`,
          );
          for (const [width, colorScheme] of VIEWS) {
            await page.setViewportSize({ width, height: 740 });
            await page.emulateMedia({ colorScheme });
            await expectNoViolations(page, colorScheme);
          }
          expect(consoleOutput).toEqual([]);
        });
      });
    });

    it('refreshes changed parts without a reload, and leaves the others alone', async () => {
      await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
        await page.clock.install();
        await page.goto(`${web.url}/operator`);
        await page.evaluate(`document.getElementById('totals').dataset.kept = 'yes'`);
        await ctx.db
          .updateTable('source_states')
          .set({ state: 'stalled' })
          .where('source', '=', 'arxiv')
          .execute();
        await page.clock.runFor(DASHBOARD.refreshSeconds * 1000 + 1000);
        await page.getByText('arXiv: stalled').waitFor();
        expect(await page.evaluate(`document.getElementById('totals').dataset.kept`)).toBe('yes');
      });
    });

    it('finds a subscriber and answers whether they got the digest, without JavaScript', async () => {
      await withPage({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } }, async (page) => {
        await page.goto(`${web.url}/operator`);
        await page.getByRole('link', { name: 'Subscribers', exact: true }).click();
        await page.getByLabel('Email address').fill('ada@example.com');
        await page.getByRole('button', { name: 'Find' }).click();
        expect(await page.locator('.status-line').textContent()).toContain('Very likely: scripted accepted');
        expect(page.url()).not.toMatch(AN_ADDRESS);
      });
    });

    it('undoes suppressions after a preview, without JavaScript', async () => {
      const address = 'undone@example.com';
      await withPage({ javaScriptEnabled: false, viewport: { width: 375, height: 740 } }, async (page) => {
        await page.goto(`${web.url}/operator/subscribers`);
        await page.getByRole('link', { name: 'Undo suppressions by source' }).click();
        await page.getByLabel('Source').fill('smtp 550');
        await page.getByLabel('From (UTC)').fill('2026-11-23T00:00');
        await page.getByLabel('To (UTC)').fill('2026-11-23T23:59');
        await page.getByRole('button', { name: 'Preview' }).click();
        expect(await page.locator('main').textContent()).toContain('1 suppression would be removed.');
        await page.getByLabel('Reason').fill('wrong SMTP password');
        await page.getByRole('button', { name: 'Undo 1 suppression' }).click();
        expect(await page.locator('main').textContent()).toContain(
          '1 suppression removed. No email was sent.',
        );
        expect(page.url()).not.toMatch(AN_ADDRESS);
      });
      expect((await findSubscriberByAddress(ctx.db, address))?.state).toBe('active');
    });

    it('lets a viewer find a subscriber, with masked addresses', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await signIn(page, 'vera');
      await page.goto(`${web.url}/operator/subscribers`);
      await page.getByLabel('Email address').fill('unknown@example.com');
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByText('No subscriber has this address.').waitFor();
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('heading', { name: 'a•••@example.com' }).waitFor();
      expect(page.url()).not.toMatch(AN_ADDRESS);
      await context.close();
    });
  },
);
