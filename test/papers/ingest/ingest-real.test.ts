import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest } from '../../../src/papers/ingest/ingest.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { dataPath, missingData } from '../../support/real-data.ts';
import { emptyTables } from '../../support/tables.ts';

const ONE_DAY = 'hf/daily_papers_2026-06-12.json';
const ARCHIVE = 'hf/daily_lists_2026-01_and_04.jsonl.gz';
const missing = missingData(ONE_DAY, ARCHIVE);

const listSchema = z.array(z.looseObject({ paper: z.looseObject({ id: z.string(), upvotes: z.number() }) }));
const archivedSchema = z.looseObject({
  paper: z.looseObject({ id: z.string() }),
  _source: z.looseObject({ list_date: z.string() }),
});

describe.skipIf(missing !== null)(`real lists of Hugging Face${missing ? ` (${missing})` : ''}`, () => {
  let ctx: TestInstallation;
  let feeds: Feeds;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());
  beforeEach(async () => {
    feeds = await startFeeds(ctx);
  });
  afterEach(async () => {
    await feeds.close();
    await emptyTables(ctx.db);
  });

  it('of one day are stored completely, with upvotes', async () => {
    const list = listSchema.parse(JSON.parse(readFileSync(dataPath(ONE_DAY), 'utf8')));
    feeds.lists['2026-06-12'] = list;
    ctx.clock.set('2026-06-12T12:00:00Z');
    const report = await ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day: '2026-06-12' });
    expect(report.days[0]).toMatchObject({ outcome: 'complete', papers: 30, created: 30, rejected: 0 });
    const listed = await ctx.db.selectFrom('daily_lists').select(['day', 'paper_id']).execute();
    expect(listed).toHaveLength(30);
    expect(new Set(listed.map(({ day }) => day))).toEqual(new Set(['2026-06-12']));
    const upvotes = await ctx.db
      .selectFrom('signal_snapshots')
      .select(['paper_id', 'value'])
      .where('signal', '=', 'hf_upvotes')
      .execute();
    expect(Object.fromEntries(upvotes.map(({ paper_id, value }) => [paper_id, value]))).toEqual(
      Object.fromEntries(list.map(({ paper }) => [paper.id, paper.upvotes])),
    );
    const bare = await ctx.db.selectFrom('papers').select('id').where('abstract', 'is', null).execute();
    expect(bare).toEqual([]);
  });

  it('of the archive are stored, every entry of every day', async () => {
    const lines = gunzipSync(readFileSync(dataPath(ARCHIVE)))
      .toString('utf8')
      .trim()
      .split('\n');
    const entries = lines.map((line) => archivedSchema.parse(JSON.parse(line)));
    for (const entry of entries) {
      const day = entry._source.list_date;
      feeds.lists[day] = [...(feeds.lists[day] ?? []), entry];
    }
    const days = Object.keys(feeds.lists).sort();
    ctx.clock.set('2026-05-28T12:00:00Z');
    let papers = 0;
    for (const day of days) {
      const report = await ingest({ ...ctx, ...feeds }, { source: 'hugging-face', day });
      papers += report.days.reduce((sum, each) => sum + each.papers, 0);
      expect(report.days.filter((each) => each.rejected > 0)).toEqual([]);
    }
    expect(entries).toHaveLength(854);
    expect(papers).toBe(854);
    const listed = await ctx.db.selectFrom('daily_lists').select(['day', 'paper_id']).execute();
    const expected = entries.map((entry) => `${entry._source.list_date} ${entry.paper.id}`);
    expect(new Set(listed.map(({ day, paper_id }) => `${day} ${paper_id}`))).toEqual(new Set(expected));
    const stored = await ctx.db.selectFrom('papers').select('id').execute();
    expect(stored).toHaveLength(new Set(entries.map(({ paper }) => paper.id)).size);
  });
});
