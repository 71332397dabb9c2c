import { afterEach, describe, expect, it } from 'vitest';
import { sumTotals } from '../src/delivery/status/totals.ts';
import { readTotals } from '../src/delivery/status/totals-queries.ts';
import { dailyRun } from '../src/queue/flows.ts';
import { newJob, slotOf } from '../src/queue/jobs.ts';
import { startArxiv } from './support/arxiv-server.ts';
import { testClock } from './support/clock.ts';
import { dailyEntry, startHuggingFace } from './support/hugging-face-server.ts';
import {
  missingFor,
  type TestInstallation,
  testInstallation,
  WAYS,
  type Way,
} from './support/installation.ts';
import { following, putSubscriber, TITLES } from './support/list.ts';
import { readOutbox } from './support/outbox.ts';
import { type ObservedWorkers, observedWorkers } from './support/workers.ts';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
/** On Monday's Hugging Face list and twice at arXiv: version 1 on Friday, version 2 on Monday. */
const TWICE = '2611.09999';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const entries = (day: string, first: number, topic: keyof typeof TITLES, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const id = `2611.${String(first + index).padStart(5, '0')}`;
    return dailyEntry({ id, day, title: `${TITLES[topic]} ${first + index}`, upvotes: 50 - index });
  });

async function start(way: Way): Promise<{ ctx: TestInstallation; workers: ObservedWorkers }> {
  const clock = testClock(`${TUESDAY}T12:00:00Z`);
  const huggingFace = await startHuggingFace({
    clock,
    lists: {
      [MONDAY]: [
        ...entries(MONDAY, 1, 'agents-tool-use', 6),
        ...entries(MONDAY, 101, 'robotics-embodied', 6),
        dailyEntry({
          id: `${TWICE}v1`,
          day: MONDAY,
          title: `${TITLES['agents-tool-use']} Twice`,
          upvotes: 99,
        }),
      ],
      [TUESDAY]: [
        ...entries(TUESDAY, 201, 'agents-tool-use', 4),
        dailyEntry({ id: TWICE, day: TUESDAY, title: `${TITLES['agents-tool-use']} Twice`, upvotes: 120 }),
      ],
    },
  });
  const arxiv = await startArxiv({
    entries: [
      {
        id: TWICE,
        version: 1,
        title: 'Tool-Using LLM Agents That Plan Ahead Twice',
        published: '2026-11-20T10:00:00Z',
        categories: ['cs.AI'],
      },
      {
        id: TWICE,
        version: 2,
        title: 'Tool-Using LLM Agents That Plan Ahead, Revised',
        published: '2026-11-23T10:00:00Z',
        categories: ['cs.AI'],
      },
    ],
  });
  closing.push(
    () => huggingFace.close(),
    () => arxiv.close(),
  );
  const ctx = await testInstallation({
    way,
    now: `${MONDAY}T03:30:00Z`,
    env: { HF_BASE_URL: huggingFace.url, ARXIV_BASE_URL: arxiv.url },
  });
  closing.push(() => ctx.close());
  const workers = await observedWorkers(ctx);
  closing.push(() => workers.drain());
  return { ctx, workers };
}

describe.each(WAYS)('two mornings of two subscribers (%s)', (way) => {
  const missing = missingFor(way);
  it.skipIf(missing !== null)(
    missing ?? 'each receives their own papers once, with any step repeated',
    async () => {
      const { ctx, workers } = await start(way);
      await putSubscriber(ctx, 'agents@example.com', { size: 5 });
      await putSubscriber(ctx, 'robots@example.com', { size: 4, interests: following('robotics-embodied') });

      await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, MONDAY));
      await workers.whenDone('deliver', 1);
      expect(await readOutbox(ctx.directory)).toEqual([]); // before every send hour
      expect(sumTotals(await readTotals(ctx.db, MONDAY))).toMatchObject({
        audience: 2,
        planned: 2,
        balanced: true,
      });

      ctx.clock.set(`${MONDAY}T07:00:00Z`);
      await ctx.queue.enqueue(newJob('send-slot', { slot: slotOf(ctx.clock.now()) }));
      await workers.whenDone('send-slot', 1);
      const monday = await readOutbox(ctx.directory);
      expect(monday.map((mail) => mail.to).sort()).toEqual(['agents@example.com', 'robots@example.com']);
      const agents = monday.find((mail) => mail.to === 'agents@example.com');
      const robots = monday.find((mail) => mail.to === 'robots@example.com');
      expect(agents?.papers[0]).toBe(TWICE); // the most upvoted of the followed topic comes first
      expect(agents?.subject).toContain('Tool-Using LLM Agents');
      expect(robots?.papers.slice(0, 4)).toEqual(['2611.00101', '2611.00102', '2611.00103', '2611.00104']);
      for (const mail of monday) {
        expect(mail.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
        expect(mail.headers.get('list-unsubscribe')).toMatch(/^<http[^>]+>, <mailto:[^>]+>$/);
        expect(mail.text).toContain('Monday, 23 November');
      }
      expect(sumTotals(await readTotals(ctx.db, MONDAY))).toMatchObject({
        audience: 2,
        accepted: 2,
        planned: 0,
        balanced: true,
      });

      // The whole day again, by an operator: no further email and no further row.
      await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, MONDAY, 'by-hand'));
      await workers.whenDone('deliver', 2);
      expect(await readOutbox(ctx.directory)).toEqual(monday);
      expect(sumTotals(await readTotals(ctx.db, MONDAY))).toMatchObject({
        audience: 2,
        accepted: 2,
        planned: 0,
        balanced: true,
      });

      ctx.clock.set(`${TUESDAY}T03:30:00Z`);
      await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, TUESDAY));
      await workers.whenDone('deliver', 3);
      ctx.clock.set(`${TUESDAY}T07:00:00Z`);
      await ctx.queue.enqueue(newJob('send-slot', { slot: slotOf(ctx.clock.now()) }));
      await workers.whenDone('send-slot', 2);
      const all = await readOutbox(ctx.directory);
      for (const to of ['agents@example.com', 'robots@example.com']) {
        const papers = all.filter((mail) => mail.to === to).flatMap((mail) => mail.papers);
        expect(new Set(papers).size).toBe(papers.length);
        expect(papers.length).toBeGreaterThan(5);
      }
      const twice = await ctx.db
        .selectFrom('papers')
        .select(['id', 'latest_version', 'title'])
        .where('id', 'like', `${TWICE}%`)
        .execute();
      expect(twice).toEqual([
        { id: TWICE, latest_version: 2, title: 'Tool-Using LLM Agents That Plan Ahead, Revised' },
      ]);
    },
  );
});
