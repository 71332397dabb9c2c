import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storePapers } from '../../../../src/papers/ingest/paper-queries.ts';
import { storeSnapshots } from '../../../../src/papers/ingest/source-queries.ts';
import { sourcePaper } from '../../../support/list.ts';
import { addresses } from '../../../support/markup.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

const namesIn = (html: string) => [...html.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, name]) => name);

describe('the page of one paper', () => {
  let site: TestSite;
  const html = async (path: string) => (await site.get(path)).text();
  const store = (pieces: Parameters<typeof sourcePaper>[0]) =>
    storePapers(
      site.ctx.db,
      'arxiv',
      [sourcePaper({ authors: [], authorCount: 0, ...pieces })],
      site.ctx.clock.now(),
    );
  beforeAll(async () => {
    site = await testSite();
    await putPapers(site.ctx, '2026-11-20', [
      {
        id: '2611.00001',
        title: 'Sparse Attention for Folding Proteins',
        abstract: 'All that was found, in full.',
        authors: ['Ann A', 'Ben B', 'Cem C', 'Dee D'],
        authorCount: 4,
        organisation: 'A Lab',
        categories: ['cs.LG', 'q-bio.BM'],
        comment: '12 pages',
      },
      { id: '2611.00002', title: 'Folding Proteins Once More', abstract: 'Sparse attention again.' },
      { id: '2611.00003', title: 'Something Else Altogether', abstract: 'Nothing in common.' },
    ]);
    await store({
      id: '2611.00001',
      version: 1,
      publishedAt: '2026-11-18T10:00:00Z',
      title: 'Sparse Attention for Folding Proteins',
    });
    await store({
      id: '2611.00001',
      version: 3,
      updatedAt: '2026-11-22T10:00:00Z',
      title: 'Sparse Attention for Folding Proteins',
    });
    await store({ id: 'math/0611800', title: 'It Is What It Is', abstract: 'On tautologies.' });
    for (const [day, value] of [
      [20, 3],
      [21, 90],
      [22, 214],
    ] as const) {
      const reading = { paperId: '2611.00001', signal: 'hf_upvotes' as const, value };
      await storeSnapshots(site.ctx.db, 'hugging-face', [reading], new Date(Date.UTC(2026, 10, day, 8)));
    }
  });
  afterAll(() => site?.close());

  it('shows everything known about it', async () => {
    const text = await html('/papers/2611.00001');
    expect(text).toContain('<h1 dir="auto">Sparse Attention for Folding Proteins</h1>');
    expect(namesIn(text)).toEqual(['Ann A', 'Ben B', 'Cem C', 'Dee D', 'A Lab']);
    expect(addresses(text)).toEqual(expect.arrayContaining(['/authors/ben-b', '/organizations/a-lab']));
    expect(text).toContain('All that was found, in full.');
    expect(text).toContain('cs.LG, q-bio.BM');
    expect(text).toContain('12 pages');
    expect(text).toContain('<a href="/papers/2026-11-20">20 November 2026</a>');
    const links = [...text.matchAll(/<a href="(https:\/\/arxiv\.org\/abs\/[^"]+v\d)">([^<]+)</g)];
    expect(links.map(([, url, label]) => [url, label])).toEqual([
      ['https://arxiv.org/abs/2611.00001v3', 'Version 3, 22 November 2026'],
      ['https://arxiv.org/abs/2611.00001v2', 'Version 2'],
      ['https://arxiv.org/abs/2611.00001v1', 'Version 1, 18 November 2026'],
    ]);
    expect(text).toContain('<meta property="og:type" content="article"/>');
  });

  it('shows no TeX markup for superscripts and subscripts without Unicode letters', async () => {
    await store({ id: '2611.00008', title: 'The Gap of p_θ', abstract: 'A regret of Õ(T^(2/3)) with p_θ.' });
    const text = await html('/papers/2611.00008');
    expect(text).toContain('<h1 dir="auto">The Gap of p<sub>θ</sub></h1>');
    expect(text).toContain('A regret of Õ(T<sup>2/3</sup>) with p<sub>θ</sub>.');
    expect(await html('/search?q=gap')).toContain('The <mark>Gap</mark> of p<sub>θ</sub>');
  });

  it('charts attention over time, with a text alternative', async () => {
    const text = await html('/papers/2611.00001');
    expect(text.match(/<svg /g)).toHaveLength(1);
    expect(text).toContain('<polyline points="0,71.3 150,50.4 300,20.6">');
    expect(text).toMatch(
      /<desc id="[^"]+">From 20 November 2026 to 22 November 2026\. Latest value: 214\.<\/desc>/,
    );
    expect(text).toMatch(/<th scope="row">21 November 2026<\/th><td>90<\/td>/);
    expect(await html('/papers/math/0611800')).toContain('No attention recorded yet.');
  });

  it('says the newest values while there is one day of them', async () => {
    await store({ id: '2611.00012', title: 'Of One Day' });
    const reading = { paperId: '2611.00012', signal: 'hf_upvotes' as const, value: 36 };
    await storeSnapshots(site.ctx.db, 'hugging-face', [reading], new Date('2026-11-22T08:00:00Z'));
    const text = await html('/papers/2611.00012');
    expect(text).not.toContain('<svg ');
    expect(text).toContain('<p>36\u00A0upvotes</p>');
    expect(text).toContain('A chart appears once there are readings from two days.');
  });

  it('says that there is no abstract only where there is none', async () => {
    const note = 'No source provides an abstract.';
    await store({ id: '2611.00013', abstract: 'Both the same.', summary: 'Both the same.' });
    await store({ id: '2611.00014', abstract: null, summary: 'A summary alone.' });
    const same = await html('/papers/2611.00013');
    expect(same).toContain('Both the same.</p>');
    expect(same).not.toContain(note);
    expect(await html('/papers/2611.00014')).toContain(note);
  });

  it('can be read by Google Scholar and Zotero', async () => {
    const text = await html('/papers/2611.00001');
    const metadata = [...text.matchAll(/<meta name="(citation_\w+)" content="([^"]*)"/g)].map(
      ([, name, content]) => `${name}: ${content}`,
    );
    expect(metadata).toEqual([
      'citation_title: Sparse Attention for Folding Proteins',
      ...['A, Ann', 'B, Ben', 'C, Cem', 'D, Dee'].map((name) => `citation_author: ${name}`),
      'citation_publication_date: 2026/11/18',
      'citation_arxiv_id: 2611.00001',
      'citation_doi: 10.48550/arXiv.2611.00001',
      'citation_pdf_url: https://arxiv.org/pdf/2611.00001',
    ]);
  });

  it('lists similar papers only', async () => {
    const similar = /<ul class="similar">.*?<\/ul>/s.exec(await html('/papers/2611.00001'))?.[0] ?? '';
    expect(addresses(similar)).toEqual(['/papers/2611.00002']);
    expect(await html('/papers/math/0611800')).not.toContain('class="similar"');
  });

  it('has one address for every spelling of its id', async () => {
    for (const typed of [
      '2611.00001v2',
      'arXiv:2611.00001',
      'MATH/0611800',
      'math%2F0611800',
      'math.GT/0611800',
    ]) {
      const answer = await site.get(`/papers/${typed}`);
      const target = typed.includes('0611800') ? '/papers/math/0611800' : '/papers/2611.00001';
      if (answer.status === 200) expect(typed).toBe('math%2F0611800');
      else expect([answer.status, answer.headers.get('Location')]).toEqual([301, target]);
    }
  });

  it('has citation files at its address with .bib and .ris, and the entry on the page', async () => {
    for (const [format, type, start] of [
      ['bib', 'application/x-bibtex', '@misc{a2026sparse,\n'],
      ['ris', 'application/x-research-info-systems', 'TY  - UNPB\r\n'],
    ] as const) {
      const answer = await site.get(`/papers/2611.00001.${format}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Content-Type')).toBe(`${type}; charset=utf-8`);
      expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename="a2026sparse.${format}"`);
      expect((await answer.text()).startsWith(start)).toBe(true);
      const versioned = await site.get(`/papers/2611.00001v2.${format}`);
      expect([versioned.status, versioned.headers.get('Location')]).toEqual([
        301,
        `/papers/2611.00001.${format}`,
      ]);
      expect((await site.get(`/papers/2611.99999.${format}`)).status).toBe(404);
      expect((await site.get(`/papers/x.${format}`)).status).toBe(404);
    }
    expect(await html('/papers/math/0611800.bib')).toContain('  eprint        = {math/0611800},');
    const page = await html('/papers/2611.00001');
    expect(page).toContain('>@misc{a2026sparse,\n  title         = {Sparse Attention for Folding Proteins},');
    expect(addresses(page)).toEqual(
      expect.arrayContaining(['/papers/2611.00001.bib', '/papers/2611.00001.ris']),
    );
  });

  it('links to arXiv for an unknown paper', async () => {
    const answer = await site.get('/papers/2611.99999');
    const text = await answer.text();
    expect([answer.status, text]).toEqual([404, expect.stringContaining('Paper 2611.99999 not found')]);
    expect(addresses(text)).toEqual(expect.arrayContaining(['https://arxiv.org/abs/2611.99999', '/search']));
  });

  it('marks a withdrawn paper, and links no names, which may be on no list', async () => {
    await store({ id: '2611.00009', title: 'Taken Back', withdrawn: true, authors: ['Only Here'] });
    const text = await html('/papers/2611.00009');
    expect(text).toContain('This paper was withdrawn.');
    expect(namesIn(text)).toEqual(['Only Here']);
    expect(addresses(text)).not.toContain('/authors/only-here');
    expect((await site.get('/authors/only-here')).status).toBe(404);
  });

  it('says how many authors the sources do not name, and links no name without a letter', async () => {
    await store({ id: '2611.00011', title: 'Of Many', authors: ['Ann A', '☃'], authorCount: 9 });
    const text = await html('/papers/2611.00011');
    expect(text).toContain('7\u00A0more authors are not named by the sources.');
    expect(text).toContain(', <bdi>☃</bdi>');
  });

  it('escapes external text', async () => {
    const script = '<script>alert(1)</script>';
    await store({
      id: '2611.00010',
      title: `${script} \u202Eevil ${'x'.repeat(10_000)}`,
      abstract: `${script} 🦄 ${'y'.repeat(20_000)}`,
      authors: Array.from({ length: 3_000 }, () => `"><img src=x onerror=alert(1)>`),
      authorCount: 3_000,
      organisation: script,
      comment: script.repeat(100),
      categories: [script],
      version: 900,
    });
    const text = await html('/papers/2611.00010');
    expect(text).not.toMatch(/<script(?! src="\/(?:zone|paper)\.js)|<img|\u202E/);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; 🦄');
    expect(text).toContain('2,970\u00A0more authors');
    expect(namesIn(text)).toHaveLength(3_001);
    expect(gzipSync(text).length).toBeLessThan(20_000);
  });
});
