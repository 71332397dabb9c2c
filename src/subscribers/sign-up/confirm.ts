import { RETENTION_PERIODS } from '../../../config/schedule.ts';
import type { Context } from '../../context.ts';
import { readToken, signToken, type TokenKeys } from '../../token.ts';
import { requestTransactionalEmail } from '../request-transactional-email.ts';
import { applyTransition, findSubscriberById, type Subscriber } from '../subscriber-queries.ts';
import { applyRequestedPreference } from './returning.ts';

export type ConfirmResult = 'confirmed' | 'already' | 'expired' | 'invalid';

/** Token of a confirmation link; expires `RETENTION_PERIODS.confirmDays` days after `now`. */
export function confirmToken(keys: TokenKeys, subscriberId: string, now: Date): string {
  return signToken(
    keys,
    'confirm',
    subscriberId,
    new Date(now.getTime() + RETENTION_PERIODS.confirmDays * 86_400_000),
  );
}

/** Reads a confirmation link without confirming, for the page behind it, which changes nothing. */
export async function readConfirmToken(
  ctx: Pick<Context, 'db' | 'keys' | 'clock'>,
  token: string,
): Promise<{ result: 'ready'; subscriberId: string } | { result: Exclude<ConfirmResult, 'confirmed'> }> {
  const reading = readToken(ctx.keys, 'confirm', token, ctx.clock.now());
  if (!reading.valid) return { result: reading.reason === 'expired' ? 'expired' : 'invalid' };
  const subscriber = await findSubscriberById(ctx.db, reading.subject);
  if (subscriber?.state === 'pending') return { result: 'ready', subscriberId: subscriber.id };
  return { result: alreadyOrInvalid(subscriber) };
}

/**
 * Records consent: pending becomes active, a returning subscriber's new choices join their earlier ones, and
 * the welcome email is due. Repeating it returns `already`. The
 * link of a subscriber who has unsubscribed or been erased since is `invalid`.
 */
export async function confirmSubscription(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'keys'>,
  token: string,
): Promise<ConfirmResult> {
  const now = ctx.clock.now();
  const reading = readToken(ctx.keys, 'confirm', token, now);
  if (!reading.valid) return reading.reason === 'expired' ? 'expired' : 'invalid';
  const consent = { consentAt: now, confirmedAt: now };
  const confirmed = await ctx.db.transaction().execute(async (trx) => {
    if (!(await applyTransition(trx, reading.subject, 'confirm', now, consent))) return false;
    await applyRequestedPreference(trx, reading.subject, now);
    return true;
  });
  if (confirmed) {
    await requestTransactionalEmail(ctx, reading.subject, 'welcome');
    return 'confirmed';
  }
  const subscriber = await findSubscriberById(ctx.db, reading.subject);
  return alreadyOrInvalid(subscriber);
}

const alreadyOrInvalid = (subscriber: Subscriber | undefined) =>
  subscriber?.state === 'active' || subscriber?.state === 'paused' ? 'already' : 'invalid';
