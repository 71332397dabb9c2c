import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { storePapers } from '../../src/papers/ingest/paper-queries.ts';
import type { SourcePaper } from '../../src/ports.ts';
import { assignTopics } from '../../src/topics/assign-topics.ts';
import { classify } from '../../src/topics/classify.ts';
import { storeTopics } from '../../src/topics/topic-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { sourcePaper, TITLES } from '../support/list.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

const put = (...papers: (Partial<SourcePaper> & { id: string })[]) =>
  storePapers(ctx.db, 'arxiv', papers.map(sourcePaper), ctx.clock.now());
const topicsOf = async (paperId: string) => {
  const rows = await ctx.db
    .selectFrom('topic_scores')
    .select(['topic', 'score'])
    .where('paper_id', '=', paperId)
    .where('taxonomy_version', '=', BUILT_IN_TAXONOMY.version)
    .orderBy('topic')
    .execute();
  return rows;
};

describe('assignTopics', () => {
  it('stores the topics of classify, and that a paper has none', async () => {
    await put(
      {
        id: '2611.00001',
        title: TITLES['robotics-embodied'],
        abstract: 'A robot learns from demonstrations.',
      },
      { id: '2611.00002', title: 'A Note on Nothing', abstract: null, summary: null },
    );
    expect(await assignTopics(ctx)).toEqual({ papers: 2, withTopic: 1 });
    const expected = classify(BUILT_IN_TAXONOMY, {
      title: TITLES['robotics-embodied'],
      abstract: 'A robot learns from demonstrations.',
      categories: [],
    });
    expect(expected.map(({ topic }) => topic)).toContain('robotics-embodied');
    expect(await topicsOf('2611.00001')).toEqual([...expected].sort((a, b) => (a.topic < b.topic ? -1 : 1)));
    expect(await topicsOf('2611.00002')).toEqual([]);
  });

  it('does nothing on a second run, also for papers without a topic', async () => {
    await put(
      { id: '2611.00001', title: TITLES['robotics-embodied'] },
      { id: '2611.00002', title: 'A Note on Nothing', summary: null },
    );
    await assignTopics(ctx);
    const before = await contentsOf(ctx.db, 'topic_scores', 'classifications');
    expect(await assignTopics(ctx)).toEqual({ papers: 0, withTopic: 0 });
    expect(await contentsOf(ctx.db, 'topic_scores', 'classifications')).toEqual(before);
  });

  it('reclassifies a paper whose text has changed, and drops topics that no longer match', async () => {
    await put({ id: '2611.00001', version: 1, title: TITLES['robotics-embodied'] });
    await assignTopics(ctx);
    await put({ id: '2611.00001', version: 2, title: TITLES['speech-audio-music'] });
    expect(await assignTopics(ctx)).toEqual({ papers: 1, withTopic: 1 });
    expect((await topicsOf('2611.00001')).map(({ topic }) => topic)).toEqual(['speech-audio-music']);
  });

  it('uses the summary when there is no abstract', async () => {
    const summary = 'Speech recognition and speech synthesis in one model for spoken dialogue.';
    await put(
      { id: '2611.00001', title: 'Listen Closely', abstract: null, summary },
      { id: '2611.00002', title: 'Listen Closely', abstract: 'About something else.', summary },
    );
    await assignTopics(ctx);
    expect((await topicsOf('2611.00001')).map(({ topic }) => topic)).toContain('speech-audio-music');
    expect(await topicsOf('2611.00002')).toEqual([]);
  });

  it('classifies more papers than one batch', async () => {
    const ids = Array.from({ length: 650 }, (_, index) => `2611.${String(index + 1).padStart(5, '0')}`);
    await put(...ids.map((id) => ({ id, title: TITLES['agents-tool-use'] })));
    expect(await assignTopics(ctx)).toEqual({ papers: 650, withTopic: 650 });
    const rows = await ctx.db
      .selectFrom('topic_scores')
      .select('paper_id')
      .where('topic', '=', 'agents-tool-use')
      .execute();
    expect(new Set(rows.map(({ paper_id }) => paper_id))).toEqual(new Set(ids));
  });

  it('reclassifies under a new taxonomy version, and keeps the old one', async () => {
    await put({ id: '2611.00001', title: TITLES['robotics-embodied'] });
    const paper = await ctx.db.selectFrom('papers').select('content_hash').executeTakeFirstOrThrow();
    const old = {
      id: '2611.00001',
      contentHash: paper.content_hash,
      topics: [{ topic: 'once-was', score: 0.5 }],
    };
    await storeTopics(ctx.db, BUILT_IN_TAXONOMY.version - 1, [old], ctx.clock.now());
    expect(await assignTopics(ctx)).toEqual({ papers: 1, withTopic: 1 });
    expect((await topicsOf('2611.00001')).map(({ topic }) => topic)).toEqual(['robotics-embodied']);
    const kept = await ctx.db
      .selectFrom('topic_scores')
      .select('topic')
      .where('taxonomy_version', '=', BUILT_IN_TAXONOMY.version - 1)
      .execute();
    expect(kept).toEqual([{ topic: 'once-was' }]);
  });

  it('gives the same result for two concurrent runs', async () => {
    const ids = Array.from({ length: 400 }, (_, index) => `2611.${String(index + 1).padStart(5, '0')}`);
    await put(...ids.map((id) => ({ id, title: TITLES['agents-tool-use'] })));
    await Promise.all([assignTopics(ctx), assignTopics(ctx)]);
    const { topic_scores: scores, classifications } = await contentsOf(
      ctx.db,
      'topic_scores',
      'classifications',
    );
    expect([scores?.length, classifications?.length]).toEqual([400, 400]);
  });

  it('stops when aborted', async () => {
    await put({ id: '2611.00001', title: TITLES['robotics-embodied'] });
    const signal = AbortSignal.abort(new Error('shutting down'));
    await expect(assignTopics(ctx, { signal })).rejects.toThrow('shutting down');
    expect(await topicsOf('2611.00001')).toEqual([]);
  });
});
