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
import { allowsSignUp } from './subscribe-limits.ts';

type SubscribeContext = Pick<Context, 'db' | 'clock' | 'queue'>;

export interface SubscribeInput {
  address: string;
  /** Where the wish came from, for the consent record, e.g. `web` or `cli`. */
  source: string;
  /** Whose wish it seems to be (network.ts), for the limits; null where there is none, as with mail and the command line. */
  network: string | null;
  preference?: Preference;
}

/**
 * Notes that somebody asked for the digest at this address and mails a link to confirm (double opt-in). A known
 * subscriber is mailed a link to the preferences instead. The answer is the same either way, so that
 * nobody can find out who subscribes; also when this address was asked for too often, and nothing is done.
 * Throws PaperboyError `ADDRESS_INVALID`, or `SUBSCRIBE_LIMITED` (config/limits.ts). Not inside a transaction.
 */
export async function subscribe(
  ctx: SubscribeContext & Pick<Context, 'limits'>,
  input: SubscribeInput,
): Promise<void> {
  const address = requireAddress(input.address);
  if (await allowsSignUp(ctx, { address, network: input.network })) await enroll(ctx, { ...input, address });
}

/** What subscribing comes to once it may be asked (subscribe, and ask.ts for the pages). `address` is in its kept form. */
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
  const known = await findSubscriberByAddress(ctx.db, address);
  if (known?.state === 'unsubscribed') await applyTransition(ctx.db, known.id, 'request', now);
  if (known && replacesPreference(known, input.preference))
    await updatePreference(ctx, { subscriberId: known.id, preference: input.preference });
  await requestLinkEmail(ctx, address);
}

/**
 * Whether what is asked for now takes the place of what is stored: for whoever has not confirmed anything yet. Somebody who comes
 * back without choosing anything has their old choices again.
 */
function replacesPreference(known: Subscriber, preference: Preference | undefined): preference is Preference {
  if (preference === undefined || (known.state !== 'pending' && known.state !== 'unsubscribed')) return false;
  return known.consentAt === null || preference.interests.length > 0;
}

/**
 * Mails what the address (kept form) can use: a subscriber the link to the preferences, one who still has to confirm another
 * link for that. Nothing to anybody else, and nothing to a suppressed address: who complained or bounced did not ask
 * again by that.
 */
export async function requestLinkEmail(ctx: SubscribeContext, address: string): Promise<void> {
  const known = await findSubscriberByAddress(ctx.db, address);
  if (known?.state === 'active' || known?.state === 'paused')
    return requestTransactionalEmail(ctx, known.id, 'your-link');
  if (known?.state !== 'pending') return;
  await applyTransition(ctx.db, known.id, 'request', ctx.clock.now());
  await requestTransactionalEmail(ctx, known.id, 'confirm');
}
