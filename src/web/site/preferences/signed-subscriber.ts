import { type Preference, preferenceSchema } from '../../../subscribers/preferences/preference.ts';
import { readPreferences } from '../../../subscribers/preferences/preference-queries.ts';
import { withPresentNames } from '../../../subscribers/preferences/preference-topics.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readToken, signToken, type TokenKeys } from '../../../token.ts';
import type { WebContext } from '../../http/web-context.ts';

type LinkContext = Pick<WebContext, 'db' | 'clock' | 'keys'>;

/** Subscriber of a preferences link; otherwise the reason of `signedSubscriberOf`. */
export async function findSignedSubscriber(
  ctx: LinkContext,
  token: string,
): Promise<Subscriber | 'invalid' | 'ended'> {
  const reading = readToken(ctx.keys, 'preferences', token, ctx.clock.now());
  return reading.valid ? signedSubscriberOf(ctx, reading.subject) : 'invalid';
}

/**
 * Subscriber with that id; `ended` after unsubscribing. An erased subscriber is `invalid`, the same as one
 * that never existed, so that nothing shows that the subscription was ever there.
 */
export async function signedSubscriberOf(
  ctx: Pick<WebContext, 'db'>,
  id: string,
): Promise<Subscriber | 'invalid' | 'ended'> {
  const subscriber = await findSubscriberById(ctx.db, id);
  if (!subscriber || subscriber.state === 'erased') return 'invalid';
  return subscriber.state === 'unsubscribed' ? 'ended' : subscriber;
}

/**
 * Subscriber of a preferences link, former subscribers included: they can still see and erase their stored
 * data.
 */
export async function findDataOwner(ctx: LinkContext, token: string): Promise<Subscriber | 'invalid'> {
  const reading = readToken(ctx.keys, 'preferences', token, ctx.clock.now());
  const subscriber = reading.valid ? await findSubscriberById(ctx.db, reading.subject) : undefined;
  return subscriber && subscriber.state !== 'erased' ? subscriber : 'invalid';
}

/** Path of a subscriber's preferences. The link does not expire. */
export function subscriberPath(keys: TokenKeys, subscriberId: string): string {
  return `/preferences/${signToken(keys, 'preferences', subscriberId, null)}`;
}

/** A subscriber's preference, topic weights included. */
export async function preferenceOf(
  ctx: Pick<WebContext, 'db' | 'taxonomy'>,
  subscriber: Pick<Subscriber, 'id'>,
): Promise<Preference> {
  const preferences = await readPreferences(ctx.db, [subscriber.id]);
  return withPresentNames(ctx.taxonomy, preferences.get(subscriber.id) ?? preferenceSchema.parse({}));
}
