import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHistory } from '../../src/backtest/own-history/write-history.ts';
import { readers } from '../../src/backtest/readers/scenario-readers.ts';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { early } from '../../src/backtest/trending/scenario-early.ts';
import { sameMorning } from '../../src/backtest/trending/scenario-same-morning.ts';
import { addDays } from '../../src/day.ts';
import { storePapers } from '../../src/papers/ingest/paper-queries.ts';
import { storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { manyPapers, putList, sourcePaper } from '../support/list.ts';

const DAYS = Array.from({ length: 6 }, (_, place) => addDays('2026-11-16', place));

let ctx: TestInstallation;
let folder: string;
beforeAll(async () => {
  ctx = await testInstallation();
  folder = await mkdtemp(join(tmpdir(), 'paperboy-history-test-'));
});
afterAll(async () => {
  await ctx?.close();
  await rm(folder, { recursive: true });
});

const rows = async (name: string) =>
  gunzipSync(await readFile(join(folder, name)))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("an installation's own history", () => {
  it('is an error before the first list', async () => {
    await expect(writeHistory(ctx.db, folder)).rejects.toMatchObject({ code: 'HISTORY_EMPTY' });
  });

  it('has each list as first read, and those read three days later with final upvotes', async () => {
    for (const [place, day] of DAYS.entries()) {
      ctx.clock.set(`${day}T08:00:00Z`);
      await putList(ctx, day, manyPapers(12, 1 + 100 * place));
    }
    for (const [place, day] of DAYS.slice(0, 3).entries()) {
      ctx.clock.set(`${addDays(day, 3)}T10:00:00Z`);
      const readings = manyPapers(12, 1 + 100 * place).map(({ id, upvotes = 0 }) => ({
        paperId: id,
        signal: 'hf_upvotes' as const,
        value: upvotes + 40,
      }));
      await storeSnapshots(ctx.db, 'hugging-face', readings, ctx.clock.now());
    }
    await storePapers(
      ctx.db,
      'arxiv',
      [
        sourcePaper({
          id: '2611.00001',
          abstract: 'A valve that closes by itself.',
          categories: ['cs.LG'],
          publishedAt: '2026-11-15T10:00:00Z',
        }),
      ],
      ctx.clock.now(),
    );
    await writeHistory(ctx.db, folder);
    const captured = await rows('hf/daily_history.jsonl.gz');
    expect(captured).toHaveLength(72);
    expect(captured.find(({ id }) => id === '2611.00001')).toMatchObject({
      list_date: '2026-11-16',
      captured_at: '2026-11-16T08:00:00.000Z',
      upvotes: 12,
      summary: 'A valve that closes by itself.',
      authors: ['Jane Doe', 'John Roe'],
    });
    const final = await rows('hf/daily_lists.jsonl.gz');
    expect(final).toHaveLength(36);
    expect(final[0]).toMatchObject({
      paper: { id: '2611.00001', upvotes: 52 },
      _source: { list_date: '2026-11-16' },
    });
    expect(await rows('arxiv/listing.jsonl.gz')).toMatchObject([
      { id: '2611.00001', categories: ['cs.LG'], published: '2026-11-15T10:00:00.000Z' },
    ]);
  });

  it('is read by the scenarios without a bad line', async () => {
    const scenarios = [sameMorning, readers, early];
    const { results } = await runBacktest(folder, scenarios, { skipsMissing: false, from: null });
    expect(results.map(({ data }) => data.bad)).toEqual([0, 0, 0]);
    const figure = results[2]?.figures.find(({ measure }) => measure === 'ndcg@10');
    expect(figure).toMatchObject({ system: 'paperboy', value: 1, n: 3 });
  });
});
