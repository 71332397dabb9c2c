import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/schema.ts';
import { PaperboyError } from '../errors.ts';
import { parseAddress } from './subscriber.ts';
import { findSubscriberByAddress, findSubscriberById, type Subscriber } from './subscriber-queries.ts';

/** Finds a subscriber by address or id (UUID). Throws PaperboyError `SUBSCRIBER_UNKNOWN`. */
export async function findSubscriber(
  db: Kysely<Database> | Transaction<Database>,
  addressOrId: string,
): Promise<Subscriber> {
  const address = parseAddress(addressOrId);
  const subscriber = z.uuid().safeParse(addressOrId).success
    ? await findSubscriberById(db, addressOrId)
    : address === null
      ? undefined
      : await findSubscriberByAddress(db, address);
  if (subscriber) return subscriber;
  throw unknownSubscriber('address or id');
}

/** The error `SUBSCRIBER_UNKNOWN`, naming how the subscriber was looked up. */
export function unknownSubscriber(by: 'address' | 'address or id'): PaperboyError {
  return new PaperboyError({
    code: 'SUBSCRIBER_UNKNOWN',
    message: `No subscriber has this ${by}.`,
    remedy: 'Check the spelling, or list all subscribers with: npm run paperboy -- subscribers export',
  });
}
