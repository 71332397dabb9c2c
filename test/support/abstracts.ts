import type { Context } from '../../src/context.ts';
import { storePapers } from '../../src/papers/ingest/paper-queries.ts';
import { storeDailyList, storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import type { SourcePaper } from '../../src/ports.ts';
import { sourcePaper, TITLES } from './list.ts';

/** Abstract that a model could summarize. Its first sentence says what the field is like. */
export const ABSTRACT =
  'Agents that call tools often lose track of their plan. PlanKeeper writes the plan of an agent into a ' +
  'separate memory and revises it after every call of a tool. On the ToolWorld benchmark it completes 61.5% ' +
  'of 1,200 tasks, 18 points more than the same model without the memory, and needs a third fewer calls. ' +
  'The memory also makes the plan of an agent readable to people.';

/** Summary of that abstract that passes the check. */
export const SUMMARY =
  'PlanKeeper keeps the plan of an agent in a separate memory and revises it after every call of a tool. ' +
  'It completes 61.5% of the 1,200 tasks of ToolWorld.';

/** Stores papers with that abstract and without a summary on the list of a day, the first one on top. */
export async function putAbstracts(
  ctx: Pick<Context, 'db' | 'clock'>,
  day: string,
  ids: readonly string[],
  pieces: Partial<SourcePaper> = {},
): Promise<void> {
  const now = ctx.clock.now();
  const records = ids.map((id) =>
    sourcePaper({
      id,
      title: `${TITLES['agents-tool-use']} ${id}`,
      abstract: ABSTRACT,
      summary: null,
      listDay: day,
      ...pieces,
    }),
  );
  await storePapers(ctx.db, 'hugging-face', records, now);
  await storeDailyList(
    ctx.db,
    'hugging-face',
    day,
    [...ids].map((paperId) => ({ paperId })),
    now,
  );
  const readings = ids.map((paperId, place) => ({
    paperId,
    signal: 'hf_upvotes' as const,
    value: 100 + ids.length - place,
  }));
  await storeSnapshots(ctx.db, 'hugging-face', readings, now);
}
