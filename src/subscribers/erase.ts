import { insertAuditEntry, type NewAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { generateKey } from '../token.ts';
import { eraseSubscriberRows, lockUnconfirmed } from './erase-queries.ts';
import { unknownSubscriber } from './find-subscriber.ts';
import { parseAddress } from './subscriber.ts';
import { findSubscriberByAddress } from './subscriber-queries.ts';

/** PostgreSQL's deadlock_detected. */
const DEADLOCK = '40P01';

/**
 * Erases a subscriber by address: address, preferences, consent record and reading history are deleted. A
 * bare row stays so that the totals of past editions still add up, and a suppression of the address stays as
 * a hash. Throws PaperboyError `SUBSCRIBER_UNKNOWN`.
 */
export async function eraseByAddress(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { address: string },
): Promise<void> {
  const address = parseAddress(input.address);
  const subscriber = address === null ? undefined : await findSubscriberByAddress(ctx.db, address);
  if (!subscriber) {
    throw unknownSubscriber('address');
  }
  await eraseSubscriber(ctx, subscriber.id);
}

export interface EraseOptions {
  /** Skips a subscriber who has confirmed since the id was read. */
  unlessConfirmed?: boolean;
  /** Audit log entry, written in the same transaction. */
  audit?: NewAuditEntry;
}

/** Erases a subscriber by id. Retries up to five times when PostgreSQL resolves a deadlock against it. */
export async function eraseSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  id: string,
  options: EraseOptions = {},
): Promise<void> {
  const now = ctx.clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ctx.db.transaction().execute(async (trx) => {
        if (options.unlessConfirmed && !(await lockUnconfirmed(trx, id))) return;
        await eraseSubscriberRows(trx, id, generateKey(), now);
        if (options.audit) await insertAuditEntry(trx, options.audit, now);
      });
      return;
    } catch (error) {
      // A subscriber in several batches at once can still deadlock; PostgreSQL then aborts one transaction.
      if ((error as { code?: string }).code !== DEADLOCK || attempt >= 5) throw error;
    }
  }
}

/**
 * Erases a subscriber at their own request, from the page behind their signed link, with an audit log entry.
 */
export async function eraseAtOwnRequest(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<void> {
  const audit = { operator: 'reader', verb: 'subscriber erase', subject: input.subscriberId };
  await eraseSubscriber(ctx, input.subscriberId, { audit });
}
