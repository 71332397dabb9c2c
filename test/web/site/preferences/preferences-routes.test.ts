import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseByAddress } from '../../../../src/subscribers/erase.ts';
import type { Interest, Preference } from '../../../../src/subscribers/preferences/preference.ts';
import { readPreferences } from '../../../../src/subscribers/preferences/preference-queries.ts';
import { applyTransition } from '../../../../src/subscribers/subscriber-queries.ts';
import { signToken } from '../../../../src/token.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { formsOf } from '../../../support/forms.ts';
import { putSubscriber } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

const INTERESTS: Interest[] = [
  { kind: 'topic', mode: 'follow', value: 'reasoning' },
  { kind: 'topic', mode: 'mute', value: 'video' },
  { kind: 'query', mode: 'follow', value: 'sparse attention' },
  { kind: 'query', mode: 'mute', value: 'block & chain <b>' },
  { kind: 'author', mode: 'follow', value: 'Ada Lovelace' },
  { kind: 'author', mode: 'mute', value: 'Some Body' },
  { kind: 'organisation', mode: 'follow', value: 'A Lab' },
  { kind: 'organisation', mode: 'mute', value: 'B Lab' },
];
const PREFERENCE: Preference = {
  interests: INTERESTS,
  cadence: 'weekdays',
  weeklyDay: 3,
  size: 5,
  sendHour: 18,
  timeZone: 'Europe/Berlin',
  skipQuietDays: false,
  language: 'de',
};

type Fields = Record<string, string | string[]>;

/** Fields that a browser would send for an unchanged preferences page. */
function fieldsOf(html: string): Fields {
  const fields = formsOf(html, '')[0]?.fields ?? {};
  const several = ['topics', 'mutedTopics', 'skipQuietDays'];
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, values]): [string, string | string[]][] =>
      several.includes(name) ? (values.length > 0 ? [[name, values]] : []) : [[name, values[0] ?? '']],
    ),
  );
}

describe('the preferences page', () => {
  let site: TestSite;
  let people = 0;
  let reader = { id: '', unsubscribeKey: '' };
  let path = '';
  const address = () => `reader${people}@example.com`;
  const stored = async () => (await readPreferences(site.ctx.db, [reader.id])).get(reader.id);
  const page = async () => (await site.get(path)).text();

  beforeAll(async () => {
    site = await testSite();
  });
  beforeEach(async () => {
    people += 1;
    reader = await putSubscriber(site.ctx, address(), PREFERENCE);
    path = `/preferences/${signToken(site.ctx.keys, 'preferences', reader.id, null)}`;
  });
  afterAll(() => site?.close());

  it('shows the subscriber’s preferences, and changes nothing', async () => {
    const before = await hashDatabase(site.ctx);
    await site.head(path);
    const html = await page();
    expect(fieldsOf(mainOf(html))).toEqual({
      topics: ['reasoning'],
      mutedTopics: ['video'],
      queries: 'sparse attention',
      mutedQueries: 'block & chain <b>',
      authors: 'Ada Lovelace',
      mutedAuthors: 'Some Body',
      organizations: 'A Lab',
      mutedOrganizations: 'B Lab',
      cadence: 'weekdays',
      weeklyDay: '3',
      size: '5',
      sendHour: '18',
      timeZone: 'Europe/Berlin',
      language: 'de',
    });
    expect(html).toContain(`<a href="/leave/${reader.unsubscribeKey}">Unsubscribe</a>`);
    expect(html).not.toContain(address());
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('keeps everything, mutes included, when submitted unchanged', async () => {
    const before = await stored();
    const answer = await site.post(path, fieldsOf(await page()));
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringMatching(
        /<p>Saved\. Changes apply to your next digest\. It arrives on \w+, \d+\u00A0\w+ 2026 at /,
      ),
    ]);
    expect(await stored()).toEqual(before);
  });

  it('saves what was changed, shows it, and does the same again when the page is reloaded', async () => {
    const fields = {
      ...fieldsOf(await page()),
      topics: ['video', '3d-vision'],
      mutedTopics: ['reasoning'],
      queries: 'one thing\r\nanother thing\r\nOne thing',
      mutedQueries: '',
      cadence: 'weekly',
      weeklyDay: '7',
      size: '30',
      sendHour: '0',
      timeZone: 'Asia/Tokyo',
      skipQuietDays: 'yes',
      language: 'en',
    };
    const html = await (await site.post(path, fields)).text();
    await site.post(path, fields);
    expect(await stored()).toEqual({
      interests: expect.arrayContaining([
        { kind: 'topic', mode: 'follow', value: 'video' },
        { kind: 'topic', mode: 'follow', value: '3d-vision' },
        { kind: 'topic', mode: 'mute', value: 'reasoning' },
        { kind: 'query', mode: 'follow', value: 'one thing' },
        { kind: 'query', mode: 'follow', value: 'another thing' },
        { kind: 'author', mode: 'mute', value: 'Some Body' },
      ]),
      cadence: 'weekly',
      weeklyDay: 7,
      size: 30,
      sendHour: 0,
      timeZone: 'Asia/Tokyo',
      skipQuietDays: true,
      language: 'en',
    });
    expect(fieldsOf(html)).toMatchObject({
      queries: 'one thing\nanother thing',
      sendHour: '0',
      skipQuietDays: ['yes'],
    });
  });

  it('rejects invalid input with a message at the field, and keeps the input', async () => {
    const before = await hashDatabase(site.ctx);
    const typed = `fine\n${'<script>'.repeat(1_250)}`;
    const fields = { ...fieldsOf(await page()), size: '31', queries: typed, mutedAuthors: 'Ada Lovelace' };
    const answer = await site.post(path, fields);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('<title>Not saved: Your preferences · Paperboy</title>');
    expect(html).toContain('<p class="problem" id="size-problem">Enter a whole number from 1 to 30.</p>');
    expect(/<input id="size"[^>]*>/.exec(html)?.[0]).toContain(
      'aria-invalid="true" aria-describedby="size-problem"',
    );
    expect(html).toContain('“Ada Lovelace” is both followed and muted. Remove one of them.');
    expect(html).toMatch(/“(?:&lt;script&gt;){7}&lt;sc…” must be 2 to 120 characters long\./);
    for (const field of ['size', 'queries', 'mutedAuthors']) expect(html).toContain(`<a href="#${field}">`);
    expect(fieldsOf(html)).toMatchObject({ size: '31', queries: typed, mutedAuthors: 'Ada Lovelace' });
    expect(html).not.toMatch(/<script(?! src="\/reader\.js)/);
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('changes nothing for an empty, foreign or broken body', async () => {
    const before = await hashDatabase(site.ctx);
    const bodies: [RequestInit, number][] = [
      [{}, 422],
      [{ body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }, 422],
      [{ body: '{}', headers: { 'Content-Type': 'application/json' } }, 422],
      [{ body: 'x', headers: { 'Content-Type': 'multipart/form-data' } }, 400],
    ];
    for (const [init, status] of bodies) {
      const answer = await createApp(site.ctx).request(path, { method: 'POST', ...init });
      expect([answer.status, init]).toEqual([status, init]);
    }
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it.each([
    ['pause', 'Your subscription is paused.'],
    ['suppress', 'bounced or were reported as spam'],
  ] as const)('explains why no digest is sent after %s', async (transition, sentence) => {
    await applyTransition(site.ctx.db, reader.id, transition, site.ctx.clock.now());
    const html = await page();
    expect(html).toContain(sentence);
    expect(html).toContain('>Save</button>');
  });

  it('explains the next step after unsubscribing, and is not found after erasure', async () => {
    const fields = fieldsOf(await page());
    await site.post(`/leave/${reader.unsubscribeKey}`);
    const left = await site.get(path);
    const stranger = { current: 'a key of another installation', previous: [] };
    const unknown = await site.get(`/preferences/${signToken(stranger, 'preferences', reader.id, null)}`);
    await eraseByAddress(site.ctx, { address: address() });
    const before = await hashDatabase(site.ctx);
    const erased = await site.post(path, fields);
    expect([left.status, erased.status, unknown.status]).toEqual([410, 404, 404]);
    const html = await left.text();
    expect(html).toContain('This subscription has ended');
    expect(html).toContain('<a href="/">');
    expect(mainOf(await erased.text())).toBe(mainOf(await unknown.text()));
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it.each(['x', '<script>alert(1)</script>', '\u202Etoken', 'a'.repeat(10_000)])(
    'explains the remedy for a broken link (%#)',
    async (token) => {
      for (const answer of [
        await site.get(`/preferences/${encodeURIComponent(token)}`),
        await site.post(`/preferences/${encodeURIComponent(token)}`),
      ]) {
        const html = await answer.text();
        expect([answer.status, html]).toEqual([404, expect.stringContaining('This link is not valid')]);
        expect(html).not.toMatch(/<script|\u202E|a{2000}/);
      }
    },
  );

  it('rejects tokens of another kind', async () => {
    const token = signToken(site.ctx.keys, 'confirm', reader.id, null);
    expect((await site.get(`/preferences/${token}`)).status).toBe(404);
  });
});
