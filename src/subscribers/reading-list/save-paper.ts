import type { Context } from '../../context.ts';
import {
  countSaved,
  deleteSaved,
  findPaperTitle,
  insertSaved,
  isSaved,
  lockList,
  type SaveSource,
  updateRead,
} from './reading-list-queries.ts';

type ReadingListContext = Pick<Context, 'db' | 'clock'>;

/** Papers on one list at most. */
export const MAX_SAVED_PAPERS = 1_000;

/** `unknown`: no such paper, or the subscriber was erased. */
export type SaveResult = 'saved' | 'already' | 'full' | 'unknown';

/**
 * Saves a paper to a subscriber's reading list. Repeating it changes nothing; a list with MAX_SAVED_PAPERS
 * papers takes no more until some are removed.
 */
export async function savePaper(
  ctx: ReadingListContext,
  input: { subscriberId: string; paperId: string; source: SaveSource },
): Promise<SaveResult> {
  const { subscriberId, paperId } = input;
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await lockList(trx, subscriberId))) return 'unknown';
    if ((await findPaperTitle(trx, paperId)) === undefined) return 'unknown';
    if (await isSaved(trx, subscriberId, paperId)) return 'already';
    const { all } = await countSaved(trx, subscriberId);
    if (all >= MAX_SAVED_PAPERS) return 'full';
    await insertSaved(trx, { ...input, now: ctx.clock.now() });
    return 'saved';
  });
}

/** Marks a saved paper as read or unread, or removes it. Does nothing for a paper that is not on the list. */
export async function changeSavedPaper(
  ctx: ReadingListContext,
  input: { subscriberId: string; paperId: string; action: 'read' | 'unread' | 'remove' },
): Promise<void> {
  const { subscriberId, paperId, action } = input;
  if (action === 'remove') return deleteSaved(ctx.db, subscriberId, paperId);
  await updateRead(ctx.db, subscriberId, paperId, action === 'read' ? ctx.clock.now() : null);
}
