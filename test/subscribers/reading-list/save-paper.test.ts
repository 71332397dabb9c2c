import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { exportPersonalData } from '../../../src/subscribers/personal-data/export-personal-data.ts';
import { exportReadingList } from '../../../src/subscribers/reading-list/export-reading-list.ts';
import { countSaved, readSaved } from '../../../src/subscribers/reading-list/reading-list-queries.ts';
import {
  changeSavedPaper,
  MAX_SAVED_PAPERS,
  savePaper,
} from '../../../src/subscribers/reading-list/save-paper.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber, sourcePaper } from '../../support/list.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const ADA = 'ada@example.com';
const ONE = '2611.00001';
const TWO = '2611.00002';

let ctx: TestInstallation;
let id: string;
let unsubscribeKey: string;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.clock.set(NOW);
  const papers = [
    sourcePaper({ id: ONE, title: '=HYPERLINK("http://example.com")' }),
    sourcePaper({ id: TWO, title: 'A second, "quoted" paper' }),
  ];
  await storePapers(ctx.db, 'hugging-face', papers, ctx.clock.now());
  ({ id, unsubscribeKey } = await putSubscriber(ctx, ADA));
});
afterEach(() => emptyTables(ctx.db));

const save = (paperId: string) => savePaper(ctx, { subscriberId: id, paperId, source: 'digest' });
const list = async () =>
  (await readSaved(ctx.db, id, { limit: 50, offset: 0 })).map(({ paperId }) => paperId);

describe('savePaper', () => {
  it('saves once, keeps the first date, and lists the newest first', async () => {
    expect(await save(ONE)).toBe('saved');
    ctx.clock.advance(60_000);
    expect(await save(TWO)).toBe('saved');
    const before = await contentsOf(ctx.db, 'reading_list');
    ctx.clock.advance(60_000);
    expect(await save(ONE)).toBe('already');
    expect(await contentsOf(ctx.db, 'reading_list')).toEqual(before);
    expect(await list()).toEqual([TWO, ONE]);
  });

  it('saves once for concurrent requests', async () => {
    const results = await Promise.all([save(ONE), save(ONE), save(ONE)]);
    expect(results.sort()).toEqual(['already', 'already', 'saved']);
  });

  it('takes no unknown paper, and none for an erased subscriber', async () => {
    expect(await save('2611.99999')).toBe('unknown');
    await eraseByAddress(ctx, { address: ADA });
    expect(await save(ONE)).toBe('unknown');
    expect(await list()).toEqual([]);
  });

  it('takes no more than the limit, also from concurrent requests, until one is removed', async () => {
    const many = Array.from(
      { length: MAX_SAVED_PAPERS - 1 },
      (_, at) => `2610.${String(at).padStart(5, '0')}`,
    );
    await storePapers(
      ctx.db,
      'hugging-face',
      many.map((paperId) => sourcePaper({ id: paperId })),
      ctx.clock.now(),
    );
    await ctx.db
      .insertInto('reading_list')
      .values(
        many.map((paper_id) => ({
          subscriber_id: id,
          paper_id,
          source: 'digest',
          saved_at: ctx.clock.now(),
          read_at: null,
        })),
      )
      .execute();
    expect((await Promise.all([save(ONE), save(TWO)])).sort()).toEqual(['full', 'saved']);
    expect((await countSaved(ctx.db, id)).all).toBe(MAX_SAVED_PAPERS);
    await changeSavedPaper(ctx, { subscriberId: id, paperId: many[0] ?? '', action: 'remove' });
    expect((await Promise.all([save(ONE), save(TWO)])).sort()).toEqual(['already', 'saved']);
  });
});

describe('a reading list', () => {
  it('marks papers as read and unread, and removes them', async () => {
    await save(ONE);
    await changeSavedPaper(ctx, { subscriberId: id, paperId: ONE, action: 'read' });
    expect(await countSaved(ctx.db, id)).toEqual({ all: 1, read: 1 });
    await changeSavedPaper(ctx, { subscriberId: id, paperId: ONE, action: 'unread' });
    expect(await countSaved(ctx.db, id)).toEqual({ all: 1, read: 0 });
    await changeSavedPaper(ctx, { subscriberId: id, paperId: ONE, action: 'remove' });
    expect(await list()).toEqual([]);
  });

  it('stays after unsubscribing, is part of the personal data, and is erased with the subscriber', async () => {
    await save(ONE);
    await unsubscribe(ctx, unsubscribeKey);
    expect(await list()).toEqual([ONE]);
    const data = await exportPersonalData(ctx, { subscriberId: id });
    expect(data?.readingList).toEqual([expect.objectContaining({ arxivId: ONE, source: 'digest' })]);
    await eraseByAddress(ctx, { address: ADA });
    expect(await contentsOf(ctx.db, 'reading_list')).toEqual({ reading_list: [] });
  });

  it('is exported as BibTeX, CSV without formulas, and JSON', async () => {
    await save(ONE);
    ctx.clock.advance(1_000);
    await save(TWO);
    const [bib, csv, json] = await Promise.all(
      (['bib', 'csv', 'json'] as const).map((format) => exportReadingList(ctx, { subscriberId: id, format })),
    );
    expect(bib?.match(/^@misc\{/gm)).toHaveLength(2);
    expect(csv?.split('\n')[0]).toBe('arxiv_id,title,authors,url,saved_at,read_at');
    expect(csv).toContain(`"'=HYPERLINK(""http://example.com"")"`);
    expect(csv).toContain('"A second, ""quoted"" paper"');
    expect(JSON.parse(json ?? '')).toMatchObject([{ arxivId: TWO }, { arxivId: ONE, readAt: null }]);
  });
});
