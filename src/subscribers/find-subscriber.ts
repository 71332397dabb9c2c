import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/schema.ts';
import { PaperboyError } from '../errors.ts';
import { parseAddress } from './subscriber.ts';
import { findSubscriberByAddress, findSubscriberById, type Subscriber } from './subscriber-queries.ts';

/** The subscriber with that address or id. Throws PaperboyError `SUBSCRIBER_UNKNOWN`. */
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
  throw new PaperboyError({
    code: 'SUBSCRIBER_UNKNOWN',
    message: 'There is no subscriber with this address or id.',
    remedy: 'Check the spelling; `subscribers export` lists everybody.',
  });
}
