import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SITEMAP_PART } from '../../../../config/feeds.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { partsOf } from '../../../../src/web/site/feeds/sitemap.ts';
import { manyPapers, putList } from '../../../support/list.ts';
import { type TestSite, testSite } from '../../../support/site.ts';

const BASE = 'http://paperboy.example.org';

describe('information for search engines', () => {
  let site: TestSite;
  const addressesOf = async (path: string): Promise<string[]> => {
    const text = await (await site.get(path)).text();
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({ isArray: (name) => name === 'url' || name === 'sitemap' });
    const { sitemapindex, urlset } = parser.parse(text) as Record<string, Record<string, { loc: string }[]>>;
    return (sitemapindex?.sitemap ?? urlset?.url ?? []).map(({ loc }) => loc);
  };
  beforeAll(async () => {
    site = await testSite({ now: '2026-11-23T06:00:00Z' });
    await putList(site.ctx, '2026-11-20', manyPapers(2, 100));
    await putList(site.ctx, '2026-11-23', manyPapers(2));
    await classifyAndRank(site.ctx, { day: '2026-11-23' });
  });
  afterAll(() => site?.close());

  it('robots.txt lists private paths and the sitemap', async () => {
    const answer = await site.get('/robots.txt');
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain/);
    const lines = (await answer.text()).split('\n');
    expect(lines[0]).toBe('User-agent: *');
    for (const path of [
      'preferences',
      'leave',
      'confirm',
      'more',
      'less',
      'webhooks',
      'operator',
      'outbox',
      'search?',
    ])
      expect(lines).toContain(`Disallow: /${path}`);
    expect(lines).toContain(`Sitemap: ${BASE}/sitemap.xml`);
  });

  it('the sitemap lists exactly the existing public pages', async () => {
    const parts = await addressesOf('/sitemap.xml');
    expect(parts).toEqual([`${BASE}/sitemaps/pages-1.xml`, `${BASE}/sitemaps/papers-1.xml`]);
    const pages = await addressesOf('/sitemaps/pages-1.xml');
    expect(pages).toEqual(
      expect.arrayContaining(
        [
          '/',
          '/subscribe',
          '/editions',
          '/editions/2026-11-23',
          '/papers/2026-11-20',
          '/papers/week/2026-W47',
          '/papers/month/2026-11',
        ].map((path) => BASE + path),
      ),
    );
    const papers = await addressesOf('/sitemaps/papers-1.xml');
    expect(papers).toHaveLength(4);
    pages.push(...papers);
    expect(new Set(pages).size).toBe(pages.length);
    const robots = await (await site.get('/robots.txt')).text();
    const disallowed = [...robots.matchAll(/Disallow: (.+)/g)].map(([, path]) => path ?? '');
    for (const page of pages) {
      const path = page.slice(BASE.length);
      expect(disallowed.filter((start) => path.startsWith(start))).toEqual([]);
      const answer = await site.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(await answer.text()).toContain(`<link rel="canonical" href="${page}"/>`);
    }
  });

  it.each(['pages-2.xml', 'pages-0.xml', 'papers-2.xml', 'pages-x.xml', 'pages-99999.xml', 'other-1.xml'])(
    'has no part %s',
    async (part) => {
      expect((await site.get(`/sitemaps/${part}`)).status).toBe(404);
    },
  );

  it('has no part with more addresses than the protocol allows', () => {
    expect(SITEMAP_PART).toBeLessThanOrEqual(50_000);
    expect([0, 1, SITEMAP_PART, SITEMAP_PART + 1].map(partsOf)).toEqual([0, 1, 1, 2]);
  });
});
