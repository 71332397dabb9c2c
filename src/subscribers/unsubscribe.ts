import type { Context } from '../context.ts';
import { isKeyFormat } from '../token.ts';

import { applyTransition, findByUnsubscribeKey } from './subscriber-queries.ts';

/**
 * Ends the subscription that the link's key names; repeating it, or a key that nobody has (any more), does nothing. It takes
 * effect for mail already planned, because delivery looks at the state again before it sends. Returns whether something changed.
 *
 * The key is random and stored with the subscriber instead of signed: it must work from any old mail, for ever,
 * however often the signing keys have been changed since.
 */
export async function unsubscribe(
  ctx: Pick<Context, 'db' | 'clock'>,
  unsubscribeKey: string,
): Promise<boolean> {
  if (!isKeyFormat(unsubscribeKey)) return false;
  const subscriber = await findByUnsubscribeKey(ctx.db, unsubscribeKey);
  if (!subscriber) return false;
  return applyTransition(ctx.db, subscriber.id, 'unsubscribe', ctx.clock.now());
}
