import type { Context } from '../context.ts';
import { holdSubscriber } from './erase-queries.ts';
import type { Direction } from './mark.ts';
import { deleteMarks, readMarkedPaper, storeMark } from './mark-queries.ts';

/**
 * Keeps what a reader says of a paper, in the place of what they said before; null takes it back. It counts from the next
 * digest that is composed. Nothing happens for an erased person, or for a paper that is gone or fits no topic.
 */
export async function markPaper(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string; paperId: string; direction: Direction | null },
): Promise<void> {
  const { subscriberId, paperId, direction } = input;
  await ctx.db.transaction().execute(async (trx) => {
    if (!(await holdSubscriber(trx, subscriberId))) return;
    if (direction === null) return deleteMarks(trx, subscriberId, paperId);
    const paper = await readMarkedPaper(trx, paperId);
    if (!paper?.topic) return;
    await storeMark(trx, subscriberId, { paperId, topic: paper.topic, direction }, ctx.clock.now());
  });
}

/** Takes back everything that a reader ever said of picks. */
export async function forgetMarks(ctx: Pick<Context, 'db'>, input: { subscriberId: string }): Promise<void> {
  await deleteMarks(ctx.db, input.subscriberId);
}
