import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SUBSCRIBE_LIMITS } from '../../../../config/subscribe-limits.ts';
import { addDays } from '../../../../src/day.ts';
import { sendTransactional } from '../../../../src/delivery/transactional/send-transactional.ts';
import { endPauses } from '../../../../src/subscribers/preferences/end-pauses.ts';
import { readPreferences } from '../../../../src/subscribers/preferences/preference-queries.ts';
import { addressChangeToken } from '../../../../src/subscribers/sign-up/change-address.ts';
import { findSubscriberById } from '../../../../src/subscribers/subscriber-queries.ts';
import { signToken } from '../../../../src/token.ts';
import { formsOf } from '../../../support/forms.ts';
import { putSubscriber } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { readOutbox } from '../../../support/outbox.ts';
import { hashDatabase, type TestSite, testSite } from '../../../support/site.ts';
import { tablesWith } from '../../../support/tables.ts';

let site: TestSite;
let reader = { id: '', unsubscribeKey: '' };
let address = '';
let path = '';
let people = 0;
beforeAll(async () => {
  site = await testSite();
});
beforeEach(async () => {
  people += 1;
  address = `own${people}@example.com`;
  reader = await putSubscriber(site.ctx, address);
  path = `/preferences/${signToken(site.ctx.keys, 'preferences', reader.id, null)}`;
  await site.ctx.db.deleteFrom('rate_limits').execute();
});
afterAll(() => site?.close());

const person = () => findSubscriberById(site.ctx.db, reader.id);
const acts = async () =>
  (await site.ctx.db.selectFrom('operator_audit').selectAll().where('subject', '=', reader.id).execute()).map(
    ({ operator, verb }) => `${operator}: ${verb}`,
  );
const sendLetters = async () => {
  const rows = await site.ctx.db
    .selectFrom('notifications')
    .select('id')
    .where('state', '=', 'planned')
    .execute();
  for (const { id } of rows) await sendTransactional(site.ctx, { notificationId: id });
};
const lettersTo = async (to: string) =>
  (await readOutbox(site.ctx.directory)).filter((mail) => mail.to === to);

describe('pausing', () => {
  it('ends automatically on its day, or at once on request', async () => {
    const html = await (await site.post(`${path}/pause`, { until: '2026-12-01' })).text();
    expect(html).toContain('Your digest is paused until Tuesday, 1\u00A0December 2026.');
    expect(await person()).toMatchObject({ state: 'paused', pausedUntil: '2026-12-01' });
    await site.post(`${path}/resume`);
    expect(await person()).toMatchObject({ state: 'active', pausedUntil: null });
    await site.post(`/pause/${reader.unsubscribeKey}`, { until: '2026-12-02' });
    const before = site.ctx.clock.now();
    site.ctx.clock.set('2026-12-02T00:00:00Z');
    await endPauses(site.ctx);
    site.ctx.clock.set(before);
    expect(await person()).toMatchObject({ state: 'active' });
  });

  it.each(['', '2026-11-23', '2020-01-01', '2028-01-01', '2026-13-45', '<script>'])(
    'rejects the date %j',
    async (until) => {
      const before = await hashDatabase(site.ctx);
      expect((await site.post(`${path}/pause`, { until })).status).toBe(422);
      expect((await site.post(`/pause/${reader.unsubscribeKey}`, { until })).status).toBe(422);
      expect(await hashDatabase(site.ctx)).toBe(before);
    },
  );
});

describe('fewer emails', () => {
  it('switches to weekly; an unknown key changes nothing and gets an error', async () => {
    const main = async (answer: Promise<Response>) => mainOf(await (await answer).text());
    const fewer = await main(site.post(`/fewer/${reader.unsubscribeKey}`));
    expect(fewer).toContain('<h1>Switched to weekly</h1>');
    expect(fewer).toMatch(/The next one arrives on Monday, \d+\u00A0\w+ 2026 at 07:00/);
    expect((await readPreferences(site.ctx.db, [reader.id])).get(reader.id)?.cadence).toBe('weekly');
    const nobody = await main(site.post(`/fewer/${'A'.repeat(22)}`));
    expect(nobody).toContain('<h1>No subscription found</h1>');
    expect(await main(site.post(`/pause/${reader.unsubscribeKey}`, { until: '2026-12-02' }))).toContain(
      'Your digest is paused until Wednesday, 2\u00A0December 2026.',
    );
    expect(await main(site.post(`/pause/${'A'.repeat(22)}`, { until: '2026-12-02' }))).toBe(nobody);
  });
});

describe('a new address', () => {
  it('is confirmed first, the current one is notified, and all data is kept', async () => {
    const next = `next${people}@example.com`;
    const html = await (await site.post(`${path}/address`, { address: next })).text();
    expect(html).toContain(`“${next}”`);
    await sendLetters();
    const [asked] = await lettersTo(next);
    expect(await lettersTo(address)).toHaveLength(1);
    const link = /paperboy\.example\.org(\/address\/\S+)/.exec(asked?.text ?? '')?.[1] ?? '';
    const before = await hashDatabase(site.ctx);
    await site.head(link);
    expect(await (await site.get(link)).text()).toContain('Use this address');
    expect(await hashDatabase(site.ctx)).toBe(before);
    expect((await site.post(link)).status).toBe(200);
    expect(await person()).toMatchObject({
      address: next,
      unsubscribeKey: reader.unsubscribeKey,
      state: 'active',
    });
    expect(await acts()).toEqual(['reader: subscriber change-address']);
    for (const again of [await site.get(link), await site.post(link)])
      expect([again.status, await again.text()]).toEqual([
        404,
        expect.stringMatching(/It was used, canceled or cut off.*<a href="\/my-link">/s),
      ]);
    await site.post(`/leave/${reader.unsubscribeKey}`);
    expect(await person()).toMatchObject({ state: 'unsubscribed' });
  });

  it('does not reveal, use or email an address that another subscriber has', async () => {
    const other = await putSubscriber(site.ctx, `taken${people}@example.com`);
    const free = await (await site.post(`${path}/address`, { address: `free${people}@example.com` })).text();
    const taken = await (
      await site.post(`${path}/address`, { address: `taken${people}@example.com` })
    ).text();
    expect(taken.replaceAll('taken', 'free')).toBe(free);
    await sendLetters();
    expect(await lettersTo(`taken${people}@example.com`)).toEqual([]);
    const change = await site.ctx.db
      .selectFrom('address_changes')
      .select('id')
      .where('subscriber_id', '=', reader.id)
      .executeTakeFirstOrThrow();
    const token = addressChangeToken(site.ctx.keys, change.id, site.ctx.clock.now());
    expect((await site.post(`/address/${token}`)).status).toBe(404);
    expect([(await person())?.address, (await findSubscriberById(site.ctx.db, other.id))?.address]).toEqual([
      address,
      `taken${people}@example.com`,
    ]);
  });

  it('can be canceled, and its link expires', async () => {
    await site.post(`${path}/address`, { address: `next${people}@example.com` });
    const change = await site.ctx.db
      .selectFrom('address_changes')
      .select('id')
      .where('subscriber_id', '=', reader.id)
      .executeTakeFirstOrThrow();
    const token = addressChangeToken(site.ctx.keys, change.id, site.ctx.clock.now());
    expect((await site.get(`/address/${token}`)).status).toBe(200);
    await site.post(`${path}/address/cancel`);
    expect((await site.get(`/address/${token}`)).status).toBe(404);
    expect(
      await site.ctx.db
        .selectFrom('address_changes')
        .where('subscriber_id', '=', reader.id)
        .selectAll()
        .execute(),
    ).toEqual([]);
    const old = addressChangeToken(site.ctx.keys, reader.id, new Date('2026-01-01T00:00:00Z'));
    expect((await site.get(`/address/${old}`)).status).toBe(410);
    expect((await site.get('/address/x')).status).toBe(404);
  });
});

describe('a rejected form', () => {
  it.each([
    ['pause', 'until', '2020-01-01', 'Choose a date from tomorrow up to one year from now.'],
    ['address', 'address', 'nobody', 'Enter a valid email address, for example name@example.org.'],
    ['erase', 'word', 'erase <it>', 'Nothing was erased.'],
  ])(
    'shows the problem above and at its field, and keeps the input: %s',
    async (form, field, typed, words) => {
      const answer = await site.post(`${path}/${form}`, { [field]: typed });
      const html = await answer.text();
      expect(answer.status).toBe(422);
      expect(html).toContain('<title>Not saved: Your preferences · Paperboy</title>');
      expect(/<div class="note bad" role="alert">.*?<\/div>/.exec(html)?.[0]).toMatch(
        new RegExp(`${words.slice(0, 20)}.*<a href="#${field}">`),
      );
      expect(new RegExp(`<p class="problem" id="${field}-problem">(.*?)</p>`).exec(html)?.[1]).toContain(
        words,
      );
      const [shown] = formsOf(html, path).filter(
        ({ action, typed: fields }) => action === `${path}/${form}` && fields.includes(field),
      );
      expect([field, shown?.fields[field]?.at(-1)]).toEqual([field, typed]);
      // A folded section with an error is open.
      expect(html.includes('<details open="">')).toBe(form === 'erase');
    },
  );

  it('keeps the address above the rate limit, too', async () => {
    await site.ctx.limits.take(SUBSCRIBE_LIMITS.total, 'all', SUBSCRIBE_LIMITS.total.points);
    const answer = await site.post(`${path}/address`, { address: 'kept@example.com' });
    expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('Too many requests')]);
  });
});

describe('sent digests', () => {
  it('are listed completely across pages, each once', async () => {
    const days = Array.from({ length: 130 }, (_, number) => addDays('2026-06-01', number));
    // Two on one day, which the first page would otherwise separate.
    const keys = [...days.map((day) => `daily-${day}`), `weekly-${days[69]}`];
    const editions = keys.map((id) => ({ id, cadence: id.split('-')[0] ?? '', day: id.slice(-10) }));
    const now = site.ctx.clock.now();
    for (const { id, cadence, day } of editions) {
      await site.ctx.db
        .insertInto('editions')
        .values({ id, cadence, day, state: 'finished', opened_at: now })
        .execute();
      const at = new Date(`${day}T07:00:00Z`);
      const delivery = {
        id: randomUUID(),
        edition_id: id,
        subscriber_id: reader.id,
        local_day: day,
        digest: '{}',
      };
      await site.ctx.db
        .insertInto('deliveries')
        .values({ ...delivery, state: 'accepted', send_at: at, due_at: at, created_at: at })
        .execute();
    }
    const told: string[] = [];
    let next: string | undefined = `${path}/sent`;
    let pages = 0;
    for (; next !== undefined && pages < 9; pages += 1) {
      const html = await (await site.get(next)).text();
      told.push(...[...html.matchAll(/<h2 id="[^"]*">([^<]+)</g)].map(([, day = '']) => day));
      next = /<a href="([^"]+)">Earlier digests</.exec(html)?.[1];
    }
    expect([pages, told.length, new Set(told).size]).toEqual([3, 131, 130]);
    for (const before of ['x', '%00', '2026-13-01', '0000-01-01', '<script>'])
      expect(await (await site.get(`${path}/sent?before=${before}`)).text()).toContain('Earlier digests');
    expect(await (await site.get(`${path}/sent?before=2020-01-01`)).text()).toContain(
      'We sent you no digests before this date.',
    );
  });
});

describe('stored data', () => {
  it('is exported completely, without keys, and audited', async () => {
    const answer = await site.post(`${path}/export`);
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="paperboy.json"');
    const data = await answer.text();
    expect(JSON.parse(data)).toMatchObject({
      subscriber: { address, state: 'active', consentSource: 'test' },
      preference: { cadence: 'daily', interests: [{ value: 'agents-tool-use' }] },
      deliveries: [],
      marks: [],
    });
    expect(data).not.toContain(reader.unsubscribeKey);
    expect(await acts()).toEqual(['reader: subscriber export']);
  });

  it('is erased when the word is typed, everywhere, and audited without the address', async () => {
    await site.post(`${path}/address`, { address: `next${people}@example.com` });
    expect((await site.post(`${path}/erase`, { word: 'erase?' })).status).toBe(422);
    expect(await person()).toMatchObject({ state: 'active' });
    expect(await (await site.post(`${path}/erase`, { word: ' Erase ' })).text()).toContain(
      '<h1>Your data was erased</h1>',
    );
    expect(await tablesWith(site.ctx.db, address, `next${people}@example.com`)).toEqual([]);
    expect(await acts()).toEqual(['reader: subscriber erase']);
    for (const below of ['', '/sent', '/preview'])
      expect((await site.get(`${path}${below}`)).status).toBe(404);
    for (const below of ['/pause', '/export', '/erase', '/address', '/forget-marks', '/resume'])
      expect((await site.post(`${path}${below}`)).status).toBe(404);
  });
});

describe('an unsubscribed subscriber', () => {
  beforeEach(async () => {
    await site.post(`/leave/${reader.unsubscribeKey}`);
  });

  it('can still view sent digests, export and erase their data by the old link', async () => {
    const ended = await site.get(path);
    expect(ended.status).toBe(410);
    expect(formsOf(await ended.text(), path).map(({ action }) => action)).toEqual(
      expect.arrayContaining([`${path}/export`, `${path}/erase`]),
    );
    expect((await site.get(`${path}/sent`)).status).toBe(200);
    expect(await (await site.post(`${path}/export`)).text()).toContain(address);
    const wrong = await site.post(`${path}/erase`, { word: 'no' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('Nothing was erased.');
    expect(await (await site.post(`${path}/erase`, { word: 'erase' })).text()).toContain(
      '<h1>Your data was erased</h1>',
    );
    expect(await tablesWith(site.ctx.db, address)).toEqual([]);
  });

  it('cannot change anything else', async () => {
    const before = await person();
    for (const below of ['', '/pause', '/address', '/forget-marks', '/resume'])
      expect((await site.post(`${path}${below}`, { until: '2026-12-01' })).status).toBe(410);
    expect(await person()).toEqual(before);
  });
});

describe('hostile text', () => {
  it('that may be stored is returned as typed, except unstorable characters', async () => {
    const queries = ['<script>alert(1)</script>', '"quoted" & more', '😀 faces', 'a\u0000b\u202Ec'];
    const fields = {
      queries: queries.join('\n'),
      cadence: 'daily',
      weeklyDay: '1',
      size: '7',
      sendHour: '7',
      timeZone: 'UTC',
      language: 'en',
    };
    expect((await site.post(path, fields)).status).toBe(200);
    const stored = (await readPreferences(site.ctx.db, [reader.id])).get(reader.id)?.interests ?? [];
    const values = stored.map(({ value }) => value).sort();
    expect(values).toEqual(
      expect.arrayContaining(['"quoted" & more', '<script>alert(1)</script>', '😀 faces']),
    );
    expect(values.join('')).not.toMatch(/[\p{Cc}\u202E]/u);
  });
});
