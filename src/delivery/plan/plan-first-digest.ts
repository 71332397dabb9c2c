import type { Language } from '../../../config/languages.ts';
import type { Context } from '../../context.ts';
import { followedIn } from '../../editions/composition.ts';
import { firstDigestTime, nextDigestTime, type UpcomingDigest } from '../../editions/digest-schedule.ts';
import { editionsOf, newestOpenDay } from '../../editions/edition.ts';
import { openEdition, reopenFinished } from '../../editions/edition-queries.ts';
import { signUpSummary, welcomeSummary } from '../../editions/subscription-summary.ts';
import { newJob, slotOf } from '../../queue/jobs.ts';
import { readPreferences } from '../../subscribers/preferences/preference-queries.ts';
import { withOfferedTopics } from '../../subscribers/preferences/preference-topics.ts';
import { readSignUpPreference } from '../../subscribers/sign-up/returning.ts';
import { insertFirstDelivery } from './audience-queries.ts';

/**
 * Plans the first digest of a subscriber who confirmed at `confirmedAt`: at once from the newest edition, or
 * at their next regular time (firstDigestTime decides). A finished edition is reopened until this digest is
 * sent; a paused, canceled or skipped one does not change. Returns `now` or the scheduled time for the
 * welcome email; null if the subscriber has no preferences anymore. Safe to run twice: the row is unique.
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
  // An edition that has not opened yet is planned as a whole later, this subscriber included.
  if (!edition || first.editionDay !== newestOpenDay(confirmedAt)) return first;
  const planned = await ctx.db.transaction().execute(async (trx) => {
    const open = (await openEdition(trx, edition, confirmedAt)) || (await reopenFinished(trx, edition.id));
    return open && (await insertFirstDelivery(trx, edition, { subscriberId, ...first }, confirmedAt));
  });
  if (!planned) return nextDigestTime(preference, confirmedAt);
  if (!first.now) return first;
  // If this minute's slot has already run, the next one sends it.
  await ctx.queue.enqueue(newJob('send-slot', { slot: slotOf(confirmedAt) }));
  return 'now';
}

/**
 * Plans the first digest and describes in sentences what the subscriber follows and when it arrives; null if
 * there is nothing to describe. Every attempt of one email gets the same text, because it counts from the
 * time of the request.
 */
export async function describeFirstDigest(
  ctx: Pick<Context, 'db' | 'queue' | 'taxonomy'>,
  email: { subscriberId: string; createdAt: Date; language: Language },
): Promise<string | null> {
  const { subscriberId, createdAt } = email;
  const first = await planFirstDigest(ctx, { subscriberId, confirmedAt: createdAt });
  const preference = (await readPreferences(ctx.db, [subscriberId])).get(subscriberId);
  if (first === null || !preference) return null;
  const firstDay = first === 'now' ? null : first.localDay;
  return welcomeSummary(followedIn(withOfferedTopics(ctx.taxonomy, preference)), firstDay, email.language);
}

/** Summary in sentences of what confirming this sign-up puts in force. */
export async function describeSignUp(
  ctx: Pick<Context, 'db' | 'taxonomy'>,
  email: { subscriberId: string; kind: 'confirm' | 'lifted'; language: Language },
): Promise<string> {
  const signUp = await readSignUpPreference(ctx.db, email.subscriberId);
  if (!signUp) return '';
  const isReturning = signUp.returning && email.kind === 'confirm';
  return signUpSummary(ctx.taxonomy, signUp.preference, email.language, isReturning);
}
