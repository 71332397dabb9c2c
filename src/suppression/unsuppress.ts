import { randomUUID } from 'node:crypto';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { newJob } from '../queue/jobs.ts';
import { parseAddress, requireAddress } from '../subscribers/subscriber.ts';
import { applyTransition } from '../subscribers/subscriber-queries.ts';
import { insertTransactionalEmail } from '../subscribers/transactional-email-queries.ts';
import { deleteSuppression, lockSubscriberAndSuppression } from './suppression-queries.ts';

export interface UnsuppressInput {
  operator: string;
  address: string;
  /** Why the address may receive email again; stored in the audit log without addresses. */
  reason: string;
  /** The address again; required after a complaint. */
  confirm?: string | undefined;
}

/**
 * `asked`: the subscriber was emailed a confirmation link. `unsuppressed`: no subscriber has the address.
 * `unchanged`: it was not suppressed.
 */
export type UnsuppressResult = 'asked' | 'unsuppressed' | 'unchanged';

/**
 * Removes an address from the suppression list. That alone does not restore consent: its subscriber is
 * emailed a confirmation link and receives digests once they confirm. Throws PaperboyError `ADDRESS_INVALID`,
 * `REASON_MISSING`, or `COMPLAINT_UNCONFIRMED`: a complaint is an explicit no, so it must not be overridden
 * by a slip.
 */
export async function unsuppress(
  ctx: Pick<Context, 'db' | 'clock' | 'queue'>,
  input: UnsuppressInput,
): Promise<UnsuppressResult> {
  const address = requireAddress(input.address);
  const reason = redactReason(input.reason);
  const now = ctx.clock.now();
  const done = await ctx.db.transaction().execute(async (trx) => {
    const { subscriber, suppression } = await lockSubscriberAndSuppression(trx, address);
    if (suppression === null && subscriber?.state !== 'suppressed') return null;
    if (suppression?.reason === 'complaint' && parseAddress(input.confirm ?? '') !== address)
      throw complaintUnconfirmed();
    await deleteSuppression(trx, address);
    const needsConfirmation =
      subscriber !== null && (await applyTransition(trx, subscriber.id, 'unsuppress', now));
    await insertAuditEntry(
      trx,
      {
        operator: input.operator,
        verb: 'suppression lift',
        subject: subscriber?.id ?? 'an address without a subscriber',
        before: {
          suppression: suppression?.reason ?? null,
          source: suppression?.source ?? null,
          state: subscriber?.state ?? null,
        },
        after: { state: needsConfirmation ? 'pending' : (subscriber?.state ?? null), why: reason },
      },
      now,
    );
    if (!needsConfirmation) return { notificationId: null };
    const dedupeKey = `lift-${subscriber.id}-${now.toISOString()}`;
    const email = { id: randomUUID(), subscriberId: subscriber.id, kind: 'lifted', dedupeKey, now };
    return { notificationId: await insertTransactionalEmail(trx, email) };
  });
  if (done === null) return 'unchanged';
  const { notificationId } = done;
  if (notificationId === null) return 'unsuppressed';
  await ctx.queue.enqueue(newJob('notify', { notificationId }));
  return 'asked';
}

/**
 * Cleans the reason of an operator: one line, shortened, and without addresses, because the audit log has
 * none. Removes every word with an @, because almost any character is allowed in an address: better one word
 * too many than `o'` left of `o'brien@example.org`. Throws PaperboyError `REASON_MISSING`.
 */
export function redactReason(text: string): string {
  const reason = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\S+@\S+/g, '(address)')
    .trim()
    .slice(0, 200);
  if (reason.length >= 3) return reason;
  throw new PaperboyError({
    code: 'REASON_MISSING',
    message: 'A reason is required to unsuppress an address.',
    remedy: 'State briefly why this address may receive email again, for example “mailbox was full”.',
  });
}

function complaintUnconfirmed(): PaperboyError {
  return new PaperboyError({
    code: 'COMPLAINT_UNCONFIRMED',
    message: 'This address is suppressed because its owner reported our email as spam.',
    remedy: 'If they asked to receive email again, enter the address a second time to confirm.',
  });
}
