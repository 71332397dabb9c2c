import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutboxMailer } from '../../../src/delivery/providers/mailers/outbox.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { renderDigest } from '../../../src/rendering/render-digest.ts';
import { markToken } from '../../../src/subscribers/preferences/mark.ts';
import { readPreferences } from '../../../src/subscribers/preferences/preference-queries.ts';
import { readSaved } from '../../../src/subscribers/reading-list/reading-list-queries.ts';
import { confirmToken } from '../../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { signToken } from '../../../src/token.ts';
import { serveWeb } from '../../../src/web/http/server.ts';
import { expectNoViolations, VIEWS } from '../../support/axe.ts';
import { launchBrowser, NO_BROWSER, withPage } from '../../support/browser.ts';
import { sampleDigest } from '../../support/digest-props.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber, TITLES } from '../../support/list.ts';
import { sampleMail } from '../../support/mail.ts';
import { putPapers } from '../../support/site.ts';

describe.skipIf(NO_BROWSER)(`pages in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  let ctx: TestInstallation;
  let web: Awaited<ReturnType<typeof serveWeb>>;
  const paths: Record<string, string> = {};

  beforeAll(async () => {
    browser = await launchBrowser();
    ctx = await testInstallation();
    web = await serveWeb(ctx);
    await putPapers(ctx, '2026-11-20', [{ id: '2611.00001', title: 'An Earlier Paper' }]);
    await putPapers(
      ctx,
      '2026-11-23',
      [
        {
          id: '2611.00002',
          title: 'Unbreakable'.repeat(25),
          abstract: 'word '.repeat(700),
          authorCount: 2_000,
        },
        { id: '2611.00004', title: TITLES['agents-tool-use'] },
        {
          id: '2611.00003',
          title: 'نحو نماذج لغوية أكثر كفاءة',
          summary: '字'.repeat(600),
          organisation: 'L'.repeat(99),
        },
      ],
      [{ paperId: '2611.00002', signal: 'hf_upvotes', value: 1_234_567 }],
    );
    await classifyAndRank(ctx, { day: '2026-11-23' });
    const reader = await putSubscriber(ctx, 'reader@example.com');
    const token = signToken(ctx.keys, 'preferences', reader.id, null);
    const { html } = await renderDigest(sampleDigest());
    const mail = sampleMail(1, { html, subject: 'Unbreakable'.repeat(30) });
    await createOutboxMailer({ directory: join(ctx.env.DATA_DIR, 'outbox') }).send([mail], {
      idempotencyKey: 'k',
    });
    Object.assign(paths, {
      today: '/',
      archive: '/editions',
      archived: '/editions/2026-11-23',
      week: '/papers/week/2026-W47',
      noDay: '/papers/2026-11-21',
      paper: '/papers/2611.00002',
      topics: '/topics',
      topic: '/topics/robotics-embodied',
      search: '/search',
      found: '/search?q=unbreakable+wrod+xylophone&topic=',
      nothing: '/search?q=xylophone&from=2026-11-01',
      preferences: `/preferences/${token}`,
      confirm: `/confirm/${confirmToken(ctx.keys, reader.id, ctx.clock.now())}`,
      leave: `/leave/${reader.unsubscribeKey}`,
      pause: `/pause/${reader.unsubscribeKey}`,
      fewer: `/fewer/${reader.unsubscribeKey}`,
      subscribe: '/subscribe?topics=agents-tool-use',
      myLink: '/my-link',
      sent: `/preferences/${token}/sent`,
      more: `/more/${markToken(token, '2611.00004')}`,
      less: `/less/${markToken(token, '2611.00002')}`,
      save: `/save/${markToken(token, '2611.00004')}`,
      readingList: `/preferences/${token}/reading-list`,
      device: '/reading-list',
      outbox: '/outbox',
      mail: '/outbox/2026-11-23-dlv-1.eml',
      missing: '/nothing',
    });
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await ctx?.close();
  });

  describe.each([
    'today',
    'archive',
    'archived',
    'week',
    'noDay',
    'paper',
    'topics',
    'topic',
    'search',
    'found',
    'nothing',
    'preferences',
    'confirm',
    'leave',
    'pause',
    'fewer',
    'subscribe',
    'myLink',
    'sent',
    'more',
    'less',
    'save',
    'readingList',
    'device',
    'outbox',
    'mail',
    'missing',
  ])('the page %s', (name) => {
    it('has no axe violations at 360 and 1280 pixels, light and dark, within its own policy', async () => {
      await withPage(browser, {}, async (page) => {
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(`${web.url}${paths[name]}`);
        for (const [width, colorScheme] of VIEWS) {
          await page.setViewportSize({ width, height: 740 });
          await page.emulateMedia({ colorScheme });
          const paper = colorScheme === 'light' ? 'rgb(251, 250, 247)' : 'rgb(20, 19, 15)';
          expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
            paper,
          );
          await expectNoViolations(page, colorScheme);
        }
        expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
      });
    });
  });

  it.each(VIEWS)(
    'shows errors of the preferences accessibly at %i pixels in the %s scheme',
    async (width, colorScheme) => {
      await withPage(browser, { viewport: { width, height: 740 }, colorScheme }, async (page) => {
        await page.goto(`${web.url}${paths.preferences}`);
        await page.fill('#queries', 'x'.repeat(500));
        await page.fill('#authors', 'y');
        await page.click('button');
        expect(await page.title()).toContain('Not saved');
        await expectNoViolations(page, colorScheme);
      });
    },
  );

  it('keeps the chosen language on every page, without a parameter in links', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${web.url}${paths.preferences}`);
    await page.getByRole('button', { name: 'Deutsch' }).click();
    expect(new URL(page.url()).pathname).toBe(paths.preferences);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ihre Einstellungen');
    await page.getByRole('link', { name: 'Archiv' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Archiv');
    expect((await context.cookies()).map(({ name, value, httpOnly }) => ({ name, value, httpOnly }))).toEqual(
      [{ name: 'language', value: 'de', httpOnly: true }],
    );
    await context.close();
  });

  it('is as accessible in German', async () => {
    await withPage(browser, { viewport: { width: 360, height: 740 }, locale: 'de-DE' }, async (page) => {
      for (const name of ['today', 'archive', 'archived', 'preferences', 'leave', 'missing']) {
        await page.goto(`${web.url}${paths[name]}`);
        expect(await page.evaluate('document.documentElement.lang')).toBe('de');
        await expectNoViolations(page);
      }
    });
  });

  describe('without JavaScript', () => {
    const plain = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };

    it('confirms a subscription', async () => {
      await subscribe(ctx, { address: 'pending@example.com', source: 'test', network: null });
      const pending = await findSubscriberByAddress(ctx.db, 'pending@example.com');
      await withPage(browser, plain, async (page) => {
        await page.goto(`${web.url}/confirm/${confirmToken(ctx.keys, pending?.id ?? '', ctx.clock.now())}`);
        await page.getByRole('button', { name: 'Confirm subscription' }).click();
        await page.getByRole('link', { name: 'Set my preferences' }).click();
        expect(await page.title()).toBe('Your preferences · Paperboy');
      });
      expect((await findSubscriberByAddress(ctx.db, 'pending@example.com'))?.state).toBe('active');
    });

    it.each([
      // Names that a browser may report, whether Node.js lists them or their earlier and later ones.
      ['Asia/Kolkata', 'Asia/Kolkata'],
      ['Asia/Calcutta', 'Asia/Kolkata'],
      ['Europe/Kyiv', 'Europe/Kyiv'],
      ['Europe/Kiev', 'Europe/Kyiv'],
      ['America/Nuuk', 'America/Nuuk'],
      ['Asia/Rangoon', 'Asia/Yangon'],
      ['Pacific/Kanton', 'Pacific/Kanton'],
      ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
      ['US/Pacific', 'America/Los_Angeles'],
      ['Europe/Berlin', 'Europe/Berlin'],
      ['Etc/UCT', 'UTC'],
    ])('guesses the time zone of a browser in %s', async (reported, chosen) => {
      await withPage(browser, {}, async (page) => {
        await page.addInitScript((zone) => {
          const { resolvedOptions } = Intl.DateTimeFormat.prototype;
          const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
          Intl.DateTimeFormat.prototype.resolvedOptions = function (this: Intl.DateTimeFormat) {
            const options = resolvedOptions.call(this);
            return options.timeZone === own ? { ...options, timeZone: zone } : options;
          };
        }, reported);
        await page.goto(`${web.url}/subscribe`);
        expect(await page.getByLabel('Time zone').inputValue()).toBe(chosen);
      });
    });

    it.each(['/', '/subscribe'])('takes a pasted address with invisible characters on %s', async (path) => {
      await withPage(browser, {}, async (page) => {
        await page.goto(`${web.url}${path}`);
        const field = page.getByLabel('Email address');
        await field.fill('\ufeffa\u200bda@example.com\u00a0');
        expect(await field.inputValue()).toBe('ada@example.com');
        await field.fill("d'arcy+q&a@example.com");
        expect(await page.locator('input[type=email]:valid').count()).toBe(1);
      });
    });

    it('guesses a zone with the same time for one that the server does not know', async () => {
      await withPage(browser, { timezoneId: 'America/Coyhaique' }, async (page) => {
        await page.route('**/subscribe', async (route) => {
          const answer = await route.fetch();
          const html = (await answer.text()).replace(/<option value="America\/Coyhaique".*?<\/option>/, '');
          await route.fulfill({ response: answer, body: html });
        });
        await page.goto(`${web.url}/subscribe`);
        expect(await page.getByLabel('Time zone').inputValue()).toMatch(/^America\//);
        const zone = await page.getByLabel('Time zone').inputValue();
        const hours = ['2026-01-15T12:00Z', '2026-07-15T12:00Z'].map((time) =>
          new Date(time).toLocaleTimeString('de', { timeZone: zone, timeStyle: 'short' }),
        );
        expect(hours).toEqual(['09:00', '09:00']);
      });
    });

    it('changes preferences', async () => {
      const reader = await putSubscriber(ctx, 'changer@example.com');
      await withPage(browser, plain, async (page) => {
        await page.goto(`${web.url}/preferences/${signToken(ctx.keys, 'preferences', reader.id, null)}`);
        await page.getByLabel('Robotics & embodied AI').first().check();
        await page.getByLabel('Keywords', { exact: true }).fill('sparse attention\nstate spaces');
        await page.getByLabel('Once a week').check();
        await page.getByLabel('Time zone').selectOption({ label: 'Tokyo' });
        await page.getByLabel('Maximum number of papers').fill('3');
        await page.getByRole('button', { name: 'Save' }).click();
        expect(await page.getByRole('status').textContent()).toContain('Saved.');
        expect(await page.getByLabel('Keywords', { exact: true }).inputValue()).toBe(
          'sparse attention\nstate spaces',
        );
      });
      const preference = (await readPreferences(ctx.db, [reader.id])).get(reader.id);
      expect(preference).toMatchObject({ cadence: 'weekly', timeZone: 'Asia/Tokyo', size: 3 });
      expect(preference?.interests.map(({ value }) => value).sort()).toEqual([
        'agents-tool-use',
        'robotics-embodied',
        'sparse attention',
        'state spaces',
      ]);
    });

    it('saves a paper from an email and from its page, and marks it as read', async () => {
      const reader = await putSubscriber(ctx, 'saver@example.com');
      const preferences = signToken(ctx.keys, 'preferences', reader.id, null);
      const linkTo = (paperId: string) => markToken(preferences, paperId);
      await withPage(browser, plain, async (page) => {
        await page.goto(`${web.url}/save/${linkTo('2611.00002')}`);
        await page.getByRole('button', { name: 'Save to my reading list' }).click();
        await page.getByRole('link', { name: 'Open my reading list' }).click();
        await page.getByRole('button', { name: /^Mark as read/ }).click();
        expect(await page.getByText('1 paper, 1 read').count()).toBe(1);
        await page.getByRole('button', { name: 'Remember me on this device' }).click();
        await page.goto(`${web.url}/papers/2611.00004`);
        await page.getByRole('button', { name: 'Save to reading list' }).click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
          'Saved to your reading list',
        );
      });
      const saved = await readSaved(ctx.db, reader.id, { limit: 9, offset: 0 });
      expect(saved.map(({ paperId, source }) => `${paperId} ${source}`).sort()).toEqual([
        '2611.00002 digest',
        '2611.00004 page',
      ]);
    });

    it('unsubscribes, and undoes it', async () => {
      const reader = await putSubscriber(ctx, 'leaver@example.com');
      await withPage(browser, plain, async (page) => {
        await page.goto(`${web.url}/leave/${reader.unsubscribeKey}`);
        await page.getByRole('button', { name: 'Unsubscribe' }).click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
          'You have been unsubscribed',
        );
      });
      const state = async () => (await findSubscriberByAddress(ctx.db, 'leaver@example.com'))?.state;
      expect(await state()).toBe('unsubscribed');
      await withPage(browser, plain, async (page) => {
        await page.goto(`${web.url}/leave/${reader.unsubscribeKey}/undo`);
        await page.getByRole('button', { name: 'Undo' }).click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are subscribed again');
      });
      expect(await state()).toBe('active');
    });
  });

  it('opens the links of an email outside its sandbox', async () => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(`${web.url}${paths.mail}`);
      const link = page.frameLocator('iframe').getByRole('link').first();
      const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
      expect(opened.url()).not.toBe(page.url());
      expect(page.url()).toBe(`${web.url}${paths.mail}`);
    });
  });
});
