import type { Context } from '../../context.ts';
import { lockUnlessErased } from '../erase-queries.ts';
import type { Preference } from './preference.ts';
import { storePreference } from './preference-queries.ts';

/**
 * Replaces a subscriber's whole preference, starting with the next digest that is composed. Nothing is
 * written for a subscriber who was erased while the page was open.
 */
export async function updatePreference(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string; preference: Preference },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    if (!(await lockUnlessErased(trx, input.subscriberId))) return;
    await storePreference(trx, input.subscriberId, input.preference, ctx.clock.now());
  });
}
