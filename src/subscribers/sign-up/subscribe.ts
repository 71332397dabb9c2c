import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';

import { generateKey } from '../../token.ts';
import { type Preference, preferenceSchema } from '../preferences/preference.ts';
import { storePreference } from '../preferences/preference-queries.ts';
import { updatePreference } from '../preferences/update-preference.ts';
import { requestTransactionalEmail } from '../request-transactional-email.ts';
import { requireAddress } from '../subscriber.ts';
import {
  applyTransition,
  findSubscriberByAddress,
  insertSubscriber,
  type Subscriber,
} from '../subscriber-queries.ts';
import { storeRequestedPreference } from './returning-queries.ts';
import { allowsSignUp } from './subscribe-limits.ts';

type SubscribeContext = Pick<Context, 'db' | 'clock' | 'queue'>;

export interface SubscribeInput {
  address: string;
  /** Origin of the request for the consent record, e.g. `web` or `cli`. */
  source: string;
  /**
   * Network of the client (network.ts) for the limits; null without one, as with email and the command line.
   */
  network: string | null;
  preference?: Preference;
}

/**
 * Requests the digest for an address and emails a confirmation link (double opt-in). A known subscriber gets
 * a link to their preferences instead. The response is the same either way, so that nothing reveals who
 * subscribes, even when the address has reached its limit and nothing is done. Throws PaperboyError
 * `ADDRESS_INVALID`, or `SUBSCRIBE_LIMITED` (config/subscribe-limits.ts). Not inside a transaction.
 */
export async function subscribe(
  ctx: SubscribeContext & Pick<Context, 'limits'>,
  input: SubscribeInput,
): Promise<void> {
  const address = requireAddress(input.address);
  if (await allowsSignUp(ctx, { address, network: input.network })) await enroll(ctx, { ...input, address });
}

/**
 * Registers a sign-up that has passed the limits (subscribe, and sign-up-request.ts for the pages). `address`
 * is normalized.
 */
export async function enroll(ctx: SubscribeContext, input: Omit<SubscribeInput, 'network'>): Promise<void> {
  const { address } = input;
  const now = ctx.clock.now();
  const subscriberId = randomUUID();
  const created = await ctx.db.transaction().execute(async (trx) => {
    const inserted = await insertSubscriber(trx, {
      id: subscriberId,
      address,
      state: 'pending',
      unsubscribeKey: generateKey(),
      consentAt: null,
      consentSource: input.source,
      now,
    });
    if (inserted)
      await storePreference(trx, subscriberId, input.preference ?? preferenceSchema.parse({}), now);
    return inserted;
  });
  if (created) return requestTransactionalEmail(ctx, subscriberId, 'confirm');
  const existing = await findSubscriberByAddress(ctx.db, address);
  if (existing?.state === 'unsubscribed') await applyTransition(ctx.db, existing.id, 'request', now);
  if (existing && input.preference) await keepChoices(ctx, existing, input.preference);
  await requestLinkEmail(ctx, address);
}

/**
 * Keeps the submitted choices of a subscriber without a subscription. Choices of one who has never confirmed
 * replace the stored ones; those of a returning one wait for the confirmation and are then added
 * (returning.ts), so that no stranger who types the address can change what it once followed.
 */
async function keepChoices(
  ctx: SubscribeContext,
  existing: Subscriber,
  preference: Preference,
): Promise<void> {
  if (existing.state !== 'pending' && existing.state !== 'unsubscribed') return;
  if (existing.consentAt === null) await updatePreference(ctx, { subscriberId: existing.id, preference });
  else await storeRequestedPreference(ctx.db, existing.id, preference);
}

/**
 * Emails what the address (normalized) can use: a subscriber the link to their preferences, an unconfirmed
 * one a new confirmation link. Nothing to an unknown address and nothing to a suppressed one: a complaint or
 * bounce is not a new sign-up.
 */
export async function requestLinkEmail(ctx: SubscribeContext, address: string): Promise<void> {
  const existing = await findSubscriberByAddress(ctx.db, address);
  if (existing?.state === 'active' || existing?.state === 'paused')
    return requestTransactionalEmail(ctx, existing.id, 'your-link');
  if (existing?.state !== 'pending') return;
  await applyTransition(ctx.db, existing.id, 'request', ctx.clock.now());
  await requestTransactionalEmail(ctx, existing.id, 'confirm');
}
