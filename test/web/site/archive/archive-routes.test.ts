import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { manyPapers, putList } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';

describe('the archive of what was trending', () => {
  let site: TestSite;
  const html = async (path: string, headers = {}) => (await site.get(path, headers)).text();
  beforeAll(async () => {
    site = await testSite({ now: '2026-10-30T06:00:00Z' });
  });
  afterAll(() => site?.close());

  it('is empty at first', async () => {
    expect(await html('/editions')).toContain('<h1>The archive is empty</h1>');
  });

  describe('with days', () => {
    beforeAll(async () => {
      const { ctx } = site;
      await putList(ctx, '2026-10-30', manyPapers(2, 700, 'robotics-embodied'));
      await classifyAndRank(ctx, { day: '2026-10-30' });
      ctx.clock.set(`${DAY}T07:05:00Z`);
      await putList(ctx, DAY, manyPapers(12));
      await classifyAndRank(ctx, { day: DAY });
    });

    it('lists them by month', async () => {
      const text = mainOf(await html('/editions'));
      const found = [...text.matchAll(/<h2>([^<]+)<|href="(\/editions\/[^"]+)">([^<]+)</g)].map(
        ([, ...rest]) => rest.filter(Boolean),
      );
      expect(found).toEqual([
        ['November 2026'],
        [`/editions/${DAY}`, 'Monday, 23 November'],
        ['October 2026'],
        ['/editions/2026-10-30', 'Friday, 30 October'],
      ]);
      expect(text).toContain('from 12\u00A0papers');
    });

    it('show a day as ranked, with reasons, topic by topic', async () => {
      const text = await html(`/editions/${DAY}`);
      expect(text).toContain('<h1>Trending on Monday, 23 November 2026</h1>');
      expect(text).toContain(
        'Ranked on Monday, 23\u00A0November at 07:05\u00A0UTC, from 12\u00A0papers of that day and the days before.',
      );
      expect(text).toContain('Most upvoted in Agents &amp; tool use · 12\u00A0upvotes');
      expect(text).toMatch(/<h2>By topic<\/h2><section><h3>Agents &amp; tool use<\/h3><ol><li>/);
      expect(text).toContain(
        '<link rel="canonical" href="http://paperboy.example.org/editions/2026-11-23"/>',
      );
      expect(text).toContain('<a href="/editions/2026-10-30" rel="prev">← Friday, 30 October</a>');
      expect(text).not.toContain('rel="next"');
      expect(await html('/editions/2026-10-30')).toContain('rel="next">Monday, 23 November →</a>');
    });

    it('are available in German', async () => {
      const text = await html(`/editions/${DAY}`, { 'Accept-Language': 'de' });
      expect(text).toContain('<h1>Im Trend am Montag, 23. November 2026</h1>');
      expect(text).toContain('Die meisten Upvotes in Agenten &amp; Werkzeuge · 12\u00A0Upvotes');
      expect(await html('/editions', { 'Accept-Language': 'de' })).toContain('<h2>Oktober 2026</h2>');
    });

    it('link to other days from a day without a ranking', async () => {
      const page = await site.get('/editions/2026-11-01');
      const text = await page.text();
      expect([page.status, text]).toEqual([404, expect.stringContaining('No ranking for this day')]);
      expect(text).toContain('<a href="/editions">See all days with a ranking</a>');
    });

    it.each(['2026-02-30', '0000-01-01', 'day', '%00', '20261123', "'", 'week-2026-11-23'])(
      'return 404 for %s',
      async (day) => {
        const page = await site.get(`/editions/${day}`);
        expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('Page not found')]);
      },
    );

    it('escape external text', async () => {
      const script = '<script>alert(1)</script>';
      site.ctx.clock.set('2026-11-24T06:00:00Z');
      await putPapers(
        site.ctx,
        '2026-11-24',
        [
          {
            id: '2611.24001',
            title: `${script}"'\u202E\u0007`,
            authors: [script],
            authorCount: 1,
            organisation: script,
          },
          {
            id: '2611.24002',
            title: 'x'.repeat(10_000),
            summary: `${script} ${'\u{1F469}\u200D\u{1F52C}'.repeat(900)}`,
          },
        ],
        [{ paperId: '2611.24001', signal: 'hf_upvotes', value: 5_000 }],
      );
      await classifyAndRank(site.ctx, { day: '2026-11-24' });
      const text = await html('/editions/2026-11-24');
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).not.toMatch(/<script(?! src="\/zone\.js)|\u202E/);
      expect(text).not.toContain('x'.repeat(301));
      expect(text).toContain(
        'content="Trending research papers on Tuesday, 24 November 2026: &lt;script&gt;',
      );
    });
  });
});
