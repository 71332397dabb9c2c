import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseByAddress } from '../../../../src/subscribers/erase.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { insertSuppression } from '../../../../src/suppression/suppression-queries.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { putSubscriber } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

const UNKNOWN = '/leave/AAAAAAAAAAAAAAAAAAAAAA';

describe('unsubscribing', () => {
  let site: TestSite;
  let people = 0;
  let address = '';
  let path = '';
  const stateOf = async () => (await findSubscriberByAddress(site.ctx.db, address))?.state;
  const send = async (to: string, init: RequestInit) =>
    createApp(site.ctx).request(to, { method: 'POST', ...init });

  beforeAll(async () => {
    site = await testSite();
  });
  beforeEach(async () => {
    people += 1;
    address = `reader${people}@example.com`;
    path = `/leave/${(await putSubscriber(site.ctx, address)).unsubscribeKey}`;
  });
  afterAll(() => site?.close());

  it('needs one button press; GET and HEAD change nothing', async () => {
    const before = await hashDatabase(site.ctx);
    await site.head(path);
    const html = await (await site.get(path)).text();
    expect(html).toContain(
      '<form class="single" method="post"><button type="submit">Unsubscribe</button></form>',
    );
    expect(await hashDatabase(site.ctx)).toBe(before);
    expect(await stateOf()).toBe('active');
  });

  it('shows the same page for every unknown or malformed key, and reports that no subscription was found', async () => {
    const known = [await site.get(path), await site.post(UNKNOWN)];
    expect(await known[1]?.clone().text()).toContain('<h1>No subscription found</h1>');
    const erased = await putSubscriber(site.ctx, 'erased@example.com');
    await eraseByAddress(site.ctx, { address: 'erased@example.com' });
    for (const unknown of [
      `/leave/${erased.unsubscribeKey}`,
      `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`,
      path.slice(0, -3),
      '/leave/x',
      '/leave/%00',
      `/leave/${'k'.repeat(10_000)}`,
      '/leave/%3Cscript%3E',
    ]) {
      const others = [await site.get(unknown), await site.post(unknown)];
      for (const [place, other] of others.entries()) {
        const one = known[place];
        const withoutKeys = (html: string) => mainOf(html).replace(/\/(fewer|pause)\/[^"]+/g, '/$1/…');
        expect([other.status, withoutKeys(await other.clone().text())]).toEqual([
          one?.status,
          withoutKeys((await one?.clone().text()) ?? ''),
        ]);
      }
    }
  });

  const multipart = new FormData();
  multipart.set('List-Unsubscribe', 'One-Click');
  it.each<[string, RequestInit]>([
    ['urlencoded', { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }],
    ['multipart', { body: multipart }],
    ['no body', {}],
    ['a body of another kind', { body: '{"a":', headers: { 'Content-Type': 'application/json' } }],
    ['broken multipart', { body: 'x', headers: { 'Content-Type': 'multipart/form-data' } }],
    ['a type that is none', { body: 'x', headers: { 'Content-Type': ';;;' } }],
    ['a large body', { body: 'x'.repeat(200_000), headers: { 'Content-Length': '200000' } }],
    [
      'a foreign origin',
      { headers: { Origin: 'https://mail.example.com', Referer: 'https://mail.example.com/' } },
    ],
    ['a cookie', { headers: { Cookie: 'a=b' } }],
  ])('takes effect by a POST per RFC 8058: %s', async (_, init) => {
    const answer = await send(path, init);
    expect([answer.status, answer.headers.get('Location'), answer.headers.get('Set-Cookie')]).toEqual([
      200,
      null,
      null,
    ]);
    expect(await answer.text()).toContain('<h1>You have been unsubscribed</h1>');
    expect(await stateOf()).toBe('unsubscribed');
    const unknown = await send(UNKNOWN, init);
    expect([unknown.status, unknown.headers.get('Location')]).toEqual([200, null]);
  });

  it.each([
    '/',
    '.',
    ')',
    '>',
    ',',
    ';',
    ':',
    '"',
    "'",
    '”',
    ']',
    '!',
    '/)',
    './',
    ').',
    '%2F',
    '%2E',
    '%29',
    '%3E',
    '%2C',
    '%3B',
    '%22',
    '%27',
    '%3E%2C',
    '%20',
    '%0D%0A',
    '%C2%A0',
    '%253E',
    '%26gt%3B',
    '&quot;',
    '%E2%80%8B',
  ])('takes effect with %s behind the key, as gateways add it; GET shows the page', async (added) => {
    const page = await site.get(`${path}${added}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form class="single"')]);
    expect(await stateOf()).toBe('active');
    const answer = await send(`${path}${added}`, {
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('<h1>You have been unsubscribed</h1>'),
    ]);
    expect(await stateOf()).toBe('unsubscribed');
  });

  it.each(['x', 'A.', '-', '_', '/x', '.x', ')A', 'ä', '%00A'])(
    'does not take effect with %s behind the key',
    async (added) => {
      await send(`${path}${added}`, {});
      // Two characters shorter, so that no addition can complete the random key by chance.
      await send(path.slice(0, -2) + added, {});
      expect(await stateOf()).toBe('active');
    },
  );

  it('rejects weekly and pause for an ended subscription, with a message', async () => {
    await site.post(path);
    const before = await hashDatabase(site.ctx);
    const form = { body: new URLSearchParams({ until: '2026-12-24' }) };
    for (const other of ['fewer', 'pause']) {
      const answer = await send(path.replace('leave', other), form);
      expect(await answer.text()).toContain('<h1>No subscription found</h1>');
    }
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('offers an undo that restores the subscription by POST, however often it is pressed', async () => {
    const html = await (await site.post(path)).text();
    expect(html).toContain(`<form class="single" action="${path}/undo" method="post">`);
    const before = await hashDatabase(site.ctx);
    expect(await (await site.get(`${path}/undo`)).text()).toContain(`action="${path}/undo"`);
    await site.head(`${path}/undo`);
    expect(await hashDatabase(site.ctx)).toBe(before);
    for (let press = 0; press < 2; press += 1)
      expect(await (await site.post(`${path}/undo`)).text()).toContain('<h1>You are subscribed again</h1>');
    expect(await stateOf()).toBe('active');
    expect(await (await site.get(`${path}/undo`)).text()).toContain('<h1>You are subscribed again</h1>');
  });

  it('refuses an undo after an hour, and offers none', async () => {
    await site.post(path);
    site.ctx.clock.advance(61 * 60_000);
    expect(await (await site.post(path)).text()).not.toContain('/undo');
    expect(await (await site.get(`${path}/undo`)).text()).not.toContain('/undo" method');
    const page = await (await site.post(`${path}/undo`)).text();
    expect(page).toContain('<h1>This can no longer be undone</h1>');
    expect(await stateOf()).toBe('unsubscribed');
  });

  it('offers no undo after a complaint', async () => {
    await insertSuppression(site.ctx.db, {
      address,
      reason: 'complaint',
      source: 'test',
      now: site.ctx.clock.now(),
    });
    expect(await (await site.post(path)).text()).not.toContain('/undo');
    await site.post(`${path}/undo`);
    expect(await stateOf()).toBe('unsubscribed');
  });

  it('is idempotent', async () => {
    const untouched = await hashDatabase(site.ctx);
    await site.post(path);
    const before = await hashDatabase(site.ctx);
    expect(before).not.toBe(untouched);
    expect((await site.post(path)).status).toBe(200);
    expect(await hashDatabase(site.ctx)).toBe(before);
  });
});
