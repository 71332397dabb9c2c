import { type Preference, preferenceSchema } from '../../../subscribers/preferences/preference.ts';
import { readPreferences } from '../../../subscribers/preferences/preference-queries.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readToken, signToken, type TokenKeys } from '../../../token.ts';
import type { WebContext } from '../../http/web-context.ts';

type ReaderContext = Pick<WebContext, 'db' | 'clock' | 'keys'>;

/** The subscriber that a link to preferences belongs to, or why there is none (readerOf). */
export async function findSignedSubscriber(
  ctx: ReaderContext,
  token: string,
): Promise<Subscriber | 'invalid' | 'ended'> {
  const reading = readToken(ctx.keys, 'preferences', token, ctx.clock.now());
  return reading.valid ? signedSubscriberOf(ctx, reading.subject) : 'invalid';
}

/**
 * The subscriber with that id, as long as there is somebody to write to. Of one who was erased nothing is told, not even that there was one:
 * their links are like links that were never made here.
 */
export async function signedSubscriberOf(
  ctx: Pick<WebContext, 'db'>,
  id: string,
): Promise<Subscriber | 'invalid' | 'ended'> {
  const subscriber = await findSubscriberById(ctx.db, id);
  if (!subscriber || subscriber.state === 'erased') return 'invalid';
  return subscriber.state === 'unsubscribed' ? 'ended' : subscriber;
}

/** The subscriber whose data lies behind that link, also after they left: what is kept of them stays theirs to see and to erase. */
export async function findConfirmedSubscriber(
  ctx: ReaderContext,
  token: string,
): Promise<Subscriber | 'invalid'> {
  const reading = readToken(ctx.keys, 'preferences', token, ctx.clock.now());
  const subscriber = reading.valid ? await findSubscriberById(ctx.db, reading.subject) : undefined;
  return subscriber && subscriber.state !== 'erased' ? subscriber : 'invalid';
}

/** The path of a subscriber's own page. */
export function subscriberPath(keys: TokenKeys, subscriberId: string): string {
  return `/preferences/${signToken(keys, 'preferences', subscriberId, null)}`;
}

/** What a subscriber wants, marks included. */
export async function preferenceOf(
  ctx: Pick<WebContext, 'db'>,
  subscriber: Pick<Subscriber, 'id'>,
): Promise<Preference> {
  const preferences = await readPreferences(ctx.db, [subscriber.id]);
  return preferences.get(subscriber.id) ?? preferenceSchema.parse({});
}
