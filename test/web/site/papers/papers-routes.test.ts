import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { storePapers } from '../../../../src/papers/ingest/paper-queries.ts';
import { storeDailyList } from '../../../../src/papers/ingest/source-queries.ts';
import { manyPapers, putList, sourcePaper, TITLES } from '../../../support/list.ts';
import { addresses } from '../../../support/markup.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

/** Path and title of every card, in order. */
function cards(html: string): [string, string][] {
  return [...html.matchAll(/<h2 dir="auto"><a href="([^"]+)">([^<]+)</g)].map(([, path = '', title = '']) => [
    path,
    title,
  ]);
}

describe('the pages of lists', () => {
  let site: TestSite;
  const html = async (path: string) => (await site.get(path)).text();
  const ids = async (path: string) =>
    cards(await html(path)).map(([paper]) => paper.slice('/papers/'.length));
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.close());

  it('explain at first that there are no papers, and how to fetch them', async () => {
    const page = await site.get('/');
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('<h1>No papers yet</h1>');
    expect(text).toContain('npm run paperboy -- ingest');
    expect(await html('/topics')).toContain('<h1>Topics</h1>');
    expect(await html('/topics/video')).toContain('No papers on this topic');
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
            publishedAt: '2026-11-22T10:00:00Z',
            links: { code: 'https://example.org/code', discussion: 'https://example.org/talk' },
          },
          { id: '2611.00003', title: 'Everybody Reads This', publishedAt: '2026-11-21T10:00:00Z' },
          { id: '2611.00004', title: 'Taken Back', withdrawn: true },
        ],
        [
          { paperId: '2611.00002', signal: 'hf_upvotes', value: 12 },
          { paperId: '2611.00003', signal: 'hf_upvotes', value: 214 },
          { paperId: '2611.00003', signal: 'github_stars', value: 1_204 },
        ],
      );
    });

    it('show the newest day first, complete and in order', async () => {
      const text = await html('/');
      expect(text).toContain('<title>Trending research papers · Paperboy</title>');
      expect(text).toContain('<a href="/" aria-current="page">Today</a>');
      expect(text).toContain('<h1>Monday, 23\u00A0November 2026</h1>');
      expect(text).toContain('<p>No.\u00A0327 · 2\u00A0papers</p>');
      expect(cards(text)).toEqual([
        ['/papers/2611.00003', 'Everybody Reads This'],
        ['/papers/2611.00002', TITLES['robotics-embodied']],
      ]);
      expect(text).toContain(
        'Ann A, Ben B, Cem C and 6\u00A0others\u00A0· A Lab\u00A0· 22\u00A0November\u00A02026',
      );
      expect(text).toMatch(/<summary>.*A hand learns\..*<\/summary><p dir="auto">A hand learns from ten/);
      expect(text).toContain('<a href="/topics/robotics-embodied">Robotics &amp; embodied AI</a>');
      expect(text).toContain('<li>214\u00A0upvotes</li><li>1,204\u00A0GitHub stars</li>');
      expect(addresses(text)).toEqual(
        expect.arrayContaining([
          'https://arxiv.org/abs/2611.00002',
          'https://arxiv.org/pdf/2611.00002',
          'https://example.org/code',
          'https://example.org/talk',
        ]),
      );
    });

    it('link from day to day, past days without a list, and keep the chosen filters', async () => {
      expect(await html('/')).toContain(
        '<a href="/papers/2026-11-20" rel="prev"><span aria-hidden="true">←</span> ' +
          '<span>Friday, 20 November</span></a>',
      );
      expect(await html('/')).not.toContain('rel="next"');
      const earlier = await html('/papers/2026-11-20?sort=newest');
      expect(earlier).toContain('<title>Friday, 20 November 2026 · Paperboy</title>');
      expect(earlier).toContain(
        '<a class="later" href="/papers/2026-11-23?sort=newest" rel="next">' +
          '<span>Monday, 23 November</span> <span aria-hidden="true">→</span></a>',
      );
      expect(earlier).not.toContain('rel="prev"');
      expect(earlier).toContain(
        '<link rel="canonical" href="http://paperboy.example.org/papers/2026-11-20"/>',
      );
    });

    it('put the dates before and after beside the heading, above the list', async () => {
      const text = await html('/papers/2026-11-20');
      const [heading, next, list] = ['<h1>', 'rel="next"', '<article'].map((part) => text.indexOf(part));
      expect([heading, next, list]).toEqual([heading, next, list].sort((a = 0, b = 0) => a - b));
      expect(next).toBeGreaterThan(0);
    });

    it('set the first of a ranking larger, and number the rest of it on later pages', async () => {
      const leads = async (path: string) => (await html(path)).split('lead-story').length - 1;
      expect(await leads('/')).toBe(1);
      expect(await leads('/?sort=newest')).toBe(0);
      expect(await html('/?sort=newest')).toContain('<ol class="papers">');
      expect(await html('/')).toContain('<ol class="papers numbered" start="1">');
    });

    it('have a compact view with one line a paper, which links carry on', async () => {
      const compact = await html('/papers/2026-11-23?view=compact&sort=upvotes');
      expect(compact).not.toContain('<article');
      expect(compact).toContain(
        '<ol class="compact numbered" start="1"><li><a href="/papers/2611.00003" dir="auto">Everybody Reads' +
          ' This</a><span class="votes">214<span class="unit"> upvotes</span></span></li>',
      );
      expect(compact).toContain('<span class="topic">Robotics &amp; embodied AI</span>');
      expect(addresses(compact)).toEqual(
        expect.arrayContaining([
          '/papers/2026-11-20?sort=upvotes&view=compact',
          '/papers/week/2026-W48?sort=upvotes&view=compact',
          '/papers/2026-11-23?sort=newest&view=compact',
          '/papers/2026-11-23?sort=upvotes',
        ]),
      );
      expect(compact).toContain('<input type="hidden" name="view" value="compact"/>');
      const [found, topic] = await Promise.all(
        ['/search?q=everybody&view=compact', '/topics/robotics-embodied?view=compact'].map(html),
      );
      expect([found, topic]).toEqual([
        expect.stringContaining('<ol class="compact"'),
        expect.stringContaining('<ol class="compact numbered"'),
      ]);
      expect(addresses(found ?? '')).toContain('/search?q=everybody');
      expect(await html('/?view=nonsense')).toContain('<article');
    });

    it('group the topics of the filter', async () => {
      expect(await html('/')).toContain(
        '<option value="" selected="">All topics</option><optgroup label="Robots, science &amp; society">' +
          '<option value="robotics-embodied">Robotics &amp; embodied AI (1)</option></optgroup></select>',
      );
      expect((await html('/search')).match(/<optgroup/g)).toHaveLength(4);
    });

    it('combine weeks and months', async () => {
      const week = await html('/papers/week/2026-W47');
      expect(week).toMatch(/<h1>Week 47: 16\s?–\s?22\u00A0November 2026<\/h1>/);
      expect(cards(week).map(([path]) => path)).toEqual(['/papers/2611.00001']);
      expect(week).toContain('href="/papers/week/2026-W48" rel="next"><span>Week 48</span>');
      const month = await html('/papers/month/2026-11');
      expect(month).toContain('<h1>November 2026</h1>');
      expect(await ids('/papers/month/2026-11')).toEqual(['2611.00003', '2611.00002', '2611.00001']);
      expect(await ids('/papers/month/2026-11?sort=newest')).toEqual([
        '2611.00002',
        '2611.00003',
        '2611.00001',
      ]);
      expect(month).toContain('href="/papers/week/2026-W48"');
    });

    it('filter by topic, with a message when it has no papers', async () => {
      expect(await ids('/papers/2026-11-23?topic=robotics-embodied')).toEqual(['2611.00002']);
      const nothing = await html('/papers/2026-11-23?topic=video&sort=upvotes');
      expect(nothing).toContain('No papers on “Video”.');
      expect(nothing).toContain('<a href="/papers/2026-11-23?sort=upvotes">Show all topics</a>');
      expect(await ids('/papers/2026-11-23?topic=nonsense&sort=nonsense&page=-1')).toHaveLength(2);
    });

    it('sort by the ranks of the day’s pool, per topic', async () => {
      const { ctx } = site;
      await putList(ctx, '2026-11-25', manyPapers(3, 500));
      ctx.clock.set('2026-11-25T08:00:00Z');
      await classifyAndRank(ctx, { day: '2026-11-25' });
      expect(await ids('/papers/2026-11-25')).toEqual(['2611.00500', '2611.00501', '2611.00502']);
      // Ranks are frozen: upvotes read later change only the other order.
      ctx.clock.set('2026-11-25T09:00:00Z');
      await putList(ctx, '2026-11-25', [{ id: '2611.00502', upvotes: 99 }]);
      expect(await ids('/papers/2026-11-25')).toEqual(['2611.00500', '2611.00501', '2611.00502']);
      expect(await ids('/papers/2026-11-25?topic=agents-tool-use')).toHaveLength(3);
      expect((await ids('/papers/2026-11-25?sort=upvotes'))[0]).toBe('2611.00502');
      expect((await ids('/topics/agents-tool-use'))[0]).toBe('2611.00500');
      expect((await ids('/topics/agents-tool-use?sort=upvotes'))[0]).toBe('2611.00502');
    });

    it('split a long list into pages without loss', async () => {
      await putList(site.ctx, '2026-10-05', manyPapers(120, 2_000));
      const pages = await Promise.all(
        ['', '?page=2', '?page=3'].map((page) => ids(`/papers/2026-10-05${page}`)),
      );
      expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
      expect(new Set(pages.flat()).size).toBe(120);
      expect(await html('/papers/2026-10-05?page=2')).toContain('<span>Page 2 of 3</span>');
      expect(await html('/papers/2026-10-05?page=2')).toContain(
        'href="/papers/2026-10-05?page=3" rel="next"',
      );
    });

    it.each([
      [
        '/papers/2026-11-21',
        'No papers for Saturday, 21 November 2026',
        ['/papers/2026-11-20', '/papers/2026-11-23'],
      ],
      ['/papers/week/2026-W40', 'No papers for Week 40', ['/papers/week/2026-W41']],
      ['/papers/month/2027-01', 'This date is in the future', ['/papers/month/2026-11']],
    ])('link to the nearest dates from a period without papers: %s', async (path, words, nearest) => {
      const page = await site.get(path);
      const text = await page.text();
      expect(page.status).toBe(404);
      expect(text).toContain(words);
      expect(addresses(text)).toEqual(expect.arrayContaining(nearest));
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
      'week/2026-W54',
      'month/2026-13',
      'month/',
    ])('return 404 for the period %s', async (day) => {
      const page = await site.get(`/papers/${day}`);
      expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('Page not found')]);
    });

    it('are available in German', async () => {
      const text = await (await site.get('/papers/week/2026-W47', { 'Accept-Language': 'de' })).text();
      expect(text).toMatch(/<h1>Woche 47: 16\.\s?–\s?22\.\u00A0November 2026<\/h1>/);
      expect(text).toContain('>Meiste Upvotes</a>');
    });

    it('escape and truncate external text', async () => {
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
      expect(text).not.toMatch(/<script(?! src="\/(?:zone|filter)\.js)|<img|onclick="alert|\u202E/);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;gnp.exe');
      expect(text).not.toContain('x'.repeat(301));
      expect(text.length).toBeLessThan(25_000);
    });
  });
});

describe('the pages of an installation with arXiv alone', () => {
  it('list papers by day of submission', async () => {
    const site = await testSite();
    const papers = [sourcePaper({ id: '2611.00001', publishedAt: '2026-11-20T10:00:00Z' })];
    await storePapers(site.ctx.db, 'arxiv', papers, site.ctx.clock.now());
    const text = await (await site.get('/')).text();
    expect(text).toContain('<h1>Friday, 20\u00A0November 2026</h1>');
    expect(text).toContain('No papers for today yet. These are the latest.');
    expect(cards(text)).toEqual([['/papers/2611.00001', 'Paper 2611.00001']]);
    await site.close();
  });
});

describe('the first page with the sample that comes with Paperboy', () => {
  it('labels it as a sample, and not as today’s', async () => {
    const site = await testSite({ now: '2026-11-20T08:00:00Z' });
    await storePapers(site.ctx.db, 'sample', [sourcePaper({ id: '2611.00001' })], site.ctx.clock.now());
    await storeDailyList(
      site.ctx.db,
      'sample',
      '2026-11-20',
      [{ paperId: '2611.00001' }],
      site.ctx.clock.now(),
    );
    const text = await (await site.get('/')).text();
    expect(text).toContain('<h1>Friday, 20\u00A0November 2026</h1>');
    expect(text).toContain('These are sample papers that ship with Paperboy');
    await site.close();
  });
});
