import type { Context } from '../../context.ts';
import { isKeyFormat } from '../../token.ts';
import { findByUnsubscribeKey } from '../subscriber-queries.ts';
import type { Preference } from './preference.ts';
import { readPreferences } from './preference-queries.ts';
import { updatePreference } from './update-preference.ts';

/**
 * Switches a subscription to weekly by the key of its unsubscribe links, and returns the new preference with its subscriber; null
 * for an unknown key or an ended subscription.
 */
export async function switchToWeekly(
  ctx: Pick<Context, 'db' | 'clock'>,
  unsubscribeKey: string,
): Promise<{ subscriberId: string; preference: Preference; pausedUntil: string | null } | null> {
  const subscriber = isKeyFormat(unsubscribeKey)
    ? await findByUnsubscribeKey(ctx.db, unsubscribeKey)
    : undefined;
  if (!subscriber || !['active', 'paused'].includes(subscriber.state)) return null;
  const preference = (await readPreferences(ctx.db, [subscriber.id])).get(subscriber.id);
  if (!preference) return null;
  const weekly = { ...preference, cadence: 'weekly' as const };
  await updatePreference(ctx, { subscriberId: subscriber.id, preference: weekly });
  return { subscriberId: subscriber.id, preference: weekly, pausedUntil: subscriber.pausedUntil };
}
