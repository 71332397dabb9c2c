import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import { indexPapers } from '../../../src/papers/search/index-papers.ts';
import { search } from '../../../src/papers/search/search.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { sourcePaper } from '../../support/list.ts';

describe('the index of words', () => {
  let ctx: TestInstallation;
  const find = async (query: string) =>
    (await search(ctx, { query, filters: { topic: null, from: null, to: null } })).papers.map(
      ({ paperId }) => paperId,
    );
  const store = (title: string, more = {}) =>
    storePapers(ctx.db, 'arxiv', [sourcePaper({ id: '2611.00001', title, ...more })], ctx.clock.now());
  const papersOf = async (word: string) =>
    (await ctx.db.selectFrom('search_words').select('papers').where('word', '=', word).executeTakeFirst())
      ?.papers;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx?.close());

  it('follows a paper through storing, changing, withdrawal and reinstatement', async () => {
    await store('Herons Wade');
    expect(await find('herons')).toEqual(['2611.00001']);
    await store('Cranes Wade', { version: 2 });
    expect(await find('herons')).toEqual([]);
    expect(await find('cranes')).toEqual(['2611.00001']);
    await store('Cranes Wade', { version: 3, withdrawn: true });
    expect(await find('cranes')).toEqual([]);
    await store('Cranes Wade Again', { version: 4 });
    expect(await find('cranes')).toEqual(['2611.00001']);
  });

  it('counts new papers only', async () => {
    await store('Storks Fly', { id: '2611.00002' });
    await store('Storks Fly', { id: '2611.00002' });
    expect(await papersOf('storks')).toBe(1);
    await store('Two Storks', { id: '2611.00003' });
    expect(await papersOf('storks')).toBe(2);
  });

  it('indexes papers with a missing or outdated entry', async () => {
    await ctx.db.deleteFrom('paper_search').where('paper_id', '=', '2611.00001').execute();
    await ctx.db
      .updateTable('paper_search')
      .set({ index_version: 0 })
      .where('paper_id', '=', '2611.00002')
      .execute();
    expect(await find('cranes')).toEqual([]);
    expect(await indexPapers(ctx)).toBe(2);
    expect(await find('cranes')).toEqual(['2611.00001']);
    expect(await indexPapers(ctx)).toBe(0);
  });
});
