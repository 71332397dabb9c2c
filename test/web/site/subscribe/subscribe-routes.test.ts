import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SUBSCRIBE_LIMITS } from '../../../../config/subscribe-limits.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { readPreferences } from '../../../../src/subscribers/preferences/preference-queries.ts';
import {
  answerSignUpRequest,
  requeueSignUpRequests,
} from '../../../../src/subscribers/sign-up/sign-up-request.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../../../src/subscribers/unsubscribe.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { CHALLENGE_BITS } from '../../../../src/web/site/subscribe/challenge.ts';
import { manyPapers, putList, putSubscriber } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { formBody, hashDatabase, recordStatements, type TestSite, testSite } from '../../../support/site.ts';
import { contentsOf } from '../../../support/tables.ts';

const DAY = '2026-11-23';
const CHOICES = {
  topics: ['robotics-embodied'],
  queries: '',
  cadence: 'daily',
  weeklyDay: '1',
  sendHour: '7',
  timeZone: 'Europe/Berlin',
};

let site: TestSite;
beforeAll(async () => {
  site = await testSite({ now: `${DAY}T03:40:00Z` });
  await putList(site.ctx, DAY, [...manyPapers(8), ...manyPapers(8, 100, 'robotics-embodied')]);
  await classifyAndRank(site.ctx, { day: DAY });
  site.ctx.clock.set(`${DAY}T08:00:00Z`);
});
afterAll(() => site?.close());
afterEach(async () => {
  await site.ctx.db.deleteFrom('rate_limits').execute();
  await site.ctx.db.deleteFrom('asks').execute();
});

const asked = () => site.ctx.db.selectFrom('asks').select(['id', 'kind', 'address']).execute();
const answerAll = async () => {
  for (const { id } of await asked()) await answerSignUpRequest(site.ctx, { askId: id });
};

describe('the subscribe page', () => {
  it('renders a preview of the choice on the server, and changes nothing', async () => {
    const before = await hashDatabase(site.ctx);
    const everything = await (await site.get('/subscribe')).text();
    const robots = await (await site.get('/subscribe?topics=robotics-embodied&cadence=daily')).text();
    const piece = await (
      await site.get('/subscribe/preview?topics=robotics-embodied&timeZone=Europe/Berlin')
    ).text();
    const previewIn = (html: string) => html.slice(html.indexOf('id="preview"'), html.indexOf('</main>'));
    expect(previewIn(everything)).not.toBe(previewIn(robots));
    expect(robots).toContain('Robotics &amp; embodied AI ·');
    expect(robots).toContain(piece.replace(/<span [^>]*data-shown-in.*/, ''));
    expect(piece).toMatch(/ data-shown-in="schedule-line"[^>]*>Every day at 07:00, Berlin · 7\spapers</);
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('refuses letters before the @ that no mail server must accept, with a remedy, and takes any domain', async () => {
    for (const path of ['/subscribe', '/my-link']) {
      const english = await site.post(path, { ...CHOICES, address: 'jörg@example.com' });
      expect(english.status).toBe(422);
      expect(await english.text()).toContain(
        'Enter another address with only a–z, digits and symbols before the @.',
      );
    }
    await site.post('/subscribe', { ...CHOICES, address: '\u200b d’x@example.com' });
    await site.post('/subscribe', { ...CHOICES, address: " d'arcy&co@Bücher.example\u00a0" });
    expect((await asked()).map(({ address }) => address)).toEqual(["d'arcy&co@xn--bcher-kva.example"]);
  });

  it('prefills the query of the search page', async () => {
    const html = await (await site.get(`/subscribe?query=${encodeURIComponent('robot "grasp" <b>')}`)).text();
    expect(html).toContain('>robot &quot;grasp&quot; &lt;b&gt;</textarea>');
    expect(html).toContain('We email you new papers that match “robot &quot;grasp&quot; &lt;b&gt;”');
    const wrong = await site.post('/subscribe', { ...CHOICES, search: 'grasping', address: 'none' });
    expect(await wrong.text()).toContain('We email you new papers that match “grasping”');
  });

  it.each(['', '?query=grasping'])(
    'asks for the address first, then topics, then the schedule%s',
    async (query) => {
      const html = mainOf(await (await site.get(`/subscribe${query}`)).text());
      const places = ['id="address"', 'name="topics"', 'name="queries"', '<details class="schedule">'];
      const found = places.map((place) => html.indexOf(place));
      expect(found).not.toContain(-1);
      expect([...found].sort((a, b) => a - b)).toEqual(found);
    },
  );

  it('opens the schedule where a field in it has a problem', async () => {
    const fields = { ...CHOICES, size: '99', address: 'ada@example.com' };
    expect(await (await site.post('/subscribe', fields)).text()).toContain(
      '<details class="schedule" open="">',
    );
  });

  it('shows a preview by its button, without an address and without storing anything', async () => {
    const before = await hashDatabase(site.ctx);
    const fields = { ...CHOICES, address: 'ada@example.com', show: 'yes' };
    const html = await (await site.post('/subscribe', fields)).text();
    expect(html).toContain('value="ada@example.com"');
    expect(html).toContain('Robotics &amp; embodied AI ·');
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('requests a confirmation with the chosen preferences, from the page and from the strip', async () => {
    await site.post('/subscribe', { ...CHOICES, address: 'Page@example.com' });
    await site.post('/subscribe', { address: 'strip@example.com', zone: 'Asia/Tokyo' });
    await site.post('/subscribe', { address: 'old@example.com', zone: 'Moon/Tycho' });
    await answerAll();
    const [page, strip] = [
      await findSubscriberByAddress(site.ctx.db, 'page@example.com'),
      await findSubscriberByAddress(site.ctx.db, 'strip@example.com'),
    ];
    expect([page?.state, strip?.state, await asked()]).toEqual(['pending', 'pending', []]);
    const old = await findSubscriberByAddress(site.ctx.db, 'old@example.com');
    const zones = await readPreferences(site.ctx.db, [strip?.id ?? '', old?.id ?? '']);
    expect([zones.get(strip?.id ?? '')?.timeZone, zones.get(old?.id ?? '')?.timeZone]).toEqual([
      'Asia/Tokyo',
      'UTC',
    ]);
    const stored = await readPreferences(site.ctx.db, [page?.id ?? '']);
    expect(stored.get(page?.id ?? '')).toMatchObject({
      interests: [{ kind: 'topic', mode: 'follow', value: 'robotics-embodied' }],
      timeZone: 'Europe/Berlin',
    });
  });

  it('keeps the language of the page, and the newest choices until they are confirmed', async () => {
    const send = (fields: Record<string, string>) =>
      createApp(site.ctx).request('/subscribe', {
        method: 'POST',
        body: formBody({ ...fields, address: 'wahl@example.com' }),
        headers: { 'Accept-Language': 'de-AT' },
      });
    const stored = async () => {
      const id = (await findSubscriberByAddress(site.ctx.db, 'wahl@example.com'))?.id ?? '';
      const preference = (await readPreferences(site.ctx.db, [id])).get(id);
      return [preference?.language, preference?.interests.map(({ value }) => value)];
    };
    await send({ ...CHOICES, topics: 'robotics-embodied' });
    await answerAll();
    expect(await stored()).toEqual(['de', ['robotics-embodied']]);
    await send({ ...CHOICES, topics: 'video' });
    await answerAll();
    expect(await stored()).toEqual(['de', ['video']]);
    // Once confirmed, they change only through the link, because anyone may have typed the address.
    await site.ctx.db.updateTable('subscribers').set({ state: 'active', consent_at: new Date() }).execute();
    await send({ ...CHOICES, topics: 'reasoning' });
    await answerAll();
    expect(await stored()).toEqual(['de', ['video']]);
    // A returning subscriber who chooses nothing keeps the earlier preferences.
    await site.ctx.db.updateTable('subscribers').set({ state: 'unsubscribed' }).execute();
    await send({});
    await answerAll();
    expect(await stored()).toEqual(['de', ['video']]);
  });

  it('responds alike, after the same work, for every address', async () => {
    const states = ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'] as const;
    for (const state of states) {
      const { id } = await putSubscriber(site.ctx, `${state}@example.com`);
      await site.ctx.db.updateTable('subscribers').set({ state }).where('id', '=', id).execute();
    }
    for (const path of ['/subscribe', '/my-link']) {
      const seen = new Set<string>();
      for (const name of ['unknown', ...states]) {
        const { db, statements } = recordStatements(site.ctx);
        const jobs: string[] = [];
        const queue = {
          ...site.ctx.queue,
          enqueue: async (job: { name: string }) => void jobs.push(job.name),
        };
        const body = formBody({ ...CHOICES, address: `${name}@example.com` });
        const page = await createApp({ ...site.ctx, db, queue }).request(path, { method: 'POST', body });
        seen.add(JSON.stringify([page.status, mainOf(await page.text()), statements, jobs]));
      }
      expect([...seen]).toHaveLength(1);
      expect([...seen][0]).toContain('InsertQueryNode');
      expect([...seen][0]).toContain('"answer"');
    }
  });

  it('emails the link to subscribers and another confirmation to unconfirmed ones only', async () => {
    await site.ctx.db.deleteFrom('notifications').execute();
    await putSubscriber(site.ctx, 'reads@example.com');
    const left = await putSubscriber(site.ctx, 'gone@example.com');
    await unsubscribe(site.ctx, left.unsubscribeKey);
    for (const name of ['reads', 'gone', 'nobody'])
      await site.post('/my-link', { address: `${name}@example.com` });
    await answerAll();
    const letters = await site.ctx.db.selectFrom('notifications').select('kind').execute();
    expect(letters).toEqual([{ kind: 'your-link' }]);
    expect(await findSubscriberByAddress(site.ctx.db, 'nobody@example.com')).toBeUndefined();
  });

  it('returns the same page to a bot that fills in everything, and stores nothing', async () => {
    const person = await (await site.post('/subscribe', { ...CHOICES, address: 'p@example.com' })).text();
    await site.ctx.db.deleteFrom('asks').execute();
    const fields = { ...CHOICES, address: 'p@example.com', website: 'http://example.org' };
    expect(await (await site.post('/subscribe', fields)).text()).toBe(person);
    expect(await asked()).toEqual([]);
  });

  it.each(['', 'x', 'a@b', 'a@example.com\r\nBcc: b@example.com', `${'a'.repeat(10_000)}@example.com`])(
    'keeps the input when the address is invalid (%#)',
    async (address) => {
      const before = await contentsOf(site.ctx.db, 'asks', 'subscribers');
      const answered = await site.post('/subscribe', { ...CHOICES, queries: 'kept <i>', address });
      expect(answered.status).toBe(422);
      const html = await answered.text();
      expect(html).toContain('Enter a valid email address, for example name@example.org.');
      expect(html).toContain('>kept &lt;i&gt;</textarea>');
      expect(await contentsOf(site.ctx.db, 'asks', 'subscribers')).toEqual(before);
    },
  );

  it('shows all problems at once, above the form and at each field', async () => {
    const fields = { ...CHOICES, queries: 'x', address: 'none' };
    const html = await (await site.post('/subscribe', fields)).text();
    expect(html).toContain('<title>Not sent: Get trending papers in your inbox · Paperboy</title>');
    const above = /<div class="note bad" role="alert">.*?<\/div>/.exec(html)?.[0];
    expect([...(above ?? '').matchAll(/<a href="#(\w+)">/g)].map(([, field]) => field)).toEqual([
      'address',
      'queries',
    ]);
    for (const field of ['queries', 'address']) expect(html).toContain(`id="${field}-problem"`);
  });

  it('responds alike above the limit of an address, and with 429 above that of a network', async () => {
    const { address: perAddress, network, total } = SUBSCRIBE_LIMITS;
    const fields = { ...CHOICES, address: 'often@example.com' };
    const first = await (await site.post('/subscribe', fields)).text();
    for (let time = 1; time < perAddress.points; time += 1) await site.post('/subscribe', fields);
    const count = (await asked()).length;
    expect(await (await site.post('/subscribe', fields)).text()).toBe(first);
    expect(await asked()).toHaveLength(count);
    const proxied = createApp({ ...site.ctx, env: { ...site.ctx.env, TRUST_PROXY: 1 } });
    const from = (forwarded: string) =>
      proxied.request('/subscribe', {
        method: 'POST',
        body: formBody({ ...CHOICES, address: 'new@example.com' }),
        headers: { 'X-Forwarded-For': forwarded },
      });
    await site.ctx.limits.take(network, '192.0.2.0/24', network.points);
    const refused = await from('198.51.100.1, 192.0.2.9');
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([
      429,
      expect.stringMatching(/^\d+$/),
    ]);
    expect((await from('192.0.2.9, 198.51.100.1')).status).toBe(200);
    await site.ctx.limits.take(total, 'all', total.points);
    const full = await site.post('/subscribe', { ...fields, queries: 'kept words' });
    expect([full.status, await full.text()]).toEqual([
      429,
      expect.stringMatching(/value="often@example\.com".*Too many requests.*>kept words</s),
    ]);
    const link = await site.post('/my-link', { address: 'often@example.com' });
    expect([link.status, await link.text()]).toEqual([
      429,
      expect.stringMatching(/value="often@example\.com".*Too many requests/s),
    ]);
  });

  it('enqueues a request again when the queue has lost it', async () => {
    await site.post('/subscribe', { ...CHOICES, address: 'lost@example.com' });
    expect(await requeueSignUpRequests(site.ctx)).toBe(0);
    site.ctx.clock.advance(11 * 60_000);
    expect(await requeueSignUpRequests(site.ctx)).toBe(1);
  });

  it('accepts a solution of the challenge once, and explains the alternative without scripts', async () => {
    const app = createApp({ ...site.ctx, env: { ...site.ctx.env, SUBSCRIBE_CHALLENGE: 'on' } });
    const html = await (await app.request('/subscribe')).text();
    expect(html).toContain('subscribe@paperboy.example.org');
    const challenge = /name="challenge"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? '';
    const zeros = (number: number) =>
      createHash('sha256').update(`${challenge}:${number}`).digest().readUInt32BE(0) >>>
      (32 - CHALLENGE_BITS);
    let solution = 0;
    while (zeros(solution) !== 0) solution += 1;
    const send = (fields: Record<string, string>) =>
      app.request('/subscribe', {
        method: 'POST',
        body: formBody({ ...CHOICES, address: 'solver@example.com', ...fields }),
      });
    // As from the strip, which has no challenge: one more press on a short page, and no error.
    const first = await send({});
    const short = await first.text();
    expect([first.status, short]).toEqual([200, expect.stringContaining('One more click')]);
    expect(short).toMatch(/value="solver@example\.com".*name="topics"/s);
    expect(short).not.toContain('role="alert"');
    const wrong = await send({ challenge, solution: String(solution + 1) });
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('or send an empty email to subscribe@paperboy.example.org'),
    ]);
    expect((await send({ challenge, solution: String(solution) })).status).toBe(200);
    expect((await send({ challenge, solution: String(solution) })).status).toBe(422);
    expect(await asked()).toHaveLength(1);
  });
});
