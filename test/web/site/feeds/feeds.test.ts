import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { eraseByAddress } from '../../../../src/subscribers/erase.ts';
import { unsubscribe } from '../../../../src/subscribers/unsubscribe.ts';
import { signToken } from '../../../../src/token.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { feedUrl } from '../../../../src/web/site/frame/feed-addresses.ts';
import { readAtom } from '../../../support/atom.ts';
import { manyPapers, putList, putSubscriber } from '../../../support/list.ts';
import { hashDatabase, putPapers, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';

interface JsonItem {
  id: string;
  title: string;
  content_html: string;
}

describe('public feeds', () => {
  let site: TestSite;
  const atom = async (path: string) => readAtom(await (await site.get(path)).text());
  const json = async (path: string) => (await (await site.get(path)).json()) as { items: JsonItem[] };
  beforeAll(async () => {
    site = await testSite({ now: `${DAY}T06:00:00Z` });
  });
  afterAll(() => site?.close());

  it('exist before the first paper', async () => {
    const feed = await atom('/feed.atom');
    expect([feed.entry, feed.updated]).toEqual([[], '1970-01-01T00:00:00Z']);
    expect((await json('/feed.json')).items).toEqual([]);
  });

  describe('with papers', () => {
    beforeAll(async () => {
      await putList(site.ctx, '2026-11-20', [{ id: '2611.00900', topic: 'robotics-embodied', upvotes: 7 }]);
      await putList(site.ctx, DAY, manyPapers(60));
      await classifyAndRank(site.ctx, { day: DAY });
    });

    it('contain the newest fifty, most upvoted of a day first, with authors and reason', async () => {
      const feed = await atom('/feed.atom');
      expect(feed.entry).toHaveLength(50);
      expect(feed.id).toBe('tag:paperboy.example.org,2026:feeds/all');
      expect(feed.updated).toBe('2026-11-23T06:00:00Z');
      expect(feed.link).toContainEqual({
        rel: 'self',
        type: 'application/atom+xml',
        href: 'http://paperboy.example.org/feed.atom',
      });
      const [first] = feed.entry;
      expect(first).toMatchObject({
        id: 'https://arxiv.org/abs/2611.00001',
        published: '2026-11-23T06:00:00Z',
        author: [{ name: 'Jane Doe' }, { name: 'John Roe' }],
      });
      expect(first?.content.type).toBe('html');
      expect(first?.content['#text']).toContain('<p dir="auto">Jane Doe and John Roe</p>');
      expect(first?.content['#text']).toContain(
        '<p>Most upvoted in Agents &amp; tool use · 60\u00A0upvotes</p>',
      );
      expect(first?.content['#text']).toContain('A short summary of what was done.');
    });

    it('have the same content as JSON Feed', async () => {
      const answer = await site.get('/feed.json');
      expect(answer.headers.get('Content-Type')).toBe('application/feed+json; charset=utf-8');
      const told = (await answer.json()) as { items: JsonItem[] };
      const feed = await atom('/feed.atom');
      expect(told).toMatchObject({
        version: 'https://jsonfeed.org/version/1.1',
        feed_url: 'http://paperboy.example.org/feed.json',
        home_page_url: 'http://paperboy.example.org/',
        language: 'en',
      });
      expect(told.items.map((item) => item.id)).toEqual(feed.entry.map((entry) => entry.id));
      expect(told.items[0]).toMatchObject({
        date_published: '2026-11-23T06:00:00.000Z',
        authors: [{ name: 'Jane Doe' }, { name: 'John Roe' }],
        tags: ['Agents & tool use'],
      });
    });

    it('of a topic contain only that topic, however old', async () => {
      const feed = await atom('/topics/robotics-embodied/feed.atom');
      expect(feed.title).toBe('Trending research papers: Robotics & embodied AI');
      expect(feed.entry.map((entry) => entry.id)).toEqual(['https://arxiv.org/abs/2611.00900']);
      expect((await site.get('/topics/robotics-embodied/feed.json')).status).toBe(200);
      for (const slug of ['nothing', '%3Cscript%3E', '__proto__', 'robotics'])
        expect((await site.get(`/topics/${slug}/feed.atom`)).status).toBe(404);
    });

    it('return 304 when unchanged, by ETag or date', async () => {
      const feed = await site.get('/feed.atom');
      expect(feed.headers.get('Cache-Control')).toBe('public, max-age=900, stale-while-revalidate=3600');
      expect(feed.headers.get('Last-Modified')).toBe('Mon, 23 Nov 2026 06:00:00 GMT');
      const same = await site.get('/feed.atom', { 'If-None-Match': feed.headers.get('ETag') ?? '' });
      expect([same.status, await same.text()]).toEqual([304, '']);
      const since = { 'If-Modified-Since': feed.headers.get('Last-Modified') ?? '' };
      expect((await site.get('/feed.atom', since)).status).toBe(304);
      expect((await site.get('/feed.atom', { ...since, 'If-None-Match': '"other"' })).status).toBe(200);
      expect(
        (await site.get('/feed.atom', { 'If-Modified-Since': 'Sun, 22 Nov 2026 00:00:00 GMT' })).status,
      ).toBe(200);
      for (const invalid of [
        'nonsense',
        '1',
        'Mon, 23 Nov 2026 06:00:01 GMT',
        'Tue, 01 Jan 2030 00:00:00 GMT',
      ])
        expect((await site.get('/feed.atom', { 'If-Modified-Since': invalid })).status, invalid).toBe(200);
      for (const obsolete of ['Monday, 23-Nov-26 06:00:00 GMT', 'Mon Nov 23 06:00:00 2026'])
        expect((await site.get('/feed.atom', { 'If-Modified-Since': obsolete })).status, obsolete).toBe(304);
    });

    it('return 304 with the headers of the 200', async () => {
      const feed = await site.get('/feed.atom');
      const validators = [
        { 'If-None-Match': feed.headers.get('ETag') ?? '' },
        { 'If-Modified-Since': feed.headers.get('Last-Modified') ?? '' },
      ];
      for (const validator of validators) {
        const same = await site.get('/feed.atom', validator);
        expect(same.status).toBe(304);
        for (const name of ['ETag', 'Cache-Control', 'Vary', 'Last-Modified', 'Date', 'Content-Location'])
          expect(same.headers.get(name), name).toBe(feed.headers.get(name));
        expect([same.headers.get('Content-Type'), same.headers.get('Content-Length')]).toEqual([null, null]);
      }
    });

    it('have the same headers for HEAD', async () => {
      const headersOf = ({ headers }: Response) => {
        const { 'content-length': _, ...rest } = Object.fromEntries(headers);
        return rest;
      };
      const unique = /nonce-[^' ]+|[0-9a-f-]{36}/g;
      const [get, head] = [await site.get('/feed.json'), await site.head('/feed.json')];
      expect(await head.text()).toBe('');
      expect(JSON.stringify(headersOf(head)).replace(unique, '')).toBe(
        JSON.stringify(headersOf(get)).replace(unique, ''),
      );
    });

    it("ignore the browser's language, so that all readers get the same", async () => {
      const [english, german] = [
        await site.get('/feed.atom'),
        await site.get('/feed.atom', { 'Accept-Language': 'de' }),
      ];
      expect(await german.text()).toBe(await english.text());
      expect(german.headers.get('Vary')).toBe('Accept-Encoding');
    });

    it('are named in the head of public pages', async () => {
      const html = await (await site.get('/')).text();
      expect(html).toContain(
        '<link rel="alternate" type="application/atom+xml" title="Trending research papers" href="/feed.atom"/>',
      );
      expect(html).toContain('href="/feed.json"');
    });
  });

  it('stay valid with hostile text, and show it as text', async () => {
    const script = '<script>alert(1)</script>';
    await putPapers(site.ctx, '2026-11-24', [
      {
        id: '2611.24001',
        title: `${script}]]>\u202E\u0001\u0008&amp;"'`,
        authors: [script, '\u202E', 'A'.repeat(10_000)],
        authorCount: 3,
        summary: `${script}]]><![CDATA[ \u{1F469}\u200D\u{1F52C} \uFFFE`,
        abstract: `<img src=x onerror=alert(1)> ${'long '.repeat(2_500)}`,
        organisation: script,
        links: { code: 'https://example.org/"><script>' },
        updatedAt: '2030-01-01T00:00:00Z',
      },
      { id: '2611.24002', title: '\u0007\u200B', authors: [], authorCount: 0, summary: null },
      { id: '2611.24003', title: 'x'.repeat(10_000) },
      { id: '2611.24004', title: 'Taken back', withdrawn: true },
    ]);
    const feed = await atom('/feed.atom');
    const entry = feed.entry.find(({ id }) => id.endsWith('2611.24001'));
    expect(entry?.title).toBe(`${script}]]> &amp;"'`);
    expect(entry?.content['#text']).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(entry?.content['#text']).not.toMatch(/<script|<img|\u202E/);
    expect(entry?.updated).toBe('2026-11-23T06:00:00Z');
    expect(feed.entry.find(({ id }) => id.endsWith('2611.24002'))?.title).toBe('Untitled paper');
    expect(feed.entry.find(({ id }) => id.endsWith('2611.24003'))?.title.length).toBeLessThanOrEqual(300);
    expect(feed.entry.find(({ id }) => id.endsWith('2611.24004'))).toBeUndefined();
    const { items } = await json('/feed.json');
    expect(JSON.stringify(items)).not.toContain('\u202E');
    for (const { content_html: html } of items) expect(html).not.toMatch(/<script|<img/);
  });
});

describe("the feed of a subscriber's own picks", () => {
  let site: TestSite;
  let reader: { id: string; unsubscribeKey: string };
  const pathOf = (id: string, form: 'atom' | 'json' = 'atom') => feedUrl('', site.ctx.keys, id, form);
  beforeAll(async () => {
    site = await testSite({ now: `${DAY}T03:40:00Z` });
    const { ctx } = site;
    await putList(ctx, DAY, manyPapers(12));
    reader = await putSubscriber(ctx, 'reader@example.com', { size: 3 });
    await classifyAndRank(ctx, { day: DAY });
    await planEditions(ctx, { day: DAY });
    ctx.clock.set(`${DAY}T07:00:00Z`);
    await deliver(ctx, {});
  });
  afterAll(() => site?.close());

  it('contains the picks of their digests with reasons, and no personal data', async () => {
    const answer = await site.get(pathOf(reader.id));
    const text = await answer.text();
    const feed = readAtom(text);
    expect(feed.title).toBe('Your picks');
    expect(feed.entry.map(({ id }) => id).slice(0, 1)).toEqual(['https://arxiv.org/abs/2611.00001']);
    expect(feed.entry.length).toBe(3);
    expect(feed.entry[0]?.published).toBe('2026-11-23T07:00:00Z');
    expect(feed.entry[0]?.content['#text']).toMatch(/>[^<]*Agents &amp; tool use · [^<]+</);
    expect(text).not.toContain('reader@example.com');
    expect(text).not.toContain(reader.unsubscribeKey);
    const told = (await (await site.get(pathOf(reader.id, 'json'))).json()) as {
      items: JsonItem[];
      feed_url: string;
    };
    expect(told.items).toHaveLength(3);
    expect(told.feed_url).toBe(`${site.ctx.env.PUBLIC_URL}${pathOf(reader.id, 'json')}`);
  });

  it('is cached by the feed reader alone, and not indexed', async () => {
    const before = await hashDatabase(site.ctx);
    const answer = await site.get(pathOf(reader.id), { 'Accept-Encoding': 'gzip' });
    expect(answer.headers.get('Cache-Control')).toBe('private, max-age=900');
    expect(answer.headers.get('X-Robots-Tag')).toContain('noindex');
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(answer.headers.get('Content-Encoding')).toBeNull();
    const again = await site.get(pathOf(reader.id), { 'If-None-Match': answer.headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('reveals nothing for unknown, unsubscribed or erased subscribers, or another kind of link', async () => {
    const left = await putSubscriber(site.ctx, 'left@example.com');
    await unsubscribe(site.ctx, left.unsubscribeKey);
    const erased = await putSubscriber(site.ctx, 'erased@example.com');
    await eraseByAddress(site.ctx, { address: 'erased@example.com' });
    const preferences = signToken(site.ctx.keys, 'preferences', reader.id, null);
    const paths = [
      pathOf('00000000-0000-4000-8000-000000000000'),
      pathOf(left.id),
      pathOf(erased.id),
      `/feed/${preferences}/picks.atom`,
      '/feed/x/picks.atom',
      `/feed/${'y'.repeat(10_000)}/picks.json`,
    ];
    const answers = await Promise.all(paths.map((path) => site.get(path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    const mains = texts.map((html) => /<main.*<\/main>/s.exec(html)?.[0]);
    expect(new Set(mains).size).toBe(1);
  });

  it('changes for a reader that sends If-Modified-Since alone', async () => {
    const path = pathOf(reader.id);
    const since = { 'If-Modified-Since': (await site.get(path)).headers.get('Last-Modified') ?? '' };
    site.ctx.clock.advance(3_600_000);
    const same = await site.get(path, since);
    expect([same.status, same.headers.get('Cache-Control')]).toEqual([304, 'private, max-age=900']);
    await putPapers(site.ctx, DAY, [{ id: '2611.00001', withdrawn: true }]);
    const answer = await site.get(path, since);
    expect(answer.status).toBe(200);
    expect(readAtom(await answer.text()).entry.length).toBe(2);
  });

  it('works after a key rotation', async () => {
    const path = pathOf(reader.id);
    const keys = { current: 'another-secret-that-is-long-enough-for-it', previous: [site.ctx.keys.current] };
    const answer = await createApp({ ...site.ctx, keys }).request(path);
    expect(answer.status).toBe(200);
  });
});
