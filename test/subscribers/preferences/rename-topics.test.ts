import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeTaxonomy, type Taxonomy } from '../../../config/topics/taxonomy.ts';
import { importSubscribers } from '../../../src/subscribers/csv/import-subscribers.ts';
import { pickingKey } from '../../../src/subscribers/preferences/preference.ts';
import { readPreferences } from '../../../src/subscribers/preferences/preference-queries.ts';
import { renameTopics } from '../../../src/subscribers/preferences/rename-topics.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putList, putSubscriber } from '../../support/list.ts';
import { emptyTables } from '../../support/tables.ts';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

const renaming = (renamed: Record<string, string | null>): Taxonomy =>
  makeTaxonomy({ ...ctx.taxonomy, renamed: new Map(Object.entries(renamed)) });
const topic = (mode: 'follow' | 'mute', value: string) => ({ kind: 'topic' as const, mode, value });
const interestsOf = async (id: string) => (await readPreferences(ctx.db, [id])).get(id)?.interests;
const audited = () =>
  ctx.db.selectFrom('operator_audit').select(['operator', 'verb', 'subject', 'after']).execute();

it('renames what is followed and muted, marks and pins, once, and records it', async () => {
  const { id } = await putSubscriber(ctx, 'ada@example.com', {
    interests: [topic('follow', 'old-video'), { kind: 'query', mode: 'follow', value: 'old-video' }],
  });
  const other = await putSubscriber(ctx, 'bea@example.com', { interests: [topic('mute', 'old-video')] });
  await putList(ctx, '2026-11-23', [{ id: '2611.00001' }]);
  const marked = { subscriber_id: id, paper_id: '2611.00001', direction: 'more', marked_at: ctx.clock.now() };
  await ctx.db
    .insertInto('marks')
    .values({ ...marked, topic: 'old-video' })
    .execute();
  await ctx.db
    .insertInto('editorial')
    .values({
      pool_id: 'day-2026-11-23',
      paper_id: '2611.00001',
      kind: 'pin',
      topic: 'old-video',
      operator: 'eve',
      decided_at: ctx.clock.now(),
    })
    .execute();
  const taxonomy = renaming({ 'old-video': 'video', reasoning: null });
  await renameTopics({ ...ctx, taxonomy });
  expect(await interestsOf(id)).toEqual([
    { kind: 'query', mode: 'follow', value: 'old-video' },
    topic('follow', 'video'),
  ]);
  expect(await interestsOf(other.id)).toEqual([topic('mute', 'video')]);
  const ofMarks = await ctx.db.selectFrom('marks').select('topic').execute();
  const ofPins = await ctx.db.selectFrom('editorial').select('topic').execute();
  expect([...ofMarks, ...ofPins]).toEqual([{ topic: 'video' }, { topic: 'video' }]);
  const after = { to: 'video', interests: 2, marks: 1, pins: 1 };
  const entry = { operator: 'TOPICS_FILE', verb: 'topic rename', subject: 'old-video', after };
  expect(await audited()).toEqual([entry]);
  const stored = await ctx.db.selectFrom('preferences').select(['subscriber_id', 'picking_key']).execute();
  const preferences = await readPreferences(ctx.db, [id, other.id]);
  for (const { subscriber_id, picking_key } of stored) {
    const { size = 0, interests = [] } = preferences.get(subscriber_id) ?? {};
    expect(picking_key).toBe(pickingKey({ size, interests }));
  }
  await renameTopics({ ...ctx, taxonomy });
  expect(await audited()).toEqual([entry]);
});

it('keeps what was chosen for the new name, and every other topic', async () => {
  const interests = [topic('follow', 'old-video'), topic('mute', 'video'), topic('follow', 'once-was')];
  const { id } = await putSubscriber(ctx, 'ada@example.com', { interests });
  await renameTopics({ ...ctx, taxonomy: renaming({ 'old-video': 'video', 'once-was': null }) });
  expect(await interestsOf(id)).toEqual([topic('follow', 'once-was'), topic('mute', 'video')]);
});

it('renames for more subscribers than one batch', async () => {
  const rows = Array.from({ length: 501 }, (_, n) => `reader-${n}@example.com,2026-01-01,form,reasoning`);
  const file = ['address,consent_at,consent_source,topics', ...rows].join('\n');
  await importSubscribers(ctx, Readable.from([file], { objectMode: false }));
  await renameTopics({ ...ctx, taxonomy: renaming({ reasoning: 'video' }) });
  const interests = await ctx.db.selectFrom('interests').select('value').execute();
  expect(interests).toHaveLength(501);
  expect(new Set(interests.map(({ value }) => value))).toEqual(new Set(['video']));
  expect((await audited())[0]?.after).toEqual({ to: 'video', interests: 501, marks: 0, pins: 0 });
});
