import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storePapers } from '../../../../src/papers/ingest/paper-queries.ts';
import { indexPapers } from '../../../../src/papers/search/index-papers.ts';
import { sourcePaper } from '../../../support/list.ts';
import { addresses, mainOf } from '../../../support/markup.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-20';
const id = (number: number) => `2611.${String(number).padStart(5, '0')}`;

describe('the page of an author', () => {
  let site: TestSite;
  const page = async (path: string) => {
    const answer = await site.get(path);
    return { status: answer.status, to: answer.headers.get('Location'), html: await answer.text() };
  };
  const papersOn = (html: string) => addresses(mainOf(html)).filter((path) => path.startsWith('/papers/'));
  beforeAll(async () => {
    site = await testSite();
    await putPapers(
      site.ctx,
      DAY,
      Array.from({ length: 60 }, (_, number) => ({
        id: id(number + 1),
        authors: [number === 59 ? 'JÖRG  Müller-Doe' : 'Jorg Muller Doe', 'Only Second'],
        authorCount: 2,
        organisation: 'A & B / Lab',
        publishedAt: `2026-10-${String(1 + Math.floor(number / 2)).padStart(2, '0')}T10:00:00Z`,
      })),
    );
    const one = (number: number, name: string) => ({ id: id(number), authors: [name], authorCount: 1 });
    await putPapers(site.ctx, DAY, [
      one(101, '张伟'),
      one(102, 'محمد علي'),
      one(103, 'J. R. R. Doe'),
      one(104, '☃'),
      one(105, `Long ${'name '.repeat(38)}`),
      one(106, '<script>alert(1)</script>'),
      one(107, 'ﷺ'.repeat(200)),
      one(108, '김철수'),
      one(109, 'X'),
    ]);
  });
  afterAll(() => site?.close());

  it('counts and lists no more than a thousand papers of one organization', async () => {
    await sql`
      insert into papers select (jsonb_populate_record(papers, jsonb_build_object('id', '2609.' || lpad(number::text, 5, '0')))).*
      from papers, generate_series(1, 1200) as number where papers.id = ${id(101)}`.execute(site.ctx.db);
    await sql`
      insert into paper_search select (jsonb_populate_record(paper_search, jsonb_build_object(
        'paper_id', '2609.' || lpad(number::text, 5, '0'), 'organization_key', 'huge lab', 'author_keys', jsonb_build_array()))).*
      from paper_search, generate_series(1, 1200) as number where paper_id = ${id(101)}`.execute(site.ctx.db);
    const last = await page('/organizations/huge-lab?page=99');
    expect(last.html).toContain('The newest of more than 1,000\u00A0papers');
    expect(last.html).toContain('Page 20 of 20');
    expect(papersOn(last.html).length).toBe(50);
  });

  it('lists the papers newest first, page by page, in the spelling of the newest', async () => {
    const first = await page('/authors/jorg-muller-doe');
    expect(first.status).toBe(200);
    expect(first.html).toContain('<h1 dir="auto">JÖRG Müller-Doe</h1>');
    expect(first.html).toContain('60\u00A0papers');
    expect(first.html).toContain('Page 1 of 2');
    expect(papersOn(first.html).slice(0, 3)).toEqual(
      [id(60), id(59), id(58)].map((each) => `/papers/${each}`),
    );
    const second = await page('/authors/jorg-muller-doe?page=2');
    expect(papersOn(second.html).at(-1)).toBe(`/papers/${id(1)}`);
    expect(new Set([...papersOn(first.html), ...papersOn(second.html)]).size).toBe(60);
    expect(second.html).toContain('<h1 dir="auto">JÖRG Müller-Doe</h1>');
    expect((await page('/authors/jorg-muller-doe?page=99')).html).toContain('Page 2 of 2');
    expect(first.html).toContain('Different people with this name share this page.');
  });

  it('has one address for every spelling', async () => {
    for (const typed of [
      'J%C3%B6rg%20M%C3%BCller-Doe',
      'JORG-MULLER-DOE',
      'jorg.muller/doe',
      'jorg--muller-doe',
    ])
      expect(await page(`/authors/${typed}?page=2`)).toMatchObject({
        status: 301,
        to: '/authors/jorg-muller-doe?page=2',
      });
    expect(await page('/organizations/A%20&%20B%20%2F%20Lab')).toMatchObject({
      status: 301,
      to: '/organizations/a-b-lab',
    });
  });

  it('is reached from the paper by every name with a letter', async () => {
    for (const number of [101, 102, 103, 105, 106, 107, 108, 109]) {
      const { html } = await page(`/papers/${id(number)}`);
      const [path = ''] = addresses(mainOf(html)).filter((each) => each.startsWith('/authors/'));
      const author = await page(path);
      expect([number, author.status, papersOn(author.html)]).toEqual([
        number,
        200,
        [`/papers/${id(number)}`],
      ]);
      expect(author.html).not.toContain('<script>alert');
    }
    expect(
      addresses((await page(`/papers/${id(104)}`)).html).filter((each) => each.includes('/authors/')),
    ).toEqual([]);
  });

  it('offers to follow a name that an interest can match', async () => {
    const follows = async (path: string) =>
      addresses((await page(path)).html).filter((each) => each.startsWith('/subscribe?'));
    expect(await follows('/authors/only-second')).toEqual(['/subscribe?authors=Only+Second']);
    expect(await follows('/organizations/a-b-lab')).toEqual(['/subscribe?organizations=A+%26+B+%2F+Lab']);
    expect(await follows('/authors/x')).toEqual([]);
    expect(await follows(`/authors/${encodeURIComponent(`long${'-name'.repeat(38)}`)}`)).toEqual([]);
  });

  it('is kept from search engines while it has one paper', async () => {
    expect((await page('/authors/only-second')).html).toContain('<link rel="canonical"');
    expect((await page('/authors/j-r-r-doe')).html).toContain('<meta name="robots" content="noindex"/>');
  });

  it('answers 404 with a search for an unknown name', async () => {
    for (const path of ['/authors/jane-nobody', '/organizations/only-second', '/authors/jorg']) {
      const { status, html } = await page(path);
      expect([path, status]).toEqual([path, 404]);
      expect(addresses(html)).toContain(`/search?q=${(path.split('/')[2] ?? '').replace('-', '+')}`);
    }
    for (const path of ['/authors/', '/authors/-', '/authors/%E2%98%83', '/authors', '/authors/%00'])
      expect((await page(path)).status).toBe(404);
    expect((await page(`/authors/${'a'.repeat(5_000)}`)).status).toBe(301);
  });

  it('leaves out withdrawn papers and forgets names that a paper no longer has', async () => {
    const store = (pieces: Parameters<typeof sourcePaper>[0]) =>
      storePapers(site.ctx.db, 'arxiv', [sourcePaper(pieces)], site.ctx.clock.now());
    await store({ id: id(201), version: 1, authors: ['Old Name'], authorCount: 1 });
    expect((await page('/authors/old-name')).status).toBe(200);
    await store({ id: id(201), version: 2, authors: ['New Name'], authorCount: 1 });
    expect([(await page('/authors/old-name')).status, (await page('/authors/new-name')).status]).toEqual([
      404, 200,
    ]);
    await store({ id: id(201), version: 3, authors: ['New Name'], authorCount: 1, withdrawn: true });
    expect((await page('/authors/new-name')).status).toBe(404);
  });

  it('has the papers from before the pages existed after the next ingest', async () => {
    await site.ctx.db
      .updateTable('paper_search')
      .set({ author_keys: [], organization_key: '', index_version: 1 })
      .where('paper_id', '=', id(103))
      .execute();
    expect((await page('/authors/j-r-r-doe')).status).toBe(404);
    expect(await indexPapers(site.ctx)).toBe(1);
    expect((await page('/authors/j-r-r-doe')).status).toBe(200);
  });
});
