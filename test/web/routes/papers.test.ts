import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TITLES } from '../../support/list.ts';
import { addresses } from '../../support/markup.ts';
import { putPapers, type TestSite, testSite } from '../../support/site.ts';

describe('the pages of papers', () => {
  let site: TestSite;
  const html = async (path: string) => (await site.get(path)).text();
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.close());

  it('say at first that nothing has come in, and what to do', async () => {
    const page = await site.get('/');
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('<h1>No papers yet</h1>');
    expect(text).toContain('npm run paperboy -- ingest');
  });

  describe('with lists', () => {
    beforeAll(async () => {
      await putPapers(site.ctx, '2026-11-20', [{ id: '2611.00001', title: 'An Earlier Paper' }]);
      await putPapers(
        site.ctx,
        '2026-11-23',
        [
          {
            id: '2611.00002',
            title: TITLES['robotics-embodied'],
            summary: 'A hand learns.',
            abstract: 'A hand learns from ten demonstrations.',
            authors: ['Ann A', 'Ben B', 'Cem C', 'Dee D'],
            authorCount: 9,
            organisation: 'A Lab',
            links: { code: 'https://example.org/code', discussion: 'https://example.org/talk' },
          },
          { id: '2611.00003', title: 'Everybody Reads This' },
          { id: '2611.00004', title: 'Taken Back', withdrawn: true },
        ],
        [
          { paperId: '2611.00002', signal: 'hf_upvotes', value: 12 },
          { paperId: '2611.00003', signal: 'hf_upvotes', value: 214 },
          { paperId: '2611.00003', signal: 'github_stars', value: 1_204 },
        ],
      );
    });

    it('show the newest day first, whole and in order', async () => {
      const text = await html('/');
      expect(text).toContain('<title>Trending research papers · Paperboy</title>');
      expect(text).toContain('<h1>Monday, 23 November 2026</h1>');
      expect(text).toContain('2 papers, most upvoted first');
      const titles = [...text.matchAll(/<h2 dir="auto"><a href="([^"]+)">([^<]+)</g)].map(
        ([, url, title]) => [url, title],
      );
      expect(titles).toEqual([
        ['https://arxiv.org/abs/2611.00003', 'Everybody Reads This'],
        ['https://arxiv.org/abs/2611.00002', TITLES['robotics-embodied']],
      ]);
      expect(text).toContain('Ann A, Ben B and 7 others · A Lab');
      expect(text).toContain(
        '<summary>Abstract</summary><p dir="auto">A hand learns from ten demonstrations.</p>',
      );
      expect(text).toContain('<span>Robotics &amp; embodied AI</span>');
      expect(text).toContain('<span>214 upvotes</span> · <span>1,204 GitHub stars</span>');
      expect(addresses(text)).toEqual(
        expect.arrayContaining([
          'https://arxiv.org/pdf/2611.00002',
          'https://example.org/code',
          'https://example.org/talk',
        ]),
      );
    });

    it('lead from day to day, past days without a list', async () => {
      expect(await html('/')).toContain('<a href="/papers/2026-11-20" rel="prev">← Friday 20 November</a>');
      expect(await html('/')).not.toContain('rel="next"');
      const earlier = await html('/papers/2026-11-20');
      expect(earlier).toContain('<title>Friday, 20 November 2026 · Paperboy</title>');
      expect(earlier).toContain(
        '<a class="later" href="/papers/2026-11-23" rel="next">Monday 23 November →</a>',
      );
      expect(earlier).not.toContain('rel="prev"');
      expect(earlier).not.toContain('aria-current="page"');
    });

    it('say so where a day has no list', async () => {
      const page = await site.get('/papers/2026-11-21');
      expect([page.status, await page.text()]).toEqual([
        404,
        expect.stringContaining('No papers for that day'),
      ]);
    });

    it.each([
      '2026-02-30',
      '2026-13-01',
      '26-11-23',
      '2026-11-23T00:00',
      'newest',
      "'",
      '9999999-01-01',
      '%E0%A4%A',
    ])('take %s for no day', async (day) => {
      const page = await site.get(`/papers/${day}`);
      expect([page.status, await page.text()]).toEqual([
        404,
        expect.stringContaining('There is no such page'),
      ]);
    });

    it('keep what strangers wrote to a harmless text of a few lines', async () => {
      const script = '<script>alert(1)</script>';
      await putPapers(site.ctx, '2026-11-19', [
        {
          id: '2611.19001',
          title: `${script}\u202Egnp.exe`,
          authors: [`"><img src=x onerror=alert(1)>`],
          authorCount: 1,
        },
        { id: '2611.19002', title: 'x'.repeat(10_000), abstract: 'y '.repeat(5_000), organisation: script },
        {
          id: '2611.19003',
          title: 'نحو نماذج لغوية',
          links: { code: 'https://example.org/"onclick="alert(1)' },
        },
      ]);
      const text = await html('/papers/2026-11-19');
      expect(text).not.toMatch(/<script|<img|onclick="alert|\u202E/);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;gnp.exe');
      expect(text).not.toContain('x'.repeat(301));
      expect(text.length).toBeLessThan(20_000);
    });
  });
});
