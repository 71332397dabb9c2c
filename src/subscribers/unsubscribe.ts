import type { Context } from '../context.ts';
import { isKeyFormat } from '../token.ts';

import { applyTransition, findByUnsubscribeKey } from './subscriber-queries.ts';

/**
 * Ends the subscription that the key of an unsubscribe link names, and returns whether anything changed.
 * Repeating it, or using a key that no subscriber has any more, does nothing. It applies to scheduled
 * deliveries too, because sending checks the state again.
 *
 * The key is random and stored with the subscriber instead of signed: it must work from any old email,
 * forever, however often the signing keys have been rotated since.
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
