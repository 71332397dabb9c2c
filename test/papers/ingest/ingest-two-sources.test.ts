import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../../../src/papers/ingest/ingest.ts';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import type { ArxivEntry } from '../../support/arxiv-server.ts';
import { type Feeds, startFeeds } from '../../support/feeds.ts';
import { dailyEntry } from '../../support/hugging-face-server.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../../support/installation.ts';
import { sourcePaper } from '../../support/list.ts';
import { shuffled } from '../../support/pool.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const DAY = '2026-06-11';
const ID = '2606.00001';
const NOW = `${DAY}T20:00:00Z`;

// The queue is not involved, so the setup with Redis equals the one with PostgreSQL alone.
describe.each(WAYS.filter((way) => way !== 'redis'))('two sources and their papers (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    let feeds: Feeds;
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(() => ctx.close());
    beforeEach(async () => {
      ctx.clock.set(NOW);
      feeds = await startFeeds(ctx);
    });
    afterEach(async () => {
      await feeds.close();
      await emptyTables(ctx.db);
    });

    const run = (source: 'hugging-face' | 'arxiv', day = DAY) =>
      ingest({ ...ctx, ...feeds }, { source, day, force: true });
    const papers = () => ctx.db.selectFrom('papers').selectAll().orderBy('id').execute();
    const ids = (count: number) =>
      Array.from({ length: count }, (_, index) => `2606.${String(index + 1).padStart(5, '0')}`);

    const listed = dailyEntry({
      id: ID,
      day: DAY,
      title: 'As somebody quoted it',
      upvotes: 12,
      paper: {
        publishedAt: `${DAY}T09:00:00.000Z`,
        ai_summary: 'In short.',
        githubRepo: 'https://github.com/example/code',
      },
      outer: { organization: { fullname: 'Example Labs' } },
    });
    const version = (number: number): ArxivEntry => ({
      id: ID,
      version: number,
      title: `As submitted, version ${number}`,
      summary: `The abstract of version ${number}.`,
      authors: ['Jane Doe', 'John Roe'],
      categories: ['cs.CL', 'cs.AI'],
      published: `${DAY}T09:00:00Z`,
      updated: `${DAY}T1${number}:00:00Z`,
    });
    const steps: Record<string, () => Promise<unknown>> = {
      listed: async () => {
        feeds.lists[DAY] = [listed];
        await run('hugging-face');
      },
      first: async () => {
        feeds.entries.splice(0, 1, version(1));
        await run('arxiv');
      },
      second: async () => {
        feeds.entries.splice(0, 1, version(2));
        await run('arxiv');
      },
    };
    const orders = [
      'listed first second',
      'first listed second',
      'first second listed',
      'second first listed',
      'second listed first',
      'listed second first',
    ];

    it.each(orders)('merge a list entry and two versions into one paper, in the order %s', async (order) => {
      for (const step of order.split(' ')) await steps[step]?.();
      const [paper, ...others] = await papers();
      expect(others).toEqual([]);
      expect(paper).toMatchObject({
        id: ID,
        title: 'As submitted, version 2',
        abstract: 'The abstract of version 2.',
        summary: 'In short.',
        authors: ['Jane Doe', 'John Roe'],
        author_count: 2,
        organisation: 'Example Labs',
        categories: ['cs.CL', 'cs.AI'],
        primary_category: 'cs.CL',
        published_at: new Date(`${DAY}T09:00:00Z`),
        updated_at: new Date(`${DAY}T12:00:00Z`),
        latest_version: 2,
        links: { code: 'https://github.com/example/code', discussion: `https://huggingface.co/papers/${ID}` },
        withdrawn: false,
      });
      const {
        paper_records: records,
        daily_lists: lists,
        signal_snapshots: snapshots,
      } = await contentsOf(ctx.db, 'paper_records', 'daily_lists', 'signal_snapshots');
      expect([records?.length, lists?.length, snapshots?.length]).toEqual([3, 1, 2]);
    });

    it('lose nothing when both store the same papers concurrently', async () => {
      const count = 60;
      for (let round = 1; round <= 5; round += 1) {
        feeds.lists[DAY] = ids(count).map((id) =>
          dailyEntry({ id, day: DAY, paper: { ai_summary: `Summary ${round} of ${id}.` } }),
        );
        const submitted = ids(count).map((id) => ({
          ...version(round),
          id,
          title: `Title ${round} of ${id}`,
        }));
        feeds.entries.splice(0, feeds.entries.length, ...shuffled(submitted, round));
        await Promise.all([run('hugging-face'), run('arxiv')]);
        const wrong = (await papers()).filter(
          ({ id, title, summary, latest_version }) =>
            title !== `Title ${round} of ${id}` ||
            summary !== `Summary ${round} of ${id}.` ||
            latest_version !== round,
        );
        expect(wrong).toEqual([]);
        expect(await papers()).toHaveLength(count);
        ctx.clock.advance(60_000);
      }
    });

    it('do not deadlock when both store the same papers', async () => {
      const sources = ['arxiv', 'hugging-face', 'sample', 'another'];
      for (let round = 1; round <= 10; round += 1) {
        const stored = sources.map((source, place) => {
          const records = ids(40).map((id) =>
            sourcePaper({
              id,
              version: 1,
              title: `${source} ${round}`,
              summary: source === 'another' ? `${round}` : null,
            }),
          );
          return storePapers(ctx.db, source, shuffled(records, round * 10 + place), ctx.clock.now());
        });
        await Promise.all(stored);
        const said = new Set((await papers()).map(({ title, summary }) => `${title}, ${summary}`));
        expect(said).toEqual(new Set([`arxiv ${round}, ${round}`]));
      }
    });
  });
});
