import { UNSUBSCRIBE_UNDO_MINUTES } from '../../config/schedule.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { isKeyFormat } from '../token.ts';
import { endSubscription, findByUnsubscribeKey } from './subscriber-queries.ts';
import { isUndoable, restoreSubscription } from './undo-queries.ts';

type UnsubscribeContext = Pick<Context, 'db' | 'clock'>;

/**
 * Ends the subscription that the key of an unsubscribe link names, and returns whether anything changed.
 * Repeating it, or using a key that no subscriber has any more, does nothing. It applies to scheduled
 * deliveries too, because sending checks the state again.
 *
 * The key is random and stored with the subscriber instead of signed: it must work from any old email,
 * forever, however often the signing keys have been rotated since.
 */
export async function unsubscribe(ctx: UnsubscribeContext, unsubscribeKey: string): Promise<boolean> {
  if (!isKeyFormat(unsubscribeKey)) return false;
  const subscriber = await findByUnsubscribeKey(ctx.db, unsubscribeKey);
  if (!subscriber) return false;
  return endSubscription(ctx.db, subscriber.id, ctx.clock.now());
}

/**
 * True while `undoUnsubscribe` would restore the subscription of that key: for an hour, and never after a
 * suppression.
 */
export async function canUndoUnsubscribe(ctx: UnsubscribeContext, unsubscribeKey: string): Promise<boolean> {
  return isKeyFormat(unsubscribeKey) && isUndoable(ctx.db, unsubscribeKey, undoableSince(ctx));
}

/**
 * Restores a subscription within an hour of its unsubscribe, exactly as it was: state, pause, schedule and
 * interests. The consent is the earlier one, so nothing has to be confirmed; the audit log records the undo.
 * Digests skipped in between stay skipped. False when it is too late, the address is suppressed, or the
 * subscriber was erased. Of two concurrent calls only one returns true.
 */
export async function undoUnsubscribe(ctx: UnsubscribeContext, unsubscribeKey: string): Promise<boolean> {
  if (!isKeyFormat(unsubscribeKey)) return false;
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const restored = await restoreSubscription(trx, unsubscribeKey, undoableSince(ctx), now);
    if (!restored) return false;
    const { id, state } = restored;
    const change = { before: { state: 'unsubscribed' }, after: { state } };
    const entry = { operator: 'reader', verb: 'subscriber undo-unsubscribe', subject: id, ...change };
    await insertAuditEntry(trx, entry, now);
    return true;
  });
}

function undoableSince(ctx: UnsubscribeContext): Date {
  return new Date(ctx.clock.now().getTime() - UNSUBSCRIBE_UNDO_MINUTES * 60_000);
}
