import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseByAddress } from '../../../../src/subscribers/erase.ts';
import { preferenceSchema } from '../../../../src/subscribers/preferences/preference.ts';
import { confirmToken } from '../../../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../../../src/subscribers/unsubscribe.ts';
import { signToken } from '../../../../src/token.ts';
import { mainOf } from '../../../support/markup.ts';
import { hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const DAY_MS = 86_400_000;

describe('the page behind a confirmation link', () => {
  let site: TestSite;
  let people = 0;
  let address = '';
  let path = '';
  const stateOf = async () => (await findSubscriberByAddress(site.ctx.db, address))?.state;

  beforeAll(async () => {
    site = await testSite();
  });
  beforeEach(async () => {
    people += 1;
    address = `reader${people}@example.com`;
    await subscribe(site.ctx, { address, source: 'test', network: null });
    const subscriber = await findSubscriberByAddress(site.ctx.db, address);
    path = `/confirm/${confirmToken(site.ctx.keys, subscriber?.id ?? '', site.ctx.clock.now())}`;
  });
  afterAll(() => site?.close());

  it('has one button and changes nothing, however often scanners open it', async () => {
    const before = await hashDatabase(site.ctx);
    for (let time = 0; time < 3; time += 1) await site.head(path);
    const page = await site.get(path);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain(
      '<form class="single" method="post"><button type="submit">Confirm subscription</button>',
    );
    expect(mainOf(html).match(/<button/g)).toHaveLength(1);
    expect(await hashDatabase(site.ctx)).toBe(before);
    expect(await stateOf()).toBe('pending');
  });

  it('confirms when the button is pressed, and links to the preferences', async () => {
    const page = await site.post(path);
    const html = await page.text();
    expect([page.status, await stateOf()]).toEqual([200, 'active']);
    const next = /href="(\/preferences\/[^"]+)">Set my preferences</.exec(html)?.[1] ?? 'none';
    expect((await site.get(next)).status).toBe(200);
  });

  it('reports a second press, and shows no permanent link then', async () => {
    await site.post(path);
    const again = await site.post(path);
    const html = await again.text();
    expect([again.status, html]).toEqual([200, expect.stringContaining('<h1>Already confirmed</h1>')]);
    expect(html).not.toContain('/preferences/');
    const opened = await site.get(path);
    expect([opened.status, mainOf(await opened.text())]).toEqual([200, mainOf(html)]);
  });

  it('shows the chosen topics, and no free text', async () => {
    const chosen = 'chosen@example.com';
    const preference = preferenceSchema.parse({
      interests: [
        { kind: 'topic', mode: 'follow', value: 'video' },
        { kind: 'query', mode: 'follow', value: 'buy now' },
      ],
      sendHour: 18,
      timeZone: 'Asia/Tokyo',
    });
    await subscribe(site.ctx, { address: chosen, source: 'test', network: null, preference });
    const { id = '' } = (await findSubscriberByAddress(site.ctx.db, chosen)) ?? {};
    const token = confirmToken(site.ctx.keys, id, site.ctx.clock.now());
    const html = await (await site.get(`/confirm/${token}`)).text();
    expect(html).toContain(
      'You chose: Video; 1\u00A0custom interest. Digests arrive every day at 18:00 Tokyo time.',
    );
    expect(html).not.toContain('buy now');
    const german = await (await site.get(`/confirm/${token}`, { 'Accept-Language': 'de' })).text();
    expect(german).toContain('Ihre Auswahl: Video; 1\u00A0eigener Eintrag.');
    expect(await (await site.post(`/confirm/${token}`)).text()).toContain('You chose: Video;');
  });

  it('expires after some days, by GET and by POST', async () => {
    site.ctx.clock.advance(8 * DAY_MS);
    for (const page of [await site.get(path), await site.post(path)])
      expect([page.status, await page.text()]).toEqual([
        410,
        expect.stringContaining('This link has expired'),
      ]);
    site.ctx.clock.advance(-8 * DAY_MS);
    expect(await stateOf()).toBe('pending');
  });

  it('fails after unsubscribing or erasure', async () => {
    const subscriber = await findSubscriberByAddress(site.ctx.db, address);
    await unsubscribe(site.ctx, subscriber?.unsubscribeKey ?? '');
    const left = await site.post(path);
    expect([left.status, await stateOf()]).toEqual([404, 'unsubscribed']);
    await eraseByAddress(site.ctx, { address });
    const strangerKeys = { current: 'a key of another installation', previous: [] };
    const stranger = signToken(strangerKeys, 'confirm', subscriber?.id ?? '', null);
    const words = mainOf(await left.text());
    // Erased, never existing or signed with a foreign key: the same page, opened or pressed.
    for (const answered of [
      await site.post(path),
      await site.get(path),
      await site.get(`/confirm/${signToken(site.ctx.keys, 'confirm', NOBODY, null)}`),
      await site.get(`/confirm/${stranger}`),
      await site.post(`/confirm/${stranger}`),
    ])
      expect([answered.status, mainOf(await answered.text())]).toEqual([404, words]);
  });

  it.each([
    'x',
    '<script>alert(1)</script>',
    '..%2F..%2Fetc%2Fpasswd',
    '%00',
    '%E0%A4%A',
    '\u202Eabc',
    'a'.repeat(10_000),
  ])('explains the remedy for a broken link (%#)', async (token) => {
    const encoded = `/confirm/${token.startsWith('%') || token.startsWith('..') ? token : encodeURIComponent(token)}`;
    for (const page of [await site.get(encoded), await site.post(encoded)]) {
      const html = await page.text();
      expect([page.status, html]).toEqual([404, expect.stringContaining('This link is not valid')]);
      expect(html).not.toMatch(/<script|\u202E|a{2000}/);
    }
  });

  it('rejects tokens of another kind', async () => {
    const subscriber = await findSubscriberByAddress(site.ctx.db, address);
    const token = signToken(site.ctx.keys, 'preferences', subscriber?.id ?? '', null);
    expect((await site.post(`/confirm/${token}`)).status).toBe(404);
    expect(await stateOf()).toBe('pending');
  });
});
