import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../src/alerts/alert-queries.ts';
import { generateSummaries } from '../../../src/editions/summaries/generate-summaries.ts';
import { rankWithSummaries } from '../../../src/editions/summaries/rank-with-summaries.ts';
import { readRevisionPapers } from '../../../src/trending/revision-queries.ts';
import { housekeepingJob } from '../../../workers/jobs/housekeeping.ts';
import { ABSTRACT, putAbstracts, SUMMARY } from '../../support/abstracts.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { manyPapers, putList } from '../../support/list.ts';
import { type ModelServer, startModel } from '../../support/model-server.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const DAY = '2026-11-23';
const POOL = `day-${DAY}`;
const PER_DAY = 6;
const ids = (count: number) => Array.from({ length: count }, (_, place) => `2611.0010${place}`);

let server: ModelServer;
let ctx: TestInstallation;
let listener: () => void;
beforeAll(async () => {
  server = await startModel({ answer: () => ({ kind: 'text', text: SUMMARY }) });
  server.onRequest(() => listener());
  ctx = await testInstallation({
    env: {
      SUMMARY_MODEL_URL: server.url,
      SUMMARY_MODEL: server.model,
      SUMMARY_MODEL_KEY: server.apiKey ?? '',
      SUMMARY_MODEL_PER_DAY: String(PER_DAY),
    },
  });
});
afterAll(async () => {
  await ctx.close();
  await server.close();
});
beforeEach(() => {
  ctx.clock.set(`${DAY}T03:40:00Z`);
  server.asked.length = 0;
  listener = () => undefined;
});
afterEach(() => emptyTables(ctx.db));

const rank = (more: Partial<TestInstallation> = {}) => rankWithSummaries({ ...ctx, ...more }, { day: DAY });
const cardOf = async (revision: number, paperId: string) =>
  (await readRevisionPapers(ctx.db, POOL, revision)).find(({ card }) => card.paperId === paperId)?.card;
const statesOf = async () => {
  const rows = await ctx.db.selectFrom('generated_summaries').select('state').orderBy('paper_id').execute();
  return rows.map(({ state }) => state);
};
const askedIds = () => server.asked.map(({ title }) => title.slice(-10)).sort();
const callsOf = async (day: string) =>
  (await ctx.db.selectFrom('summary_model_calls').select('calls').where('day', '=', day).execute())[0]?.calls;
const codesOfAlerts = async () => (await readOpenAlerts(ctx.db)).map(({ code }) => code);

describe('summaries by a language model', () => {
  it('are off by default: no request, no row, no second revision', async () => {
    const plain = await testInstallation();
    await putAbstracts(plain, DAY, ids(2));
    expect(plain.summarizer).toBeNull();
    expect(await rankWithSummaries(plain, { day: DAY })).toMatchObject({
      pools: [{ revision: 1 }],
      summaries: { accepted: 0, rejected: 0, failed: 0, stopped: null },
    });
    expect(await contentsOf(plain.db, 'generated_summaries', 'summary_model_calls')).toEqual({
      generated_summaries: [],
      summary_model_calls: [],
    });
    expect(server.requests).toEqual([]);
    await plain.close();
  });

  it('are frozen in a second revision, marked, and leave the first one as it was', async () => {
    await putAbstracts(ctx, DAY, ids(2));
    await putList(ctx, DAY, manyPapers(1));
    expect(await rank()).toMatchObject({
      pools: [{ poolId: POOL, revision: 2, created: true }],
      summaries: { accepted: 2, rejected: 0, failed: 0, stopped: null },
    });
    expect(askedIds()).toEqual(ids(2));
    expect(server.asked[0]?.abstract).toBe(ABSTRACT);
    const before = await cardOf(1, '2611.00100');
    expect(before).toMatchObject({ summary: null });
    expect(before).not.toHaveProperty('generated');
    expect(await cardOf(2, '2611.00100')).toEqual({ ...before, summary: SUMMARY, generated: true });
    const known = await cardOf(2, '2611.00001');
    expect(known?.summary).toContain('A short summary');
    expect(known).not.toHaveProperty('generated');
  });

  it('are asked for once per version of the text', async () => {
    await putAbstracts(ctx, DAY, ids(1));
    await rank();
    const frozen = await contentsOf(ctx.db, 'pool_revisions');
    expect((await rank()).summaries).toMatchObject({ accepted: 0, failed: 0 });
    expect(server.asked).toHaveLength(1);
    expect(await contentsOf(ctx.db, 'pool_revisions')).toEqual(frozen);
    await putAbstracts(ctx, DAY, ids(1), { abstract: `${ABSTRACT} It is open.`, comment: 'v2' });
    await rank();
    expect(server.asked).toHaveLength(2);
    await putAbstracts(ctx, DAY, ids(1), { abstract: `${ABSTRACT} It is open.`, comment: 'v3, 9 pages' });
    await rank();
    expect(server.asked).toHaveLength(2);
  });

  it('give way to the summary of a source that comes later', async () => {
    await putAbstracts(ctx, DAY, ids(1));
    await rank();
    await putAbstracts(ctx, DAY, ids(1), { summary: 'What the source says.' });
    const { pools } = await rank();
    const card = await cardOf(pools[0]?.revision ?? 0, '2611.00100');
    expect(card?.summary).toBe('What the source says.');
    expect(card).not.toHaveProperty('generated');
  });

  it('are not shown when the check rejects them, and not asked for again', async () => {
    await putAbstracts(ctx, DAY, ids(1));
    server.next({ kind: 'text', text: SUMMARY.replace('61.5%', '91.5%') });
    expect((await rank()).summaries).toMatchObject({ accepted: 0, rejected: 1, failed: 0 });
    expect(await cardOf(1, '2611.00100')).toMatchObject({ summary: null });
    const [row] = await ctx.db.selectFrom('generated_summaries').selectAll().execute();
    expect(row).toMatchObject({ state: 'rejected', text: null, reason: expect.stringContaining('91.5%') });
    await rank();
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['is cut off', { kind: 'text', text: SUMMARY, finish: 'length' }],
    ['is a refusal', { kind: 'refusal', text: SUMMARY }],
  ] as const)('are rejected when the answer %s', async (_what, reply) => {
    await putAbstracts(ctx, DAY, ids(1));
    server.next(reply);
    expect((await rank()).summaries).toMatchObject({ rejected: 1 });
  });
});

describe('the budget of the summary model', () => {
  it('holds for two workers at once, and begins anew at midnight UTC', async () => {
    await putAbstracts(ctx, DAY, ids(9));
    await rank({ summarizer: null });
    const reports = await Promise.all([1, 2].map(() => generateSummaries(ctx, [POOL])));
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(PER_DAY);
    expect(reports.map(({ stopped }) => stopped)).toContain("the day's budget of 6 calls is used up");
    expect(new Set(askedIds()).size).toBe(PER_DAY);
    expect(server.asked).toHaveLength(PER_DAY);
    expect(await callsOf(DAY)).toBe(PER_DAY);
    ctx.clock.set('2026-11-24T00:00:00Z');
    expect(await generateSummaries(ctx, [POOL])).toMatchObject({ accepted: 3, stopped: null });
    expect(await callsOf('2026-11-24')).toBe(3);
  });

  it('counts a call that was lost with its worker, which is repeated after its lease', async () => {
    await putAbstracts(ctx, DAY, ids(1));
    await rank({ summarizer: null });
    // As the worker leaves it that ends during its call.
    await generateSummaries(ctx, [POOL]);
    await sql`update generated_summaries set state = 'asking', text = null, settled_at = null`.execute(
      ctx.db,
    );
    expect(await generateSummaries(ctx, [POOL])).toMatchObject({ accepted: 0, failed: 0 });
    ctx.clock.advance(5 * 60_000);
    expect(await generateSummaries(ctx, [POOL])).toMatchObject({ accepted: 1 });
    expect(await callsOf(DAY)).toBe(2);
  });

  it('starts no call after its time, whatever the model takes', async () => {
    await putAbstracts(ctx, DAY, ids(6));
    await rank({ summarizer: null });
    listener = () => ctx.clock.advance(100_000);
    expect(await generateSummaries(ctx, [POOL])).toMatchObject({
      failed: 0,
      stopped: 'the time for summaries is over',
    });
    expect(server.asked.length).toBeLessThanOrEqual(4);
  });

  it('ends with the process, and keeps what it has', async () => {
    await putAbstracts(ctx, DAY, ids(2));
    const controller = new AbortController();
    listener = () => controller.abort(new Error('shutting down'));
    server.next({ kind: 'hang' }, { kind: 'hang' });
    const { summaries, pools } = await rankWithSummaries(ctx, { day: DAY, signal: controller.signal });
    expect(summaries).toMatchObject({ accepted: 0, stopped: 'the process is stopping' });
    expect(pools).toMatchObject([{ revision: 1, papers: 2 }]);
    expect(await codesOfAlerts()).toEqual([]);
  });
});

describe('a failing summary model', () => {
  it('never fails the ranking, raises an alert after three failures in a row, and is asked again', async () => {
    await putAbstracts(ctx, DAY, ids(6));
    server.next(...Array.from({ length: 6 }, () => ({ kind: 'status', status: 500 }) as const));
    const { summaries, pools } = await rank();
    expect(pools).toMatchObject([{ revision: 1, papers: 6 }]);
    expect(summaries).toMatchObject({ accepted: 0, stopped: expect.stringContaining('HTTP 500') });
    expect(summaries.failed).toBeGreaterThanOrEqual(3);
    expect(summaries.failed).toBeLessThanOrEqual(6);
    expect(await codesOfAlerts()).toEqual(['SUMMARY_MODEL_FAILED']);
    server.forget();
    ctx.clock.set('2026-11-24T03:40:00Z');
    expect(await generateSummaries(ctx, [POOL])).toMatchObject({ accepted: 6, failed: 0 });
    expect(await codesOfAlerts()).toEqual([]);
  });

  it('is asked three times about a text at most', async () => {
    await putAbstracts(ctx, DAY, ids(1));
    await rank({ summarizer: null });
    for (const failed of [1, 1, 1, 0]) {
      server.next({ kind: 'body', body: '<html>' });
      expect(await generateSummaries(ctx, [POOL])).toMatchObject({ failed });
    }
    server.forget();
    expect(await statesOf()).toEqual(['failed']);
  });

  it('is left alone for as long as it asks', async () => {
    await putAbstracts(ctx, DAY, ids(1));
    server.next({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    expect((await rank()).summaries).toMatchObject({ failed: 1, stopped: expect.stringContaining('429') });
    expect((await rank()).summaries).toEqual({
      accepted: 0,
      rejected: 0,
      failed: 0,
      stopped: 'the model asked for a pause',
    });
    expect(server.asked).toHaveLength(1);
    expect(await codesOfAlerts()).toEqual([]);
  });

  it('is not asked about other papers after it rejected the key, and the alert names no secret', async () => {
    await putAbstracts(ctx, DAY, ids(6));
    server.next(...Array.from({ length: 4 }, () => ({ kind: 'status', status: 401 }) as const));
    expect((await rank()).summaries).toMatchObject({ accepted: 0, stopped: expect.stringContaining('401') });
    expect(server.asked.length).toBeLessThanOrEqual(4);
    server.forget();
    const [alert] = await readOpenAlerts(ctx.db);
    expect(alert?.message).toBe('The summary model rejected the request (HTTP 401).');
    const stored = JSON.stringify(await contentsOf(ctx.db, 'generated_summaries', 'alerts'));
    expect(stored).not.toContain('sk-standin');
    // Turned off, nothing is left to fail.
    await rank({ summarizer: null });
    expect(await codesOfAlerts()).toEqual([]);
  });
});

it('housekeeping keeps the accepted summary of the present text alone', async () => {
  await putAbstracts(ctx, DAY, ids(3));
  server.next({ kind: 'text', text: 'No.' });
  await rank();
  await putAbstracts(ctx, DAY, [ids(3)[2] ?? ''], { abstract: `${ABSTRACT} It is open.` });
  const run = () => housekeepingJob(ctx, { day: DAY }, new AbortController().signal);
  ctx.clock.advance(59 * 86_400_000);
  expect(await run()).toMatchObject({ summariesDeleted: 0 });
  ctx.clock.advance(2 * 86_400_000);
  expect(await run()).toMatchObject({ summariesDeleted: 2 });
  expect(await statesOf()).toEqual(['accepted']);
  expect(await callsOf(DAY)).toBeUndefined();
});
