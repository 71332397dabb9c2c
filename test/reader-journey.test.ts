import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../src/delivery/plan/plan-editions.ts';
import { sumTotals } from '../src/delivery/status/totals.ts';
import { readTotals } from '../src/delivery/status/totals-queries.ts';
import { classifyAndRank } from '../src/editions/rank-pools.ts';
import { serveWeb } from '../src/web/http/server.ts';
import { launchBrowser, NO_BROWSER } from './support/browser.ts';
import { type TestInstallation, testInstallation } from './support/installation.ts';
import { manyPapers, putList } from './support/list.ts';
import { readOutbox } from './support/outbox.ts';
import { observedWorkers } from './support/workers.ts';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';
const READER = 'reader@example.com';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function publish(ctx: TestInstallation, day: string, first: number): Promise<void> {
  ctx.clock.set(`${day}T03:40:00Z`);
  await putList(ctx, day, [
    ...manyPapers(6, first, 'robotics-embodied'),
    ...manyPapers(6, first + 100, 'speech-audio-music'),
  ]);
  await classifyAndRank(ctx, { day });
  await planEditions(ctx, { day });
}

describe.skipIf(NO_BROWSER)(
  `a reader from the first visit to the last${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());

    async function start(javaScriptEnabled: boolean) {
      const ctx = await testInstallation();
      closing.push(() => ctx.close());
      await publish(ctx, MONDAY, 1);
      ctx.clock.set(`${MONDAY}T10:00:00Z`);
      const workers = await observedWorkers(ctx);
      closing.push(() => workers.drain());
      const web = await serveWeb(ctx);
      closing.push(() => web.close());
      const context = await browser.newContext({ javaScriptEnabled, timezoneId: 'Europe/Berlin' });
      closing.push(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const here = (address: string) => address.replace(ctx.env.PUBLIC_URL, web.url);
      const linkIn = (text: string, path: string) =>
        here(new RegExp(`${ctx.env.PUBLIC_URL}/${path}/\\S+`).exec(text)?.[0] ?? '');
      return { ctx, workers, page, linkIn, here, url: web.url };
    }

    /** The preview updates automatically with scripts, and by a button without them. */
    async function lookAt(page: Page, scripts: boolean, text: string): Promise<void> {
      if (!scripts) await page.getByRole('button', { name: 'Preview' }).click();
      await page.locator('#preview').getByText(text).first().waitFor();
    }

    it.each([
      ['with scripts', true],
      ['without scripts', false],
    ])(
      'gets what they chose, changes it, and leaves with one click (%s)',
      { timeout: 180_000 },
      async (_, scripts) => {
        const { ctx, workers, page, linkIn, here, url } = await start(scripts);
        const mails = async () => (await readOutbox(ctx.directory)).filter(({ to }) => to === READER);

        await page.goto(`${url}/subscribe`);
        expect(await page.locator('#timeZone').inputValue()).toBe(scripts ? 'Europe/Berlin' : 'UTC');
        await page.getByLabel(/^Robotics/).check();
        await lookAt(page, scripts, 'Robotics & embodied AI ·');
        expect(await page.locator('#preview').textContent()).not.toMatch(
          /Speech, audio & music ·|in Speech, audio & music/,
        );
        await page.getByLabel('Email address').fill(READER);
        await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
        await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
        await workers.whenDone('notify', 1);
        const [asked] = await mails();

        await page.goto(linkIn(asked?.text ?? '', 'confirm'));
        expect(await mails()).toHaveLength(1);
        await page.getByRole('button', { name: 'Confirm subscription' }).click();
        await workers.whenDone('send-slot', 1);
        await workers.whenDone('notify', 2);
        const welcomed = await mails();
        expect(welcomed).toHaveLength(3);
        const welcome = welcomed.find(({ subject }) => subject === 'You are subscribed to Paperboy');
        expect(welcome?.text.replace(/\s+/g, ' ')).toContain('The first one is on its way.');
        const first = welcomed.find(({ papers }) => papers.length > 0);
        expect(first?.text).toContain('Robotics & embodied AI');
        expect(sumTotals(await readTotals(ctx.db, MONDAY))).toMatchObject({
          audience: 1,
          accepted: 1,
          balanced: true,
        });

        await page.goto(linkIn(first?.text ?? '', 'preferences'));
        const robotics = page.getByRole('group', { name: 'Topics', exact: true }).getByLabel(/^Robotics/);
        expect(await robotics.isChecked()).toBe(true);
        await robotics.uncheck();
        await page
          .getByRole('group', { name: 'Topics', exact: true })
          .getByLabel(/^Speech/)
          .check();
        await lookAt(page, scripts, 'This is a preview. Nothing is saved yet.');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('status').waitFor();

        await publish(ctx, TUESDAY, 201);
        ctx.clock.set(`${TUESDAY}T07:00:00Z`);
        await deliver(ctx, {});
        const second = (await mails()).find((mail) => !welcomed.some(({ file }) => file === mail.file));
        expect(second?.text).toContain('Speech, audio & music');
        expect(second?.text).not.toMatch(/Robotics & embodied AI ·|in Robotics & embodied AI/);
        expect(second?.papers.filter((paper) => first?.papers.includes(paper))).toEqual([]);

        const oneClick = /<(http[^>]+)>/.exec(second?.headers.get('list-unsubscribe') ?? '')?.[1] ?? '';
        const left = await fetch(here(oneClick), {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
        });
        expect(left.status).toBe(200);
        const before = await mails();
        await publish(ctx, WEDNESDAY, 401);
        ctx.clock.set(`${WEDNESDAY}T12:00:00Z`);
        await deliver(ctx, {});
        expect(await mails()).toEqual(before);
      },
    );
  },
);
