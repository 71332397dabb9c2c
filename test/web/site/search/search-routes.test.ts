import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourcePaper } from '../../../support/list.ts';
import { addresses } from '../../../support/markup.ts';
import { hashDatabase, putPapers, type TestSite, testSite } from '../../../support/site.ts';

describe('the search page', () => {
  let site: TestSite;
  const find = async (query: string, more = '') =>
    (await site.get(`/search?q=${encodeURIComponent(query)}${more}`)).text();
  beforeAll(async () => {
    site = await testSite();
    await putPapers(site.ctx, '2026-11-20', [
      {
        id: '2611.00001',
        title: 'Sparse Transformers <b>& Friends</b>',
        abstract: `${'This sentence is here to be long and to say nothing at all. '.repeat(6)}At last Schrödinger’s cats attend.`,
        authors: ['Søren Łukasz'],
        publishedAt: '2026-11-19T10:00:00Z',
      },
      {
        id: '2611.00002',
        title: 'Robots Fold Towels',
        abstract: 'A robot folds.',
        publishedAt: '2026-11-10T10:00:00Z',
      },
      ...Array.from({ length: 45 }, (_, place) =>
        sourcePaper({ id: `2611.1${String(place).padStart(4, '0')}`, title: `Herons Number ${place} Wade` }),
      ),
    ]);
  });
  afterAll(() => site?.close());

  it('shows examples before the first query', async () => {
    const text = await (await site.get('/search')).text();
    expect(text).toContain('<h1>Search</h1>');
    const examples = addresses(text).filter((address) => address.startsWith('/search?q='));
    expect(examples).toHaveLength(4);
    for (const example of examples) expect((await site.get(example)).status).toBe(200);
    expect(await find('  ')).toContain('id="examples"');
  });

  it('links the topic that the query is about, above the results', async () => {
    const offer = '<p class="meta">Topic: <a href="/topics/robotics-embodied">';
    const text = await find('robot manipulation');
    expect(text).toContain(offer);
    expect(text.indexOf(offer)).toBeLessThan(text.indexOf('<article'));
    expect(await find('robot manipulation', '&topic=video')).not.toContain(offer);
    for (const query of ['herons wade', 'arXiv:2611.00002', 'one more robot manipulation study of towels'])
      expect(await find(query)).not.toContain('class="meta">Topic');
  });

  it('highlights matches in escaped text', async () => {
    const text = await find('sparse transformers soren');
    expect(text).toContain('<mark>Sparse</mark> <mark>Transformers</mark> &lt;b&gt;&amp; Friends&lt;/b&gt;');
    expect(text).toContain('<mark>Søren</mark> Łukasz');
    expect(text).toContain('<p class="meta">1\u00A0paper</p>');
  });

  it('shows the sentence that contains a match', async () => {
    expect(await find('schrodinger')).toMatch(
      /class="summary">… At last <mark>Schrödinger’s<\/mark> cats attend/,
    );
  });

  it('corrects misspellings and shows the correction', async () => {
    const text = await find('sparse transfromers');
    expect(text).toContain('No results for “transfromers”. Showing results for “transformers”.');
    expect(text).toContain('<mark>Transformers</mark>');
  });

  it('shows ignored words, and words missing from a paper', async () => {
    expect(await find('sparse transformers qqqqq')).toContain(
      'No paper contains “qqqqq”. This word was ignored.',
    );
    const none = await find('qqqqq');
    expect(none).toContain('No paper contains “qqqqq”.');
    expect(none).not.toMatch(/ignored|No results/);
    expect(none).toContain('Try fewer or different words');
    expect(none).toContain('name="query" value="qqqqq"');
    const text = await find('sparse robots towels');
    expect(text).toContain('No exact match.');
    expect(text).toContain('Missing: “sparse”');
  });

  it('explains a query without words, shows examples, and offers no subscription to it', async () => {
    const text = await find('%!🦄');
    expect(text).toContain('“%!🦄” contains no word to search for.');
    expect(addresses(text).filter((address) => address.startsWith('/search?q='))).toHaveLength(4);
    expect(text).not.toContain('name="query"');
  });

  it('shows a paper by its id, or a link to arXiv', async () => {
    expect(await find('https://arxiv.org/abs/2611.00002v1')).toContain('Robots Fold Towels');
    const missing = await find('arXiv:2611.00099');
    expect(missing).toContain('Paper 2611.00099 not found.');
    expect(addresses(missing)).toContain('https://arxiv.org/abs/2611.00099');
  });

  it('filters by topic and dates, and offers to search without filters', async () => {
    expect(await find('robots', '&from=2026-11-01&to=2026-11-15')).toContain('Fold Towels');
    const nothing = await find('robots', '&from=2026-11-15&to=&topic=nonsense');
    expect(nothing).toContain('No results for this topic and these dates.');
    expect(addresses(nothing)).toContain('/search?q=robots');
    expect(await find('robots', '&from=2026-11-15&to=2026-11-01')).toContain('Fold Towels');
    expect(await find('robots', '&from=yesterday&to=2026-02-30')).toContain('Fold Towels');
    expect(await find('robots', '&from=0000-01-01&to=0000-12-31')).toContain('Fold Towels');
    expect(await find('', '&topic=robotics-embodied')).toContain('Fold Towels');
    const dates = await find('', '&from=2026-11-01&to=2026-11-20');
    expect(dates).toContain('<p class="meta">2\u00A0papers</p>');
    expect(dates.indexOf('Sparse Transformers')).toBeLessThan(dates.indexOf('Fold Towels'));
    expect(dates).not.toContain('name="query"');
  });

  it('splits many results into pages', async () => {
    const first = await find('herons');
    expect(first).toContain('<p class="meta">45\u00A0papers</p>');
    expect(first).toContain('href="/search?q=herons&amp;page=2" rel="next"');
    expect((await find('herons', '&page=3')).match(/<article/g)).toHaveLength(5);
  });

  it('offers a subscription to the search', async () => {
    const text = await find('sparse "attention" & <more>');
    const form = /<form(?=[^>]*method="get")[^>]*action="\/subscribe".*?<\/form>/s.exec(text)?.[0];
    expect(form).toMatch(/^<form[^>]*method="get"/);
    expect(form).toMatch(
      /<input type="hidden" name="query" value="sparse &quot;attention&quot; &amp; &lt;more&gt;"/,
    );
    expect(await find('arXiv:2611.00002')).not.toContain('name="query"');
    const page = await site.get('/subscribe?query=sparse+attention');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('sparse attention')]);
  });

  it('escapes and truncates any query, and changes nothing', async () => {
    const before = await hashDatabase(site.ctx);
    const hostile = [
      '<script>alert(1)</script>',
      '\u202E\u0000\u0007🦄',
      `'; drop table papers; --`,
      '"'.repeat(10_000),
      'x '.repeat(5_000),
      '\\',
      '%',
      ':*&|!<->()',
    ];
    for (const query of hostile) {
      const answer = await site.get(`/search?q=${encodeURIComponent(query)}`);
      const text = await answer.text();
      expect(answer.status).toBe(200);
      expect(text).not.toMatch(/<script(?! src="\/zone\.js)|\u202E/);
      expect(text.length).toBeLessThan(60_000);
    }
    expect((await site.get('/search?q=%E0%A4%A&q=2')).status).toBe(200);
    expect((await site.head('/search?q=robots')).status).toBe(200);
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('is available in German', async () => {
    const text = await (await site.get('/search?q=transfromers', { 'Accept-Language': 'de' })).text();
    expect(text).toContain('Keine Treffer für „transfromers“');
  });
});
