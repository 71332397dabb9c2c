import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../../src/day.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { cleanUpPools } from '../../../src/trending/clean-up.ts';
import { findColdModel, readFittedColdModels } from '../../../src/trending/cold/cold-model-queries.ts';
import { refitColdModel } from '../../../src/trending/cold/refit-cold-model.ts';
import { shippedModel } from '../../../src/trending/cold/shipped-model.ts';
import { explainRank } from '../../../src/trending/explain-rank.ts';
import { readRevisionPapers } from '../../../src/trending/revision-queries.ts';
import { refitJob } from '../../../workers/jobs/refit.ts';
import { missingFor, type TestInstallation, testInstallation, type Way } from '../../support/installation.ts';
import { type ListedPaper, putList } from '../../support/list.ts';
import { emptyTables } from '../../support/tables.ts';

const TODAY = '2026-11-23';
const SHIPPED = shippedModel().version;

describe.for(['embedded', 'postgres'] as Way[])('refitting the cold model (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    let next = 1;
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(() => ctx?.close());
    beforeEach(async () => {
      await emptyTables(ctx.db);
      next = 1;
    });

    /** Ten papers: of five, Vera Verdant is an author, and one account submitted them. */
    function papersOf(upvotes: (isHers: boolean, number: number) => number): ListedPaper[] {
      return Array.from({ length: 10 }, (_, number) => {
        const isHers = number % 2 === 0;
        const id = `2611.${String(next++).padStart(5, '0')}`;
        const authors = [isHers ? 'Vera Verdant' : `Author ${id}`, `Coauthor ${id}`];
        const submitter = isHers ? 'gardener' : `account-${id}`;
        return { id, authors, submitter, upvotes: upvotes(isHers, number) };
      });
    }

    const sheWins = (isHers: boolean, number: number) => (isHers ? 60 + number : 3 + number);
    const sheLoses = (isHers: boolean, number: number) => (isHers ? 3 + number : 60 + number);

    /** Lists of that many weekdays from a day on, each read again three days later; the day after the last. */
    async function putLists(count: number, from: string, upvotes = sheWins): Promise<string> {
      let day = from;
      for (let done = 0; done < count; day = addDays(day, 1)) {
        if (weekday(day) > 5) continue;
        ctx.clock.set(`${addDays(day, 3)}T08:00:00Z`);
        await putList(ctx, day, papersOf(upvotes));
        done += 1;
      }
      ctx.clock.set(`${TODAY}T08:00:00Z`);
      return day;
    }

    const refit = (force = false) => refitColdModel(ctx, { force });
    const explain = (paperId: string) => explainRank(ctx, { poolId: `day-${TODAY}`, paperId });

    it('keeps the shipped model with too few lists, and says so', async () => {
      await putLists(19, '2026-10-01');
      const report = await refit(true);
      expect(report).toMatchObject({ outcome: 'too-few-lists', lists: 19, inUse: SHIPPED, model: null });
      expect(report.reason).toBe(
        `a fit needs 20 lists with final votes, and there are 19; ${SHIPPED} stays in use`,
      );
      expect(await readFittedColdModels(ctx.db)).toEqual([]);
    });

    it('finds the effect of an author and a submitter, and ranks the next list by it', async () => {
      await putLists(24, '2026-10-01');
      const report = await refit();
      expect(report).toMatchObject({
        outcome: 'used',
        inUse: 'fitted-2026-11-03',
        model: { lists: 24, papers: 240, used: true, measure: { comparedWith: SHIPPED, heldBack: 12 } },
      });
      const { value = 0, compared = 1 } = report.model?.measure ?? {};
      expect(value).toBeGreaterThan(0.98);
      expect(compared).toBeLessThan(0.95);
      await putList(
        ctx,
        TODAY,
        papersOf(() => 0).map((paper) => ({ ...paper, upvotes: 0 })),
      );
      await classifyAndRank(ctx, { day: TODAY });
      const [hers, other] = [await explain('2611.00241'), await explain('2611.00242')];
      expect(hers.coldModel).toBe('fitted-2026-11-03');
      const contribution = (name: string) =>
        hers.cold?.terms.find((term) => term.name === name)?.contribution;
      expect(contribution('earlier papers of the first author')).toBeGreaterThan(0.1);
      expect(contribution('earlier papers of the submitter')).toBeGreaterThan(0.1);
      expect(hers.scores.topics[0]?.rank).toBeLessThanOrEqual(5);
      expect(other.scores.topics[0]?.rank).toBeGreaterThan(5);
    });

    it('records a model that is worse on the newest lists, and does not use it', async () => {
      const after = await putLists(14, '2026-10-01');
      await putLists(10, after, sheLoses);
      const report = await refit();
      expect(report).toMatchObject({ outcome: 'recorded', inUse: SHIPPED, model: { used: false } });
      await putList(
        ctx,
        TODAY,
        papersOf(() => 0),
      );
      await classifyAndRank(ctx, { day: TODAY });
      expect((await explain('2611.00241')).coldModel).toBe(SHIPPED);
    });

    it('fits again after five new lists, on votes of the third day or later', async () => {
      const after = await putLists(24, '2026-10-01');
      await refit();
      expect(await refit()).toMatchObject({ outcome: 'not-due', inUse: 'fitted-2026-11-03' });
      expect(await refit(true)).toMatchObject({ outcome: 'not-due' });
      const rest = await putLists(4, after);
      expect(await refit()).toMatchObject({ outcome: 'not-due' });
      // A list that was read in its morning alone does not count.
      ctx.clock.set(`${rest}T08:00:00Z`);
      await putList(ctx, rest, papersOf(sheLoses));
      ctx.clock.set(`${TODAY}T08:00:00Z`);
      expect((await refit()).reason).toContain('has seen all but 4 of the lists');
      await putLists(1, addDays(rest, 1));
      expect(await refit()).toMatchObject({
        outcome: 'used',
        inUse: 'fitted-2026-11-11',
        model: { lists: 29, measure: { comparedWith: 'fitted-2026-11-03', heldBack: 5 } },
      });
    });

    it('leaves earlier revisions as they were, and their models readable', async () => {
      const after = await putLists(24, '2026-10-01');
      await refit();
      await putList(
        ctx,
        TODAY,
        papersOf(() => 0),
      );
      await classifyAndRank(ctx, { day: TODAY });
      const frozen = JSON.stringify(await readRevisionPapers(ctx.db, `day-${TODAY}`, 1));
      const explained = await explain('2611.00241');
      let day = after;
      for (let fit = 0; fit < 4; fit += 1) {
        day = await putLists(5, day);
        ctx.clock.set(`${addDays(day, 3)}T08:00:00Z`);
        expect((await refit()).outcome).toBe('used');
      }
      // The same ranking, by its stored terms and by the model that it was made with.
      expect(await explain('2611.00241')).toEqual(explained);
      ctx.clock.set(`${TODAY}T08:00:00Z`);
      await classifyAndRank(ctx, { day: TODAY });
      expect(JSON.stringify(await readRevisionPapers(ctx.db, `day-${TODAY}`, 1))).toBe(frozen);
      // Its revision is deleted after its retention, and only then the model.
      expect(await findColdModel(ctx.db, 'fitted-2026-11-03')).not.toBeNull();
      ctx.clock.set(`${addDays(TODAY, 60)}T08:00:00Z`);
      await cleanUpPools(ctx);
      expect(await findColdModel(ctx.db, 'fitted-2026-11-03')).toBeNull();
      expect(await readFittedColdModels(ctx.db)).toHaveLength(3);
    });

    it('gives one model when two jobs run at once', async () => {
      await putLists(24, '2026-10-01');
      const run = () => refitJob(ctx, { day: TODAY }, new AbortController().signal);
      await Promise.all([run(), run()]);
      expect(await readFittedColdModels(ctx.db)).toHaveLength(1);
    });

    it('uses the shipped model where a stored one cannot be read', async () => {
      await putLists(24, '2026-10-01');
      await refit();
      await ctx.db.updateTable('cold_models').set({ model: '{"version":"of another release"}' }).execute();
      await putList(
        ctx,
        TODAY,
        papersOf(() => 0),
      );
      await classifyAndRank(ctx, { day: TODAY });
      expect((await explain('2611.00241')).coldModel).toBe(SHIPPED);
    });
  });
});
