import type { Language } from '../../../config/languages.ts';
import type { Context } from '../../context.ts';
import { followedIn } from '../../editions/composition.ts';
import { firstDigestTime, nextDigestTime, type UpcomingDigest } from '../../editions/digest-schedule.ts';
import { editionsOf, newestOpenDay } from '../../editions/edition.ts';
import { openEdition, reopenFinished } from '../../editions/edition-queries.ts';
import { signUpSummary, welcomeSummary } from '../../editions/subscription-summary.ts';
import { newJob } from '../../queue/jobs.ts';
import { readPreferences } from '../../subscribers/preferences/preference-queries.ts';
import { insertFirstDelivery } from './audience-queries.ts';

/**
 * Plans the first digest of somebody who confirmed at `confirmedAt`: at once out of the newest edition, or at their next
 * regular time (firstDigest decides). An edition that was finished is open again until this one is out; a paused,
 * cancelled or skipped one is left alone. Returns what was planned, `now` or the time at which it comes, for the
 * welcome transactional email; null for somebody who has no preference any more. Twice is safe: the row is unique.
 */
export async function planFirstDigest(
  ctx: Pick<Context, 'db' | 'queue'>,
  input: { subscriberId: string; confirmedAt: Date },
): Promise<'now' | UpcomingDigest | null> {
  const { subscriberId, confirmedAt } = input;
  const preference = (await readPreferences(ctx.db, [subscriberId])).get(subscriberId);
  const first = preference ? firstDigestTime(preference, confirmedAt) : null;
  if (!preference || first === null) return null;
  const edition = editionsOf(first.editionDay).find(({ cadence }) => cadence === preference.cadence);
  // An edition that has not opened yet is planned with everybody's, this reader's included.
  if (!edition || first.editionDay !== newestOpenDay(confirmedAt)) return first;
  const planned = await ctx.db.transaction().execute(async (trx) => {
    const open = (await openEdition(trx, edition, confirmedAt)) || (await reopenFinished(trx, edition.id));
    return open && (await insertFirstDelivery(trx, edition, { subscriberId, ...first }, confirmedAt));
  });
  if (!planned) return nextDigestTime(preference, confirmedAt);
  if (!first.now) return first;
  // Where the slot of this minute is over already, the next one takes it.
  const slot = confirmedAt.toISOString().slice(0, 16).replace(':', '-');
  await ctx.queue.enqueue(newJob('send-slot', { slot }));
  return 'now';
}

/**
 * Plans the first digest and says in sentences what its reader follows and when it comes; null where there is nothing to say.
 * The same for every try of one transactional email, because it counts from when the transactional email was asked for.
 */
export async function describeFirstDigest(
  ctx: Pick<Context, 'db' | 'queue'>,
  email: { subscriberId: string; createdAt: Date; language: Language },
): Promise<string | null> {
  const { subscriberId, createdAt } = email;
  const first = await planFirstDigest(ctx, { subscriberId, confirmedAt: createdAt });
  const preference = (await readPreferences(ctx.db, [subscriberId])).get(subscriberId);
  if (first === null || !preference) return null;
  const firstDay = first === 'now' ? null : first.localDay;
  return welcomeSummary(followedIn(preference), firstDay, email.language);
}

/** What whoever asked for this transactional email chose, in sentences. */
export async function describeSignUp(
  ctx: Pick<Context, 'db'>,
  email: { subscriberId: string; language: Language },
): Promise<string> {
  const preference = (await readPreferences(ctx.db, [email.subscriberId])).get(email.subscriberId);
  return preference ? signUpSummary(preference, email.language) : '';
}
