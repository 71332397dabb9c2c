import type { Context } from '../../context.ts';
import { lockUnlessErased } from '../erase-queries.ts';
import type { Direction } from './mark.ts';
import { deleteMarks, deleteTopicMarks, readMarkedPaper, storeMark } from './mark-queries.ts';

/**
 * Stores a subscriber's mark on a paper in place of an earlier one; null removes it. It counts from the next
 * digest that is composed. Does nothing for an erased subscriber, or a paper that is gone or fits no topic.
 */
export async function markPaper(
  ctx: Pick<Context, 'db' | 'clock' | 'taxonomy'>,
  input: {
    subscriberId: string;
    paperId: string;
    direction: Direction | null;
    asked: string | null;
    /** Removes opposite marks on the same topic, which would only cancel out. */
    firmly: boolean;
  },
): Promise<void> {
  const { subscriberId, paperId, direction, asked, firmly } = input;
  await ctx.db.transaction().execute(async (trx) => {
    if (!(await lockUnlessErased(trx, subscriberId))) return;
    if (direction === null) return deleteMarks(trx, subscriberId, paperId);
    const paper = await readMarkedPaper(
      { db: trx, taxonomy: ctx.taxonomy },
      { subscriberId, paperId, asked },
    );
    if (!paper?.topic) return;
    const { topic } = paper;
    const contrary = direction === 'more' ? 'less' : 'more';
    if (firmly) await deleteTopicMarks(trx, subscriberId, { topic, direction: contrary });
    await storeMark(trx, subscriberId, { paperId, topic, direction }, ctx.clock.now());
  });
}

/** Deletes all marks of a subscriber. */
export async function deleteAllMarks(
  ctx: Pick<Context, 'db'>,
  input: { subscriberId: string },
): Promise<void> {
  await deleteMarks(ctx.db, input.subscriberId);
}
