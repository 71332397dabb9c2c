import { insertAuditEntry, type NewAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { generateKey } from '../token.ts';
import { eraseSubscriberRows, lockUnconfirmed } from './erase-queries.ts';
import { parseAddress } from './subscriber.ts';
import { findSubscriberByAddress } from './subscriber-queries.ts';

/** PostgreSQL's deadlock_detected. */
const DEADLOCK = '40P01';

/**
 * Erases a person: address, preference, interests, consent record and reading history are gone; a bare row stays so
 * that past editions still balance. A suppression of the address stays too, as a hash. Throws PaperboyError
 * `SUBSCRIBER_UNKNOWN`.
 */
export async function eraseByAddress(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { address: string },
): Promise<void> {
  const address = parseAddress(input.address);
  const subscriber = address === null ? undefined : await findSubscriberByAddress(ctx.db, address);
  if (!subscriber) {
    throw new PaperboyError({
      code: 'SUBSCRIBER_UNKNOWN',
      message: 'There is no subscriber with this address.',
      remedy: 'Check the spelling; `subscribers export` lists everybody.',
    });
  }
  await eraseSubscriber(ctx, subscriber.id);
}

export interface EraseOptions {
  /** Leaves whoever has confirmed since they were looked up. */
  unlessConfirmed?: boolean;
  /** Written into the record of acts, in the same transaction. */
  audit?: NewAuditEntry;
}

/** The same by id, for housekeeping and for the person's own page. */
export async function eraseSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  id: string,
  options: EraseOptions = {},
): Promise<void> {
  const now = ctx.clock.now();
  for (let tries = 1; ; tries += 1) {
    try {
      await ctx.db.transaction().execute(async (trx) => {
        if (options.unlessConfirmed && !(await lockUnconfirmed(trx, id))) return;
        await eraseSubscriberRows(trx, id, generateKey(), now);
        if (options.audit) await insertAuditEntry(trx, options.audit, now);
      });
      return;
    } catch (error) {
      // Somebody in several batches at once can still close a circle of waiting; PostgreSQL then picks one to give way.
      if ((error as { code?: string }).code !== DEADLOCK || tries >= 5) throw error;
    }
  }
}

/** Erases a subscriber who asked for it by their own link, and records that. */
export async function eraseAtOwnRequest(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<void> {
  const act = { operator: 'reader', verb: 'subscriber erase', subject: input.subscriberId };
  await eraseSubscriber(ctx, input.subscriberId, { audit: act });
}
