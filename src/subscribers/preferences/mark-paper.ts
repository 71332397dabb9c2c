import type { Context } from '../../context.ts';
import { lockUnlessErased } from '../erase-queries.ts';
import type { Direction } from './mark.ts';
import { deleteMarks, deleteTopicMarks, readMarkedPaper, storeMark } from './mark-queries.ts';

/**
 * Keeps what a reader says of a paper, in the place of what they said before; null takes it back. It counts from the next
 * digest that is composed. Nothing happens for an erased person, or for a paper that is gone or fits no topic.
 */
export async function markPaper(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: {
    subscriberId: string;
    paperId: string;
    direction: Direction | null;
    asked: string | null;
    /** Forgets what they said to the contrary of other papers on the topic, which would only be evened out. */
    firmly: boolean;
  },
): Promise<void> {
  const { subscriberId, paperId, direction, asked, firmly } = input;
  await ctx.db.transaction().execute(async (trx) => {
    if (!(await lockUnlessErased(trx, subscriberId))) return;
    if (direction === null) return deleteMarks(trx, subscriberId, paperId);
    const paper = await readMarkedPaper(trx, { subscriberId, paperId, asked });
    if (!paper?.topic) return;
    const { topic } = paper;
    const contrary = direction === 'more' ? 'less' : 'more';
    if (firmly) await deleteTopicMarks(trx, subscriberId, { topic, direction: contrary });
    await storeMark(trx, subscriberId, { paperId, topic, direction }, ctx.clock.now());
  });
}

/** Takes back everything that a reader ever said of picks. */
export async function deleteAllMarks(
  ctx: Pick<Context, 'db'>,
  input: { subscriberId: string },
): Promise<void> {
  await deleteMarks(ctx.db, input.subscriberId);
}
